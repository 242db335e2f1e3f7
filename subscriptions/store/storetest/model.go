package storetest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"newsbot/subscriptions/store"
)

// testModel draws steps, reopenings among them, and compares every answer with
// that of a map. The drawn sequences share one database, each under a prefix of
// its own.
func testModel(t *testing.T, d Disk) {
	sequence := 0
	rapid.Check(t, func(t *rapid.T) {
		s, w := reopen(t, d)
		defer func() { s.Close() }()
		sequence++
		prefix := store.Key(sequence)
		key := rapid.Custom(func(t *rapid.T) string {
			return string(prefix) + rapid.StringOfN(rapid.SampledFrom([]rune("ab\x00ÿ")), 0, 4, -1).Draw(t, "key")
		})
		model := map[string]string{}
		t.Repeat(map[string]func(*rapid.T){
			"apply": func(t *rapid.T) {
				var ops []store.Op
				for range rapid.IntRange(0, 5).Draw(t, "ops") {
					k := key.Draw(t, "key")
					if rapid.Bool().Draw(t, "delete") {
						ops = append(ops, store.Delete([]byte(k)))
						delete(model, k)
						continue
					}
					v := rapid.StringN(0, 3, -1).Draw(t, "value")
					ops = append(ops, store.Set([]byte(k), []byte(v)))
					model[k] = v
				}
				if err := w.Apply(context.Background(), ops); err != nil {
					t.Fatalf("apply: %v", err)
				}
			},
			"scan": func(t *rapid.T) {
				after := key.Draw(t, "after")
				limit := rapid.IntRange(1, 5).Draw(t, "limit")
				page, err := w.Scan(context.Background(), prefix, []byte(after), limit)
				if err != nil {
					t.Fatalf("scan: %v", err)
				}
				want := slices.DeleteFunc(slices.Sorted(maps.Keys(model)), func(k string) bool {
					return strings.Compare(k, after) <= 0
				})
				want = want[:min(limit, len(want))]
				got := []string{}
				for _, e := range page {
					got = append(got, string(e.Key))
					if !bytes.Equal(e.Value, []byte(model[string(e.Key)])) {
						t.Fatalf("value of %q = %q, want %q", e.Key, e.Value, model[string(e.Key)])
					}
				}
				if !slices.Equal(got, want) {
					t.Fatalf("scan after %q = %q, want %q", after, got, want)
				}
			},
			"reopen": func(t *rapid.T) {
				if err := s.Close(); err != nil {
					t.Fatalf("close: %v", err)
				}
				s, w = reopen(t, d)
			},
		})
	})
}

func reopen(t *rapid.T, d Disk) (store.Store, store.Writer) {
	s, err := d()
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	w, err := s.Lead(context.Background())
	if err != nil {
		t.Fatalf("lead: %v", err)
	}
	return s, w
}

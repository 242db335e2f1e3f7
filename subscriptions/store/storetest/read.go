package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"newsbot/subscriptions/store"
)

func testReadBack(t *testing.T, d Disk) {
	_, w := open(t, d)
	apply(t, w, set("a", "1"), set("empty", ""), set("\x00\xff", "binary"))
	for key, want := range map[string]string{"a": "1", "empty": "", "\x00\xff": "binary"} {
		got, err := w.Get(context.Background(), []byte(key))
		if err != nil || string(got) != want {
			t.Errorf("get %q = %q, %v; want %q", key, got, err, want)
		}
	}
}

func testNotFound(t *testing.T, d Disk) {
	_, w := open(t, d)
	apply(t, w, set("ab", "1"))
	for _, key := range []string{"a", "abc", "b", ""} {
		if got, err := w.Get(context.Background(), []byte(key)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("get %q = %q, %v; want ErrNotFound", key, got, err)
		}
	}
}

func testOrder(t *testing.T, d Disk) {
	_, w := open(t, d)
	apply(t, w, set("b", ""), set("a\x00", ""), set("a", ""), set("\xff", ""), set("aa", ""))
	want := []string{"a=", "a\x00=", "aa=", "b=", "\xff="}
	if got := contents(t, w, ""); !slices.Equal(got, want) {
		t.Errorf("scan = %q, want %q", got, want)
	}
}

func testPrefix(t *testing.T, d Disk) {
	_, w := open(t, d)
	apply(t, w, set("a", "1"), set("b", "2"), set("b1", "3"), set("b\xff", "4"), set("c", "5"))
	for prefix, want := range map[string][]string{
		"b":     {"b=2", "b1=3", "b\xff=4"},
		"b\xff": {"b\xff=4"},
		"bb":    {},
		"d":     {},
	} {
		if got := contents(t, w, prefix); !slices.Equal(got, want) {
			t.Errorf("scan %q = %q, want %q", prefix, got, want)
		}
	}
}

func testAfter(t *testing.T, d Disk) {
	_, w := open(t, d)
	apply(t, w, set("a", ""), set("p1", ""), set("p3", ""), set("q", ""))
	for after, want := range map[string][]string{
		"":   {"p1", "p3"}, // before the prefix
		"p":  {"p1", "p3"},
		"p1": {"p3"},
		"p2": {"p3"}, // a key that is not there
		"p3": {},
		"q":  {}, // behind the prefix
	} {
		page, err := w.Scan(context.Background(), []byte("p"), []byte(after), 10)
		if err != nil {
			t.Fatalf("scan after %q: %v", after, err)
		}
		got := []string{}
		for _, e := range page {
			got = append(got, string(e.Key))
		}
		if !slices.Equal(got, want) {
			t.Errorf("scan after %q = %q, want %q", after, got, want)
		}
	}
}

func testPages(t *testing.T, d Disk) {
	_, w := open(t, d)
	const n = 2*store.MaxPage + 1
	var want []string
	for i := 0; i < n; {
		var ops []store.Op
		for ; i < n && len(ops) < store.MaxOps; i++ {
			ops = append(ops, store.Set(store.Key("p", i), []byte("v")))
			want = append(want, string(store.Key("p", i))+"=v")
		}
		apply(t, w, ops...)
	}
	if got := contents(t, w, string(store.Key("p"))); !slices.Equal(got, want) {
		t.Errorf("walk gave %d entries, want %d, in order", len(got), len(want))
	}
	for _, limit := range []int{1, 7, store.MaxPage} {
		page, err := w.Scan(context.Background(), store.Key("p"), nil, limit)
		if err != nil || len(page) != limit {
			t.Errorf("scan of %d gave %d entries, %v", limit, len(page), err)
		}
	}
}

func testOwnership(t *testing.T, d Disk) {
	_, w := open(t, d)
	key, value := []byte("key"), []byte("value")
	apply(t, w, store.Set(key, value))
	copy(key, "XXX")
	copy(value, "XXXXX")
	got, err := w.Get(context.Background(), []byte("key"))
	if err != nil || string(got) != "value" {
		t.Fatalf("after the op's bytes changed: get = %q, %v; want %q", got, err, "value")
	}
	page, err := w.Scan(context.Background(), nil, nil, 1)
	if err != nil || len(page) != 1 {
		t.Fatalf("scan = %q, %v", page, err)
	}
	copy(got, "XXXXX")
	copy(page[0].Key, "XXX")
	copy(page[0].Value, "XXXXX")
	if again, err := w.Get(context.Background(), []byte("key")); !bytes.Equal(again, []byte("value")) {
		t.Errorf("after the bytes read changed: get = %q, %v; want %q", again, err, "value")
	}
}

func testPageLimits(t *testing.T, d Disk) {
	_, w := open(t, d)
	for _, limit := range []int{-1, 0, store.MaxPage + 1} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			if _, err := w.Scan(context.Background(), nil, nil, limit); !errors.Is(err, store.ErrTooLarge) {
				t.Errorf("scan of %d: %v, want ErrTooLarge", limit, err)
			}
		})
	}
}

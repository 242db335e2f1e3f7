package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"newsbot/subscriptions/store"
)

func testReopen(t *testing.T, d Disk) {
	s, w := open(t, d)
	apply(t, w, set("a", "1"), set("b", "2"))
	apply(t, w, store.Delete([]byte("a")))
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	_, w = open(t, d)
	want := []string{"b=2"}
	if got := contents(t, w, ""); !slices.Equal(got, want) {
		t.Errorf("after reopening: %q, want %q", got, want)
	}
}

func testClosed(t *testing.T, d Disk) {
	s, w := open(t, d)
	apply(t, w, set("a", "1"))
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	ctx := context.Background()
	calls := map[string]func() error{
		"get":   func() error { _, err := s.Get(ctx, []byte("a")); return err },
		"scan":  func() error { _, err := s.Scan(ctx, nil, nil, 1); return err },
		"lead":  func() error { _, err := s.Lead(ctx); return err },
		"apply": func() error { return w.Apply(ctx, []store.Op{set("b", "2")}) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s: %v, want ErrClosed", name, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

func testCancelled(t *testing.T, d Disk) {
	s, w := open(t, d)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func() error{
		"get":   func() error { _, err := s.Get(ctx, []byte("a")); return err },
		"scan":  func() error { _, err := s.Scan(ctx, nil, nil, 1); return err },
		"lead":  func() error { _, err := s.Lead(ctx); return err },
		"apply": func() error { return w.Apply(ctx, []store.Op{set("a", "1")}) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
	if got := contents(t, w, ""); len(got) != 0 {
		t.Errorf("stored %q, want nothing", got)
	}
}

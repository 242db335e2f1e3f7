package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"newsbot/subscriptions/store"
)

func testLastWins(t *testing.T, d Disk) {
	_, w := open(t, d)
	gone := func(key string) store.Op { return store.Delete([]byte(key)) }
	apply(t, w, set("a", "1"), set("a", "2"), set("b", "1"), gone("b"), gone("c"), set("c", "3"))
	want := []string{"a=2", "c=3"}
	if got := contents(t, w, ""); !slices.Equal(got, want) {
		t.Errorf("stored %q, want %q", got, want)
	}
}

func testDeleteMissing(t *testing.T, d Disk) {
	_, w := open(t, d)
	apply(t, w, store.Delete([]byte("a")))
	apply(t, w)
	if got := contents(t, w, ""); len(got) != 0 {
		t.Errorf("stored %q, want nothing", got)
	}
}

func testLimits(t *testing.T, d Disk) {
	_, w := open(t, d)
	many := make([]store.Op, store.MaxOps+1)
	for i := range many {
		many[i] = set(fmt.Sprint("many", i), "")
	}
	for name, ops := range map[string][]store.Op{
		"too many operations": many,
		"too many bytes":      {set("ok", ""), store.Set([]byte("big"), make([]byte, store.MaxBytes))},
		"a key too long":      {set("ok", ""), store.Set(make([]byte, store.MaxKey+1), nil)},
		"an empty key":        {set("ok", ""), store.Set(nil, []byte("v"))},
		"an empty key gone":   {set("ok", ""), store.Delete(nil)},
	} {
		if err := w.Apply(context.Background(), ops); !errors.Is(err, store.ErrTooLarge) {
			t.Errorf("%s: %v, want ErrTooLarge", name, err)
		}
	}
	if got := contents(t, w, ""); len(got) != 0 {
		t.Errorf("stored %q, want nothing", got)
	}
}

func testAtLimits(t *testing.T, d Disk) {
	_, w := open(t, d)
	ops := []store.Op{store.Set(bytes.Repeat([]byte("k"), store.MaxKey), nil)}
	for i := len(ops); i < store.MaxOps; i++ {
		ops = append(ops, store.Set(store.Key(i), nil))
	}
	size := 0
	for _, op := range ops {
		size += len(op.Key)
	}
	ops[1].Value = make([]byte, store.MaxBytes-size)
	apply(t, w, ops...)
	if got := contents(t, w, ""); len(got) != store.MaxOps {
		t.Errorf("stored %d entries, want %d", len(got), store.MaxOps)
	}
}

// Every Apply writes one value under several keys, deletes what the last one
// wrote elsewhere, and no reader ever sees a part of it.
func testConcurrent(t *testing.T, d Disk) {
	_, w := open(t, d)
	const writers, rounds, keys = 8, 25, 5
	var wg sync.WaitGroup
	for writer := range writers {
		wg.Go(func() {
			for round := range rounds {
				var ops []store.Op
				for k := range keys {
					ops = append(ops,
						store.Set(store.Key(writer, round, k), []byte("v")),
						store.Delete(store.Key(writer, round-1, k)))
				}
				if err := w.Apply(context.Background(), ops); err != nil {
					t.Errorf("writer %d, round %d: %v", writer, round, err)
					return
				}
				page, err := w.Scan(context.Background(), store.Key(writer), nil, store.MaxPage)
				if err != nil || len(page) != keys {
					t.Errorf("writer %d, round %d: %d entries, %v; want its own %d", writer, round, len(page), err, keys)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := contents(t, w, ""); len(got) != writers*keys {
		t.Errorf("%d entries remain, want %d", len(got), writers*keys)
	}
}

func testNeighbours(t *testing.T, d Disk) {
	_, w := open(t, d)
	const n = 32
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if i%2 == 1 {
				err := w.Apply(context.Background(), []store.Op{store.Set(store.Key(i), make([]byte, store.MaxBytes))})
				if !errors.Is(err, store.ErrTooLarge) {
					t.Errorf("large apply: %v, want ErrTooLarge", err)
				}
				return
			}
			// Halves of the limit: together they are far over it.
			if err := w.Apply(context.Background(), []store.Op{store.Set(store.Key(i), make([]byte, store.MaxBytes/2))}); err != nil {
				t.Errorf("its neighbour: %v", err)
			}
		})
	}
	wg.Wait()
	if got := contents(t, w, ""); len(got) != n/2 {
		t.Errorf("stored %d entries, want %d", len(got), n/2)
	}
}

func testSequence(t *testing.T, d Disk) {
	_, w := open(t, d)
	var busy sync.WaitGroup
	for i := range 4 { // others at work, so that commits are shared
		busy.Go(func() {
			for n := range 20 {
				if err := w.Apply(context.Background(), []store.Op{store.Set(store.Key("other", i), store.Key(n))}); err != nil {
					t.Errorf("other: %v", err)
				}
			}
		})
	}
	for n := range 50 {
		want := fmt.Sprint(n)
		apply(t, w, set("k", want))
		if got, err := w.Get(context.Background(), []byte("k")); err != nil || string(got) != want {
			t.Fatalf("get = %q, %v; want %q", got, err, want)
		}
	}
	busy.Wait()
}

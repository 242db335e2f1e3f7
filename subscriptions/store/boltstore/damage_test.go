package boltstore_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

// fill makes a database of some hundred pages at path and closes it.
func fill(t *testing.T, path string) {
	t.Helper()
	db, err := boltstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 10 {
		var ops []store.Op
		for i := range store.MaxOps {
			ops = append(ops, store.Set(store.Key(round, i), bytes.Repeat([]byte{byte(i)}, 1000)))
		}
		if err := db.Apply(context.Background(), ops); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// truncate leaves 1/part of the file.
func truncate(t *testing.T, path string, part int64) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/part); err != nil {
		t.Fatal(err)
	}
}

// scribble overwrites all but the two meta pages.
func scribble(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 2 * os.Getpagesize(); i < len(b); i++ {
		b[i] = 0xA5
	}
	write(t, path, b)
}

// damage returns good with a run of bytes overwritten, zeroed or cut off.
func damage(good []byte, seed int) []byte {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	bad := slices.Clone(good)
	from := r.IntN(len(bad))
	if seed%2 == 0 {
		from = r.IntN(8 * os.Getpagesize()) // where the structure is
	}
	run := bad[from:min(len(bad), from+1+r.IntN(9000))]
	switch seed % 3 {
	case 0:
		return bad[:from]
	case 1:
		clear(run)
	default:
		for i := range run {
			run[i] = byte(r.Uint32())
		}
	}
	return bad
}

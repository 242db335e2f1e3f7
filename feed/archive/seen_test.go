package archive_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// keyOf returns the n-th of keys that are spread as those of items are.
func keyOf(n int) feed.Key {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n)))
	return feed.Key(sum[:16])
}

// keyed returns a story with five keys, its number's own.
func keyed(n int, seen time.Time) feed.Entry {
	e := entry(n)
	e.Marks = nil
	for i := range 5 {
		e.Marks = append(e.Marks, feed.Marked{Key: keyOf(5*n + i), Mark: feed.Mark{Day: feed.Day(seen), Shared: n%10 == 0}})
	}
	return e
}

func keyedEntries(from, to int, seen time.Time) (all []feed.Entry) {
	for n := from; n <= to; n++ {
		all = append(all, keyed(n, seen))
	}
	return all
}

// isMarked fails the test unless of each key of the entries that is remembered, and
// nothing of one that none of them has.
func isMarked(t *testing.T, a *archive.Archive, entries []feed.Entry) {
	t.Helper()
	keys, want := []feed.Key{keyOf(-1)}, []feed.Mark{{}}
	for _, e := range entries {
		for _, m := range e.Marks {
			keys, want = append(keys, m.Key), append(want, m.Mark)
		}
	}
	got, err := a.Marks(t.Context(), source, keys)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("key %d of %d is remembered as %v, want %v", i, len(want), got[i], want[i])
		}
	}
}

func TestASourceMayHaveManyKeys(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	first := keyedEntries(1, 5000, noon)
	commit(t, a, first...)
	isMarked(t, open(t, &disk), first)

	t.Run("all are seen again", func(t *testing.T) {
		a := open(t, &disk)
		again := keyedEntries(1, 5000, noon.Add(8*day))
		for i := range again {
			again[i].Story = nil
		}
		commit(t, a, again...)
		isMarked(t, a, again)
	})
	t.Run("little is written for a new one", func(t *testing.T) {
		a := open(t, &disk)
		written, applies := 0, 0
		disk.Decide(func(_ int, ops []store.Op) storetest.Fate {
			applies++
			for _, op := range ops {
				written += len(op.Key) + len(op.Value)
			}
			return storetest.Applied
		})
		defer disk.Decide(nil)
		commit(t, a, keyed(5001, noon))
		if most := 5 * 4096; applies != 1 || written > most {
			t.Errorf("a story took %d applies and %d bytes, want 1 and %d at most", applies, written, most)
		}
	})
	t.Run("half of them are forgotten", func(t *testing.T) {
		a := open(t, &disk)
		kept := keyedEntries(1, 2500, noon.Add(100*day))
		for i := range kept {
			kept[i].Story = nil
		}
		commit(t, a, kept...)
		if err := a.SetState(t.Context(), source, feed.State{ItemsAt: noon.Add(106 * day)}); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			prune(t, a, noon.Add(106*day))
		}
		isMarked(t, a, kept)
		gone := keyedEntries(2501, 5001, noon)
		for i := range gone {
			for k := range gone[i].Marks {
				gone[i].Marks[k].Mark = feed.Mark{}
			}
		}
		isMarked(t, a, gone)
	})
}

func TestWhatIsForgottenLeavesNothing(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	before := disk.Len()
	all := keyedEntries(1, 1000, noon)
	for i := range all {
		all[i].Story = nil
	}
	commit(t, a, all...)
	if err := a.SetState(t.Context(), source, feed.State{ItemsAt: noon.Add(98 * day)}); err != nil {
		t.Fatal(err)
	}
	prune(t, a, noon.Add(98*day))
	if got := disk.Len() - before; got != 1 {
		t.Errorf("%d records are left, want one, the state", got)
	}
	commit(t, a, all...)
	isMarked(t, a, all)
}

// Whatever the outcome of an Apply, of each story that is in the log all keys are
// known, and of no other any.
func TestKeysAreStoredWithTheirStory(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter, storetest.Lost, storetest.Unanswered} {
		for n := 1; ; n++ {
			var disk storetest.Memory
			a := open(t, &disk)
			disk.At(n, fate)
			const some, all = 300, 600 // keys enough for several parts and applies
			err := a.Commit(t.Context(), source, keyedEntries(1, some, noon))
			if err == nil {
				err = a.Commit(t.Context(), source, keyedEntries(some+1, all, noon))
			}
			if err == nil {
				if n < 6 {
					t.Errorf("only %d moments tried", n)
				}
				break
			}
			a = open(t, &disk)
			known := int(a.Head())
			isMarked(t, a, keyedEntries(1, known, noon))
			rest := keyedEntries(known+1, all, noon)
			for _, e := range rest {
				for k := range e.Marks {
					e.Marks[k].Mark = feed.Mark{}
				}
			}
			isMarked(t, a, rest)
			commit(t, a, keyedEntries(known+1, all, noon)...)
			isMarked(t, a, keyedEntries(1, all, noon))
		}
	}
}

func TestSeenKeysThatAreDamagedAreAnError(t *testing.T) {
	for name, record := range map[string]string{
		"nothing":           "",
		"another version":   "\x07",
		"a day cut off":     "\x01\xff",
		"no count":          "\x01\x02",
		"a count too large": "\x01\x02\x04\x00\x00\x00\x00\x00\x00\x00\x01",
		"a key cut off":     "\x01\x02\x02\x00\x00\x00",
		"a count beyond 64": "\x01\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
	} {
		t.Run(name, func(t *testing.T) {
			var disk storetest.Memory
			a := open(t, &disk)
			commit(t, a, feed.Entry{Marks: keyed(1, noon).Marks})
			w := lead(t, &disk)
			page, err := w.Scan(t.Context(), store.Key("seen"), nil, 2)
			if err != nil || len(page) != 1 {
				t.Fatal(fmt.Errorf("%d records of seen keys, want 1: %w", len(page), err))
			}
			if err := w.Apply(t.Context(), []store.Op{store.Set(page[0].Key, []byte(record))}); err != nil {
				t.Fatal(err)
			}
			if _, err := open(t, &disk).Marks(t.Context(), source, []feed.Key{keyOf(1)}); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("marks: %v, want ErrDamaged", err)
			}
		})
	}
}

package storetest_test

import (
	"context"
	"errors"
	"testing"

	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func TestMemoryConforms(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Disk {
		var disk storetest.Memory
		return func() (store.Store, error) { return disk.Open(), nil }
	})
}

func TestFates(t *testing.T) {
	for _, test := range []struct {
		fate   storetest.Fate
		err    error // of the Apply
		stored bool
		then   error // of the next Apply of the same process
	}{
		{storetest.Applied, nil, true, nil},
		{storetest.Lost, storetest.ErrUnknown, false, nil},
		{storetest.Unanswered, storetest.ErrUnknown, true, nil},
		{storetest.CrashBefore, storetest.ErrCrashed, false, storetest.ErrCrashed},
		{storetest.CrashAfter, storetest.ErrCrashed, true, storetest.ErrCrashed},
		{storetest.Fenced, store.ErrFenced, false, store.ErrFenced},
	} {
		t.Run(test.fate.String(), func(t *testing.T) {
			var disk storetest.Memory
			w := lead(t, &disk)
			apply(t, w, "first", nil)
			disk.At(2, test.fate)
			apply(t, w, "second", nil)
			apply(t, w, "third", test.err)
			apply(t, w, "fourth", test.then)

			_, err := lead(t, &disk).Get(context.Background(), []byte("third"))
			if stored := err == nil; stored != test.stored {
				t.Errorf("stored: %v (%v), want %v", stored, err, test.stored)
			}
		})
	}
}

func TestFenceLetsAnotherProcessLead(t *testing.T) {
	var disk storetest.Memory
	first, second := disk.Open(), disk.Open()
	w1, err := first.Lead(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Lead(context.Background()); !errors.Is(err, store.ErrLocked) {
		t.Errorf("lead while another leads: %v, want ErrLocked", err)
	}
	disk.Fence()
	w2, err := second.Lead(context.Background())
	if err != nil {
		t.Fatalf("lead after the fence: %v", err)
	}
	apply(t, w1, "old", store.ErrFenced)
	apply(t, w2, "new", nil)
}

func TestDecideSeesEveryApply(t *testing.T) {
	var disk storetest.Memory
	disk.Decide(func(n int, ops []store.Op) storetest.Fate {
		if n == 2 || string(ops[0].Key) == "unlucky" {
			return storetest.Lost
		}
		return storetest.Applied
	})
	w := lead(t, &disk)
	apply(t, w, "a", nil)
	apply(t, w, "b", storetest.ErrUnknown)
	apply(t, w, "unlucky", storetest.ErrUnknown)
	if got, want := disk.Applies(), 3; got != want {
		t.Errorf("applies = %d, want %d", got, want)
	}
}

// lead returns the writer of a new process, whoever led before.
func lead(t *testing.T, disk *storetest.Memory) store.Writer {
	t.Helper()
	disk.Fence()
	w, err := disk.Open().Lead(context.Background())
	if err != nil {
		t.Fatalf("lead: %v", err)
	}
	return w
}

func apply(t *testing.T, w store.Writer, key string, want error) {
	t.Helper()
	if err := w.Apply(context.Background(), []store.Op{store.Set([]byte(key), nil)}); !errors.Is(err, want) {
		t.Errorf("apply %s: %v, want %v", key, err, want)
	}
}

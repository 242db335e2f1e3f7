package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/subscriptions/store"
)

// A fickle writer fails while err is set.
type fickle struct {
	store.Writer
	err     error
	commits int
}

func (f *fickle) Apply(context.Context, []store.Op) error {
	f.commits++
	return f.err
}

func TestHealthIsWhatTheLastCommitSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("no space left on device")
		disk := &fickle{}
		c := storeCheck{Writer: disk}
		check := func(what string, want error) {
			t.Helper()
			if got := c.check(t.Context()); !errors.Is(got, want) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		check("a disk with room", nil)
		if disk.commits != 1 {
			t.Errorf("%d commits of its own, want 1 where nobody else commits", disk.commits)
		}
		disk.err = full
		if err := c.Apply(t.Context(), nil); !errors.Is(err, full) {
			t.Errorf("the commit says %v, want %v", err, full)
		}
		check("a commit failed", full)
		disk.err = nil
		check("room again, but nobody has tried", full)
		time.Sleep(2 * time.Minute)
		check("room again, for long", nil)
		disk.err = store.ErrTooLarge
		if err := c.Apply(t.Context(), nil); !errors.Is(err, store.ErrTooLarge) {
			t.Errorf("the commit says %v, want %v", err, store.ErrTooLarge)
		}
		check("a commit that asked too much", nil)
		if disk.commits != 4 {
			t.Errorf("%d commits, want 4: a check right after a commit makes none", disk.commits)
		}
	})
}

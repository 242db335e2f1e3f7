package archive_test

import (
	"slices"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/subscriptions/store/storetest"
)

const day = 24 * time.Hour

func TestOldStoriesArePruned(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	batch := entries(1, 300)
	for i := range batch {
		batch[i].Story.Found = noon.Add(time.Duration(i) * time.Hour)
	}
	commit(t, a, batch...)
	now := batch[250].Story.Found.Add(archive.DefaultKeep)
	for range 3 {
		prune(t, a, now)
	}
	check := func(a *archive.Archive) {
		t.Helper()
		stories, err := a.Before(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := numbers(stories), sequence(300, 251); !slices.Equal(got, want) {
			t.Errorf("stories %v, want %v", got, want)
		}
	}
	check(a)
	check(open(t, &disk))
}

func TestNumbersGoOnWhenAllStoriesWerePruned(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	commit(t, a, entries(1, 3)...)
	prune(t, a, noon.Add(archive.DefaultKeep+day))
	a = open(t, &disk)
	if stories, err := a.Before(t.Context(), 0, 10); err != nil || len(stories) != 0 {
		t.Errorf("stories %v, %v; want none", numbers(stories), err)
	}
	e := entry(4)
	commit(t, a, e)
	if got := e.Story.Seq; got != 4 {
		t.Errorf("the next number is %d, want 4", got)
	}
}

func TestKeysArePruned(t *testing.T) {
	const kept = 97 * day // 90 days, and 7 that a mark may be late
	for _, test := range []struct {
		name    string
		itemsAt time.Time // when the source was last read; its key was last seen at noon
		want    bool      // is the key known?
	}{
		{"a key that left the feed a while ago is known", noon.Add(kept), true},
		{"a key that left the feed long ago is forgotten", noon.Add(kept + day), false},
		{"a key of a feed that has been silent is known", noon, true},
		{"a key of a feed of which nothing is known is kept", time.Time{}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var disk storetest.Memory
			a := open(t, &disk)
			commit(t, a, entries(1, 700)...) // more than a step looks at
			if !test.itemsAt.IsZero() {
				if err := a.SetState(t.Context(), source, feed.State{ItemsAt: test.itemsAt}); err != nil {
					t.Fatal(err)
				}
			}
			now := noon.Add(1000 * day)
			for range 20 {
				prune(t, a, now)
			}
			for _, n := range []int{1, 350, 700} {
				marks, err := a.Marks(t.Context(), source, []feed.Key{entry(n).Marks[0].Key})
				if err != nil {
					t.Fatal(err)
				}
				if got := marks[0].Day > 0; got != test.want {
					t.Errorf("key %d known: %v, want %v", n, got, test.want)
				}
			}
		})
	}
}

func prune(t *testing.T, a *archive.Archive, now time.Time) {
	t.Helper()
	if err := a.Prune(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

package archive_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/group"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func openGrouped(t *testing.T, disk *storetest.Memory) *archive.Archive {
	t.Helper()
	disk.Crash()
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(t.Context(), w, archive.Options{Grouper: group.New()})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// told is a story of a source about one of a few events.
func told(source string, event int, found time.Time) feed.Entry {
	return feed.Entry{Story: &feed.Story{
		ID: fmt.Sprint(source, event), SourceURL: source, Source: source, Found: found,
		Item: feed.Item{Title: fmt.Sprintf("Council of town number%d opens library", event), Link: fmt.Sprintf("https://x.example/%d", event)},
	}}
}

func TestWhatAStoryIsJoinedWithIsStoredAndStays(t *testing.T) {
	var disk storetest.Memory
	a := openGrouped(t, &disk)
	for n, e := range []feed.Entry{told("a", 1, noon), told("b", 1, noon), told("a", 2, noon), told("c", 1, noon)} {
		if n%2 == 1 {
			a = openGrouped(t, &disk) // a restart between any two
		}
		if err := a.Commit(t.Context(), e.Story.SourceURL, []feed.Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	stories, err := a.After(t.Context(), 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stories {
		got = append(got, fmt.Sprint(s.Earlier, s.Join))
	}
	if want := []string{"[]", "[1]link", "[]", "[1 2]link"}; !slices.Equal(got, want) {
		t.Errorf("joined %q, want %q", got, want)
	}
	if got, want := a.Later(1), []int64{2, 4}; !slices.Equal(got, want) {
		t.Errorf("later than 1: %v, want %v", got, want)
	}
}

// Whatever the outcome of an Apply, what is stored refers to stories that are stored.
func TestAJoinRefersToWhatIsStored(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter, storetest.Lost, storetest.Unanswered} {
		for n := 1; n <= 6; n++ {
			var disk storetest.Memory
			a, left := openGrouped(t, &disk), n
			disk.Decide(func(int, []store.Op) storetest.Fate {
				if left--; left == 0 {
					return fate
				}
				return storetest.Applied
			})
			sources := []string{"a", "b", "c"}
			for i := 0; i < len(sources); {
				source := sources[i]
				head := a.Head()
				if err := a.Commit(context.WithoutCancel(t.Context()), source, []feed.Entry{told(source, 1, noon), told(source, 2, noon)}); err == nil {
					i++
					continue
				}
				if a = openGrouped(t, &disk); a.Head() > head {
					i++ // it was stored all the same
				}
			}
			stories, err := a.After(t.Context(), 0, 10)
			if err != nil || len(stories) != 6 {
				t.Fatalf("%v at Apply %d: %d stories, %v; want 6", fate, n, len(stories), err)
			}
			for i, s := range stories {
				var want []int64
				for j := range i {
					if stories[j].Title == s.Title {
						want = append(want, stories[j].Seq)
					}
				}
				if !slices.Equal(s.Earlier, want) {
					t.Errorf("%v at Apply %d: story %d is joined with %v, want %v", fate, n, s.Seq, s.Earlier, want)
				}
			}
		}
	}
}

func TestOnlyTheWindowIsReadAtOpen(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	var entries []feed.Entry
	for n := range 300 {
		entries = append(entries, told("a", n, noon.Add(time.Duration(n)*time.Hour)))
	}
	if err := a.Commit(t.Context(), "a", entries); err != nil {
		t.Fatal(err)
	}
	disk.Crash()
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	spy := &spy{}
	if _, err := archive.Open(t.Context(), w, archive.Options{Grouper: spy}); err != nil {
		t.Fatal(err)
	}
	if len(spy.added) != 73 || spy.added[0] != 228 || spy.added[72] != 300 {
		t.Errorf("%d stories were added, from %v; want those of 72 hours, from 228 on", len(spy.added), spy.added[:min(1, len(spy.added))])
	}
}

// A spy is a Grouper that notes what it is told.
type spy struct{ added []int64 }

func (*spy) Join(*feed.Story)            {}
func (s *spy) Add(story *feed.Story)     { s.added = append(s.added, story.Seq) }
func (*spy) Later(int64) []int64         { return nil }
func (*spy) Reach() (time.Duration, int) { return 72 * time.Hour, 1000 }

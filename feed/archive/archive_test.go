package archive_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/country"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

const source = "https://example.org/feed"

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func TestTheLogIsReadBothWays(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	const n = 250 // more than two pages
	commit(t, a, entries(1, n)...)
	for _, test := range []struct {
		name string
		got  func() ([]feed.Story, error)
		want []int64
	}{
		{"all after the beginning", func() ([]feed.Story, error) { return a.After(t.Context(), 0, n+10) }, sequence(1, n)},
		{"some after a cursor", func() ([]feed.Story, error) { return a.After(t.Context(), 100, 3) }, sequence(101, 103)},
		{"none after the head", func() ([]feed.Story, error) { return a.After(t.Context(), n, 3) }, nil},
		{"all before the end", func() ([]feed.Story, error) { return a.Before(t.Context(), 0, n+10) }, sequence(n, 1)},
		{"the newest", func() ([]feed.Story, error) { return a.Before(t.Context(), 0, 2) }, sequence(n, n-1)},
		{"some before a cursor", func() ([]feed.Story, error) { return a.Before(t.Context(), 120, 110) }, sequence(119, 10)},
		{"few before a cursor near the beginning", func() ([]feed.Story, error) { return a.Before(t.Context(), 3, 5) }, sequence(2, 1)},
		{"before a cursor behind the head", func() ([]feed.Story, error) { return a.Before(t.Context(), 9999, 1) }, sequence(n, n)},
		{"none before the first", func() ([]feed.Story, error) { return a.Before(t.Context(), 1, 5) }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			stories, err := test.got()
			if err != nil {
				t.Fatal(err)
			}
			if got := numbers(stories); !slices.Equal(got, test.want) {
				t.Errorf("stories %v, want %v", got, test.want)
			}
		})
	}
	if s, err := a.Story(t.Context(), 42); err != nil || s.Title != "story 42" {
		t.Errorf("story 42 = %q, %v", s.Title, err)
	}
	if _, err := a.Story(t.Context(), n+1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("story %d: %v, want ErrNotFound", n+1, err)
	}
}

func TestAReaderIsToldOfNewStories(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	changed := a.Changed()
	commit(t, a, feed.Entry{Marks: []feed.Marked{{Key: feed.Key{1}, Mark: feed.Mark{Day: 1}}}})
	select {
	case <-changed:
		t.Error("told of a commit without a story")
	default:
	}
	commit(t, a, entries(1, 1)...)
	select {
	case <-changed:
	default:
		t.Error("not told of a story")
	}
	if got := a.Head(); got != 1 {
		t.Errorf("head = %d, want 1", got)
	}
}

func TestEveryFieldIsKept(t *testing.T) {
	story := feed.Story{
		Item: feed.Item{
			GUID: "guid", Link: "https://example.org/1", Title: "Title <b>&", Summary: "Summary", Text: "One\nTwo",
			Author: "Author", Language: "kk", Attribution: "akorda.kz", Published: noon.Add(-time.Hour), Views: 7, Line: 12,
			Image: "https://example.org/a.jpg", Agency: "Steppe Wire", Categories: []string{"Trade", "Қазақстан"},
		},
		Seq: 1, ID: "id", SourceURL: source, Source: "Example", Found: noon, Baseline: true,
		About: []country.Code{"IT"}, Mentioned: []country.Code{"FR", "IT"}, Earlier: []int64{1, 2}, Join: feed.SameEvent,
	}
	state := feed.State{
		ETag: `W/"1"`, LastModified: "Wed, 25 Nov 2026 11:00:00 GMT", BodyHash: 1<<63 + 5, Parser: 3,
		BodyAt: noon, ItemsAt: noon.Add(time.Second), NextCheck: noon.Add(time.Minute), Baseline: true, Since: noon.Add(-time.Hour),
		Oldest: noon.Add(-2 * time.Hour), Title: "Title", Failures: 2, LastError: "status 500", LastSuccess: noon.Add(-time.Minute),
		FailingSince: noon.Add(-2 * time.Hour), Gone: true, HostUntil: noon.Add(time.Hour),
		Fresh: time.Minute, Pace: feed.Pace{Every: time.Hour, SkipHours: 5, SkipDays: 1}, Gap: 3 * time.Minute,
		NewsAt: noon.Add(-3 * time.Hour), Hurry: 4 * time.Minute,
		Asked: noon.Add(-2 * time.Minute), Topic: "https://example.org/self", Relied: true, Stretched: true,
		Hubs:    [feed.MaxHubs]string{"https://hub.example.org/", "https://hub.example.net/", "http://hub.example.com/"},
		Address: "https://example.org/new", Moving: "https://example.org/newer", Moves: 2,
	}
	filled(t, reflect.ValueOf(story))
	filled(t, reflect.ValueOf(state))

	var disk storetest.Memory
	a := open(t, &disk)
	commit(t, a, feed.Entry{Story: &story})
	if err := a.SetState(t.Context(), source, state); err != nil {
		t.Fatal(err)
	}
	a = open(t, &disk)
	got, err := a.Story(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(story, got); diff != "" {
		t.Errorf("story (-stored +read):\n%s", diff)
	}
	gotState, err := a.State(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(state, gotState); diff != "" {
		t.Errorf("state (-stored +read):\n%s", diff)
	}
}

func TestASummaryThatBeginsTheTextIsKept(t *testing.T) {
	for name, test := range map[string]struct{ summary, text string }{
		"all of it":           {"Lead.", "Lead."},
		"the beginning":       {"Lead.", "Lead.\nMore."},
		"something else":      {"Lead.", "More."},
		"none":                {"", "More."},
		"no text":             {"Lead.", ""},
		"neither":             {"", ""},
		"in another alphabet": {"Қысқаша", "Қысқаша. Толығырақ."},
	} {
		t.Run(name, func(t *testing.T) {
			var disk storetest.Memory
			e := entry(1)
			e.Story.Summary, e.Story.Text = test.summary, test.text
			commit(t, open(t, &disk), e)
			got, err := open(t, &disk).Story(t.Context(), 1)
			if err != nil || got.Summary != test.summary || got.Text != test.text {
				t.Errorf("summary %q and text %q, %v; want %q and %q", got.Summary, got.Text, err, test.summary, test.text)
			}
		})
	}
	t.Run("what is no UTF-8 stays readable", func(t *testing.T) {
		var disk storetest.Memory
		e := entry(1)
		e.Story.Summary, e.Story.Text = "Lead\xff", "Lead\xff. More."
		commit(t, open(t, &disk), e)
		got, err := open(t, &disk).Story(t.Context(), 1)
		if want := "Lead\ufffd"; err != nil || got.Summary != want {
			t.Errorf("summary %q, %v; want %q", got.Summary, err, want)
		}
	})
}

// filled fails the test where a field is left zero, as one is that was added
// to the type and not to the test.
func filled(t *testing.T, v reflect.Value) {
	t.Helper()
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s.%s is not tested", v.Type(), v.Type().Field(i).Name)
		}
	}
}

func TestAnyStoryAndAnyNumberOfThemFits(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	huge := strings.Repeat("\x01я\xff", 1<<20)
	var batch []feed.Entry
	for i := range 30 {
		e := entry(i + 1)
		e.Story.Title, e.Story.Summary, e.Story.Text, e.Story.Author = huge, huge, huge, huge
		e.Story.Source, e.Story.Attribution, e.Story.Language = huge, huge, huge
		e.Story.Link, e.Story.GUID = huge, huge
		e.Story.Published = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
		batch = append(batch, e)
	}
	commit(t, a, batch...)
	stories, err := a.After(t.Context(), 0, 100)
	if err != nil || len(stories) != 30 {
		t.Fatalf("%d stories, %v; want 30", len(stories), err)
	}
	if s := stories[0]; len(s.Text) < archive.MaxText-4 || s.Link != "" {
		t.Errorf("text of %d bytes, link of %d; want the text cut and the link dropped", len(s.Text), len(s.Link))
	}
}

func TestMarksAreKeptBySource(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	commit(t, a, feed.Entry{Marks: []feed.Marked{
		{Key: feed.Key{1}, Mark: feed.Mark{Day: 20000}},
		{Key: feed.Key{2}, Mark: feed.Mark{Day: 20001, Shared: true}},
	}})
	keys := []feed.Key{{2}, {3}, {1}}
	for from, want := range map[string][]feed.Mark{
		source:                      {{Day: 20001, Shared: true}, {}, {Day: 20000}},
		"https://example.org/other": {{}, {}, {}},
	} {
		got, err := a.Marks(t.Context(), from, keys)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("marks of %s = %v, %v; want %v", from, got, err, want)
		}
	}
}

// Whatever the outcome of an Apply, each story is in the log once, in order,
// and no number is given twice.
func TestUnknownOutcomes(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.Lost, storetest.Unanswered} {
		for n := 1; n <= 4; n++ {
			t.Run(fmt.Sprintf("%s at apply %d", fate, n), func(t *testing.T) {
				var disk storetest.Memory
				a := open(t, &disk)
				disk.At(n, fate)
				disk.At(n+1, fate)
				for _, e := range entries(1, 6) {
					add(t, a, e)
				}
				stories, err := a.After(t.Context(), 0, 100)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := numbers(stories), sequence(1, 6); !slices.Equal(got, want) {
					t.Errorf("numbers %v, want %v", got, want)
				}
				for i, s := range stories {
					if want := fmt.Sprintf("story %d", i+1); s.Title != want {
						t.Errorf("story %d is %q, want %q", s.Seq, s.Title, want)
					}
				}
				if got := open(t, &disk).Head(); got != 6 {
					t.Errorf("head after reopening = %d, want 6", got)
				}
			})
		}
	}
}

// add commits an entry as the poller does: until Marks knows its key.
func add(t *testing.T, a *archive.Archive, e feed.Entry) {
	t.Helper()
	for range 10 {
		marks, err := a.Marks(t.Context(), source, []feed.Key{e.Marks[0].Key})
		if err != nil {
			continue
		}
		if marks[0].Day > 0 {
			return
		}
		if a.Commit(t.Context(), source, []feed.Entry{e}) == nil {
			return
		}
	}
	t.Fatal("not stored after ten attempts")
}

func TestAHeadSetBackIsCorrected(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	commit(t, a, entries(1, 1)...)
	w := lead(t, &disk)
	old, err := w.Get(t.Context(), store.Key("archive", "head"))
	if err != nil {
		t.Fatal(err)
	}
	a = open(t, &disk)
	commit(t, a, entries(2, 3)...)
	if err := lead(t, &disk).Apply(t.Context(), []store.Op{store.Set(store.Key("archive", "head"), old)}); err != nil {
		t.Fatal(err)
	}
	if got := open(t, &disk).Head(); got != 3 {
		t.Errorf("head = %d, want 3", got)
	}
}

func TestARecordOfANewerVersionIsRefused(t *testing.T) {
	var disk storetest.Memory
	w := lead(t, &disk)
	if err := w.Apply(t.Context(), []store.Op{store.Set(store.Key("story", 1), []byte(`{"v":9}`))}); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, &disk).Story(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "newer newsbot") {
		t.Errorf("story: %v, want an error that says so", err)
	}
}

func open(t *testing.T, disk *storetest.Memory) *archive.Archive {
	t.Helper()
	a, err := archive.Open(t.Context(), lead(t, disk), archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func lead(t *testing.T, disk *storetest.Memory) store.Writer {
	t.Helper()
	disk.Fence()
	w, err := disk.Open().Lead(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func commit(t *testing.T, a *archive.Archive, entries ...feed.Entry) {
	t.Helper()
	if err := a.Commit(t.Context(), source, entries); err != nil {
		t.Fatal(err)
	}
}

func entry(n int) feed.Entry {
	return feed.Entry{
		Story: &feed.Story{Item: feed.Item{Title: fmt.Sprintf("story %d", n)}, ID: fmt.Sprint(n), Found: noon},
		Marks: []feed.Marked{{Key: feed.Key{byte(n), byte(n >> 8), 1}, Mark: feed.Mark{Day: feed.Day(noon)}}},
	}
}

func entries(from, to int) (all []feed.Entry) {
	for n := from; n <= to; n++ {
		all = append(all, entry(n))
	}
	return all
}

// sequence returns the numbers from one to another, up or down.
func sequence(from, to int64) (all []int64) {
	for n := from; ; n++ {
		all = append(all, n)
		if n == to {
			return all
		}
		if to < from {
			n -= 2
		}
	}
}

func numbers(stories []feed.Story) (all []int64) {
	for _, s := range stories {
		all = append(all, s.Seq)
	}
	return all
}

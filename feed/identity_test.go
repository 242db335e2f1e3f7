package feed_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
)

// Each case publishes one document after the other. The first is the baseline;
// alerts holds what each of the others alerts.
func TestWhatIsNew(t *testing.T) {
	type doc = []feed.Item
	edit := func(it feed.Item, title string) feed.Item {
		it.Title = title
		return it
	}
	redate := func(it feed.Item, d time.Duration) feed.Item {
		it.Published = it.Published.Add(d)
		return it
	}
	reviewed := func(it feed.Item, views int64) feed.Item {
		it.Views = views
		return it
	}
	identify := func(it feed.Item, guid, link string) feed.Item {
		it.GUID, it.Link = guid, link
		return it
	}
	say := func(it feed.Item, text string) feed.Item {
		it.Text = text
		return it
	}
	undated := func(it feed.Item) feed.Item {
		it.Published = time.Time{}
		return it
	}
	a, b, c := item(0), item(1), item(2)
	la, lb, lc := listed(0), listed(1), listed(2)

	for _, test := range []struct {
		name   string
		docs   []doc
		alerts [][]string
	}{
		{"several new stories alert, oldest first",
			[]doc{{a}, {item(3), c, b, a}}, [][]string{{"Title b", "Title c", "Title d"}}},
		{"undated ones alert in the order from the bottom",
			[]doc{{a}, {undated(c), undated(b), a}}, [][]string{{"Title b", "Title c"}}},
		{"a reordered feed is nothing new",
			[]doc{{a, b, c}, {c, a, b}}, [][]string{{}}},
		{"an item that comes back is nothing new",
			[]doc{{a, b}, {b}, {a, b}}, [][]string{{}, {}}},
		{"an empty document forgets nothing",
			[]doc{{a, b}, {}, {a, b, c}}, [][]string{{}, {"Title c"}}},
		{"what comes after an empty first look alerts",
			[]doc{{}, {a}}, [][]string{{"Title a"}}},

		{"an edited headline is nothing new",
			[]doc{{a, b}, {edit(a, "Other"), b}}, [][]string{{}}},
		{"a changed date is nothing new",
			[]doc{{a, b}, {redate(a, 72*time.Hour), b}}, [][]string{{}}},
		{"a headline and date that change in turn are nothing new",
			[]doc{{a, b}, {edit(a, "Other"), b}, {redate(edit(a, "Other"), 72*time.Hour), b}}, [][]string{{}, {}}},
		{"a changed guid is nothing new while the link stays",
			[]doc{{a}, {identify(edit(a, "Other"), "new", a.Link)}}, [][]string{{}}},
		{"a changed link is nothing new while the guid stays",
			[]doc{{a}, {identify(edit(a, "Other"), a.GUID, "https://example.org/new")}}, [][]string{{}}},
		{"a changed guid and link are nothing new while headline and day stay",
			[]doc{{a}, {identify(a, "new", "https://example.org/new")}}, [][]string{{}}},
		{"a guid, a link and a headline that change in turn are nothing new",
			[]doc{{a}, {identify(a, "new", "https://example.org/new")}, {identify(edit(a, "Other"), "new", "https://example.org/newer")}},
			[][]string{{}, {}}},
		{"a link with tracking, another scheme and another order is the same",
			[]doc{{identify(a, "", "https://example.org/x?b=2&a=1")}, {identify(edit(a, "Other"), "", "http://EXAMPLE.org:80/x/?a=1&utm_source=rss&b=2#xtor=RSS-1")}},
			[][]string{{}}},
		{"links that differ in the query are two stories",
			[]doc{{identify(a, "", "https://example.org/?p=1")}, {identify(b, "", "https://example.org/?p=2"), identify(a, "", "https://example.org/?p=1")}},
			[][]string{{"Title b"}}},
		{"links that differ in the fragment are two stories",
			[]doc{{identify(a, "", "https://example.org/live#1")}, {identify(b, "", "https://example.org/live#2"), identify(a, "", "https://example.org/live#1")}},
			[][]string{{"Title b"}}},

		{"a constant guid identifies nothing",
			[]doc{{identify(a, "1", ""), identify(b, "1", "")}, {identify(c, "1", ""), identify(a, "1", "")}}, [][]string{{"Title c"}}},
		{"a guid found to be constant is not trusted when it stands alone",
			[]doc{{identify(a, "1", ""), identify(b, "1", "")}, {identify(a, "1", "")}, {identify(c, "1", "")}}, [][]string{{}, {"Title c"}}},
		{"a constant guid and link leave headlines and texts",
			[]doc{{identify(a, "1", "https://example.org/"), identify(b, "1", "https://example.org/")},
				{identify(edit(a, "Other"), "1", "https://example.org/"), identify(redate(b, 72*time.Hour), "1", "https://example.org/"), identify(c, "1", "https://example.org/")}},
			[][]string{{"Title c"}}},
		{"one item twice in a document is one story",
			[]doc{{a}, {b, b, redate(b, time.Hour), a}}, [][]string{{"Title b"}}},
		{"stories with one headline on one day are two",
			[]doc{{a}, {edit(b, "Rates"), edit(c, "Rates"), a}}, [][]string{{"Rates", "Rates"}}},
		{"a headline that recurs on another day is new",
			[]doc{{edit(a, "Rates")}, {edit(item(24), "Rates")}}, [][]string{{"Rates"}}},
		{"undated stories with one headline and their own addresses are two",
			[]doc{{undated(edit(a, "Rates"))}, {undated(edit(b, "Rates"))}}, [][]string{{"Rates"}}},
		{"a text that all items share hides none",
			[]doc{{say(a, strings.Repeat("Read more. ", 20))}, {say(b, strings.Repeat("Read more. ", 20))}}, [][]string{{"Title b"}}},

		{"in a listing, an edited headline is nothing new",
			[]doc{{la, lb}, {edit(la, "Other"), lb}}, [][]string{{}}},
		{"in a listing, an edited headline of a short entry is nothing new",
			[]doc{{say(la, "Short.")}, {edit(say(la, "Short."), "Other")}}, [][]string{{}}},
		{"in a listing, an edited text is nothing new",
			[]doc{{la, lb}, {say(la, "Another text."), lb}}, [][]string{{}}},
		{"in a listing, a changed date is nothing new",
			[]doc{{la, lb}, {redate(la, 72*time.Hour), lb}}, [][]string{{}}},
		{"in a listing, a changed date of a headline alone is nothing new",
			[]doc{{say(la, "")}, {redate(say(la, ""), 72*time.Hour)}}, [][]string{{}}},
		{"in a listing, grown views are nothing new",
			[]doc{{la, lb}, {reviewed(la, 999), reviewed(lb, -1)}}, [][]string{{}}},
		{"in a listing, two entries under one minute are two stories",
			[]doc{{la}, {redate(lb, -time.Hour), la, redate(lc, -2*time.Hour)}}, [][]string{{"Title c", "Title b"}}},
		{"in a listing, two headlines under one minute without texts are two stories",
			[]doc{{say(la, "")}, {redate(say(lb, ""), -time.Hour), say(la, "")}}, [][]string{{"Title b"}}},
		{"in a listing, short texts that agree are two stories",
			[]doc{{say(la, "Details follow.")}, {say(lb, "Details follow."), say(la, "Details follow.")}}, [][]string{{"Title b"}}},
		{"in a listing, an entry dated before the others is new",
			[]doc{{lb, lc}, {lb, redate(la, -20*time.Hour), lc}}, [][]string{{"Title a"}}},
		{"in a listing, one headline with two texts on one day is two stories",
			[]doc{{edit(la, "Rates")}, {edit(lb, "Rates"), edit(la, "Rates")}}, [][]string{{"Rates"}}},

		{"an older story that slides into the window does not alert",
			[]doc{{b, a}, {b, redate(c, -30*24*time.Hour)}}, [][]string{{}}},
		{"a rebuilt feed is nothing new, and what is new in it is",
			[]doc{items(0, 5, func(n int) feed.Item { return undated(item(n)) }),
				append(items(0, 5, func(n int) feed.Item { return identify(undated(item(n)), item(n).GUID+"-2", item(n).Link+"/2") }), undated(item(9)))},
			[][]string{{"Title j"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.start()
			w.publish(test.docs[0]...)
			w.expect()
			for i, doc := range test.docs[1:] {
				w.publish(doc...)
				if got := w.look(); !slices.Equal(got, test.alerts[i]) {
					t.Errorf("document %d alerts %q, want %q", i+2, got, test.alerts[i])
				}
			}
			// Nothing alerts when the last document is simply read again.
			w.origin().doc.Title += "!"
			w.expect()
		})
	}
}

func TestAnItemInAFeedForAYearIsKnown(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(item(0))
	w.expect()
	for range 52 {
		w.now = w.now.Add(6 * 24 * time.Hour)
		w.origin().doc.Title += "." // so that the body changes
		w.expect()
	}
	w.publish(item(0), with(item(1), func(it *feed.Item) { it.Published = w.now }))
	w.expect("Title b")
}

func TestASilentFeedForgetsNothing(t *testing.T) {
	for _, silence := range []struct {
		name string
		make func(*origin)
	}{
		{"unchanged", func(*origin) {}},
		{"empty", func(o *origin) { o.doc.Items = nil }},
		{"failing", func(o *origin) { o.always = 500 }},
	} {
		t.Run(silence.name, func(t *testing.T) {
			w := newWorld(t)
			w.start()
			w.publish(items(0, 9, item)...)
			w.expect()
			silence.make(w.origin())
			for range 400 {
				w.look()
			}
			w.origin().always = 0
			w.publish(append(items(0, 9, item), with(item(10), func(it *feed.Item) { it.Published = w.now }))...)
			w.expect("Title k")
		})
	}
}

func TestTheBaselineIsArchived(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(items(0, 3, item)...)
	w.expect()
	stories, err := w.archive.Before(t.Context(), 0, 10)
	if err != nil || len(stories) != 4 || stories[0].Title != "Title d" || !stories[0].Baseline {
		t.Errorf("archive = %v, %v; want four stories, the newest first", stories, err)
	}
}

func TestAFirstLookAtWhichNothingCouldBeReadIsNone(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.origin().doc.Problems = []feed.Problem{{Line: 1, Err: errNoDate}}
	w.expect()
	w.origin().doc.Problems = nil
	w.publish(item(0))
	w.expect()
	w.publish(item(0), item(1))
	w.expect("Title b")
}

func TestAStoryIsComplete(t *testing.T) {
	w := newWorld(t)
	w.sources[0].Language = "en"
	w.start()
	w.expect()
	w.publish(with(item(0), func(it *feed.Item) { it.Summary = "A visit to Italy" }))
	w.origin().doc.Title = "The Example"
	w.expect("Title a")
	s, err := w.archive.Story(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if s.Source != "The Example" || s.SourceURL != address || s.Language != "en" || !s.Found.Equal(w.now) || len(s.ID) == 0 || len(s.ID) > 32 {
		t.Errorf("story = %+v", s)
	}
	if len(s.About) != 1 || s.About[0] != "IT" {
		t.Errorf("about = %v, want IT", s.About)
	}
}

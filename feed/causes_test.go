package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// Each cause is one of which users of other readers complain: alerts that come
// twice, or stories that never come.
func TestWhatIsNewByCause(t *testing.T) {
	const day = 24 * time.Hour
	for _, cause := range []struct {
		name string
		run  func(*stand)
	}{
		{"guid and link change with the headline", func(s *stand) {
			s.following(items(0, 4, item)...)
			s.rss("", s.each(items(0, 4, item), func(it *feed.Item) {
				if it.Title == "Title e" {
					it.Title, it.GUID, it.Link = "Title e, corrected", "e-corrected", "https://example.org/e"
				}
			})...)
			s.nextAlerts()
		}},
		{"guid, link and headline change at once", func(s *stand) {
			s.following(append(items(0, 4, item), with(reported("Prime minister in Rome", visit, 0), func(it *feed.Item) { it.GUID = it.Link }))...)
			s.rss("", append(items(0, 4, item), with(reported("Four agreements with Italy", visit, 0), func(it *feed.Item) { it.GUID = it.Link }))...)
			s.nextAlerts()
			s.rss("", append(items(0, 4, item), reported("Agreements signed", visit+added, 0), reported("Law on water is adopted", vote, 0))...)
			s.nextAlerts("Law on water is adopted")
		}},
		{"a listing's headline changes and a paragraph is added", func(s *stand) {
			list := func(entries string) { s.origin.Set(page, "text/plain; charset=utf-8", []byte(entries)) }
			list("25.11.2026, 10:00 12\nPrime minister in Rome\n" + visit + "\n\n25.11.2026, 10:00 7\nLaw on water is adopted\n")
			s.nextAlerts()
			list("25.11.2026, 10:00 90\nFour agreements with Italy\n" + visit + added + "\n\n25.11.2026, 10:00 8\nNew law on water is adopted\n")
			s.nextAlerts()
			list("25.11.2026, 10:00 90\nWarehouse burns in Naples\n\n25.11.2026, 10:00 8\nNew law on water is adopted\n")
			s.nextAlerts("Warehouse burns in Naples")
		}},
		{"the site moves to another host", func(s *stand) {
			s.following(items(0, 4, item)...)
			s.rss("", append([]feed.Item{item(5)}, s.each(items(0, 4, item), func(it *feed.Item) {
				it.Link = strings.Replace(it.Link, "example.org", "example.net", 1)
				it.GUID = it.Link
			})...)...)
			s.nextAlerts("Title f")
		}},
		{"the site is rebuilt: new guids, links and dates", func(s *stand) {
			s.following(items(0, 9, item)...)
			s.rss("", append([]feed.Item{with(item(10), func(it *feed.Item) { it.Published = s.clock() })}, s.each(items(0, 9, item), func(it *feed.Item) {
				it.GUID, it.Link, it.Published = "rebuilt-"+it.GUID, it.Link+"?rebuilt=1", s.clock()
			})...)...)
			s.nextAlerts("Title k")
		}},
		{"a constant guid", func(s *stand) {
			constant := func(it *feed.Item) { it.GUID = "1" }
			s.following(s.each(items(0, 3, item), constant)...)
			s.rss("", s.each(items(0, 5, item), constant)...)
			s.nextAlerts("Title e", "Title f")
			s.rss("", s.each(items(6, 6, item), constant)...) // alone it is trusted no more than before
			s.nextAlerts("Title g")
		}},
		{"a duplicate guid in one document", func(s *stand) {
			s.following(items(0, 3, item)...)
			s.rss("", s.each(items(0, 5, item), func(it *feed.Item) {
				if it.Title >= "Title e" {
					it.GUID = "twice"
				}
			})...)
			s.nextAlerts("Title e", "Title f")
			s.rss("<ttl>5</ttl>", items(0, 5, item)...) // and the guids are mended
			s.nextAlerts()
		}},
		{"no guid, no link and no date", func(s *stand) {
			bare := func(it *feed.Item) { it.GUID, it.Link, it.Published = "", "", time.Time{} }
			s.following(s.each(items(0, 3, item), bare)...)
			s.rss("", s.each(items(1, 4, item), bare)...)
			s.nextAlerts("Title e")
			story, err := s.archive.Story(s.Context(), s.archive.Head())
			if err != nil || !story.When().Equal(s.clock()) {
				s.Errorf("the story is of %v, %v; want the time of its detection", story.When(), err)
			}
		}},
		{"an edited title, and comment counts in titles", func(s *stand) {
			s.following(items(0, 3, item)...)
			for comments := range 5 {
				s.rss("", s.each(items(0, 3, item), func(it *feed.Item) { it.Title += fmt.Sprintf(" (%d comments)", comments) })...)
				s.nextAlerts()
			}
		}},
		{"dates are rewritten", func(s *stand) {
			s.following(items(0, 3, item)...)
			for range 5 {
				s.rss("", s.each(items(0, 3, item), func(it *feed.Item) { it.Published = s.clock() })...)
				s.nextAlerts()
			}
		}},
		{"a story is dated before the last look", func(s *stand) {
			s.following(items(0, 3, item)...)
			s.pass(day)
			s.next()
			s.rss("", append(items(0, 3, item), with(item(4), func(it *feed.Item) { it.Published = start.Add(-time.Hour) }))...)
			s.nextAlerts("Title e")
		}},
		{"an item vanishes and an older one slides into the window", func(s *stand) {
			old := with(item(9), func(it *feed.Item) { it.Published = start.Add(-30 * day) })
			s.following(items(0, 3, item)...)
			s.rss("", append(items(0, 2, item), old)...)
			s.nextAlerts()
		}},
		{"tracking parameters change", func(s *stand) {
			tracked := func(n int) func(*feed.Item) {
				return func(it *feed.Item) {
					it.GUID, it.Published = "", time.Time{}
					it.Link += fmt.Sprintf("?utm_source=rss&utm_campaign=%d", n)
					it.Title += fmt.Sprint(" ", n)
				}
			}
			s.following(s.each(items(0, 3, item), tracked(1))...)
			s.rss("", s.each(items(0, 4, item), tracked(2))...)
			s.nextAlerts("Title e 2")
		}},
		{"the first look at a feed of hundreds", func(s *stand) {
			s.following(items(0, 300, item)...)
			if s.archive.Head() != 301 {
				s.Errorf("%d stories are stored, want 301", s.archive.Head())
			}
		}},
		{"a restart, and one in the middle of storing", func(s *stand) {
			s.following(items(0, 3, item)...)
			s.rss("", items(0, 5, item)...)
			s.open()
			s.nextAlerts("Title e", "Title f")
			s.open()
			s.nextAlerts()
		}},
		{"an item returns after months", func(s *stand) {
			s.following(items(0, 3, item)...)
			fresh := func(it *feed.Item) { it.Published = s.clock() }
			for n := range 80 { // a story a day
				s.pass(day)
				s.rss("", with(item(n+10), fresh))
				s.next()
			}
			s.rss("", with(item(95), fresh), item(0))
			s.nextAlerts(item(95).Title)
		}},
		{"a program without a date writes the first of 1970", func(s *stand) {
			s.following(items(0, 3, item)...)
			s.rss("", append([]feed.Item{with(item(4), func(it *feed.Item) { it.Published = time.Unix(0, 0) })}, items(0, 3, item)...)...)
			s.nextAlerts("Title e")
		}},
		{"a web page, then an empty answer, then the feed", func(s *stand) {
			s.following(items(0, 3, item)...)
			for _, kind := range []feedtest.Kind{feedtest.WebPage, feedtest.Empty} {
				s.misbehave(feedtest.Fault{Kind: kind})
				s.next()
			}
			s.misbehave(feedtest.Fault{})
			s.rss("") // no item
			s.next()
			s.rss("", items(0, 4, item)...)
			s.nextAlerts("Title e")
		}},
	} {
		t.Run(cause.name, func(t *testing.T) { cause.run(newStand(t)) })
	}
}

func TestABurstLargerThanTheWindow(t *testing.T) {
	const window = 5
	of := func(from, to int) []feed.Item { return items(from, to, item) }
	titles := func(from, to int) (all []string) {
		for n := from; n <= to; n++ {
			all = append(all, item(n).Title)
		}
		return all
	}
	t.Run("is logged and halves the interval", func(t *testing.T) {
		s := newStand(t)
		s.following(of(0, window-1)...)
		for n := range 4 {
			first := (n + 1) * 2 * window
			s.rss("", of(first, first+window-1)...)
			if got := len(s.next()); got != window {
				t.Errorf("%d alerts, want %d", got, window)
			}
			want := max(5*time.Minute/(1<<(n+1)), time.Minute)
			if got := s.wait(); got < want || got > want+want/10 {
				t.Errorf("after %d bursts it waits %v, want %v", n+1, got, want)
			}
		}
		if !strings.Contains(s.log.String(), "possible gap") {
			t.Errorf("the log says nothing of a gap: %s", s.log.String())
		}
		for n := range 6 { // it calms down
			s.rss("", of(9*window+n, 9*window+n+window-1)...)
			s.next()
		}
		if got := s.wait(); got < 5*time.Minute {
			t.Errorf("calm again it waits %v, want 5 minutes", got)
		}
	})
	t.Run("is read from the pages before, as far as what is known", func(t *testing.T) {
		s := newStand(t)
		s.following(of(0, window-1)...)
		next := func(n int) string {
			return fmt.Sprintf(`<atom:link rel="next" href="%s"/>`, s.origin.URL(fmt.Sprint("/older/", n)))
		}
		for n := 1; n <= 2; n++ { // the second reaches what is known
			s.rss(next(n+1), of(17-window*(n+1)+1, 17-window*n)...)
			body, err := s.fetcher.Fetch(s.Context(), feed.Request{URL: s.origin.URL(page)})
			if err != nil {
				t.Fatal(err)
			}
			s.origin.Set(fmt.Sprint("/older/", n), "application/rss+xml", body.Body)
		}
		s.origin.Set("/older/3", "application/rss+xml", []byte("not asked"))
		s.rss(next(1), of(17-window+1, 17)...)
		if got := s.next(); !slices.Equal(got, titles(window, 17)) {
			t.Errorf("alerts %q, want %q", got, titles(window, 17))
		}
		for n, want := range []int{1, 1, 0} {
			s.expectCount(fmt.Sprint("/older/", n+1), want)
		}
		s.nextAlerts()
	})
	t.Run("in pages without end is read so far and no further", func(t *testing.T) {
		s := newStand(t)
		s.following(of(0, window-1)...)
		next := func(n int) string {
			return fmt.Sprintf(`<atom:link rel="next" href="%s"/>`, s.origin.URL(fmt.Sprint("/older/", n)))
		}
		for n := 1; n <= 20; n++ {
			f := feedtest.RenderRSS(feedtest.Feed{Title: "T"}, of(100*n, 100*n+4))
			s.origin.Set(fmt.Sprint("/older/", n), "", []byte(strings.Replace(string(f), "<title>", next(n+1)+"<title>", 1)))
		}
		s.rss(next(1), of(20, 24)...)
		s.next()
		if got := s.origin.Count("/older/5") + s.origin.Count("/older/6"); got != 1 {
			t.Errorf("pages 5 and 6 were asked %d times, want the 5th once", got)
		}
	})
}

// following has a first look at a feed with the items.
func (s *stand) following(all ...feed.Item) {
	s.Helper()
	s.rss("", all...)
	s.nextAlerts()
}

func (s *stand) each(all []feed.Item, change func(*feed.Item)) []feed.Item {
	for i := range all {
		change(&all[i])
	}
	return all
}

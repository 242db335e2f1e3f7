package dispatch_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions"
)

// tell commits a story of a source that leads to a page: those of one page are one
// piece of news.
func (w *world) tell(source, page, title string) {
	w.t.Helper()
	w.commit(feed.Story{SourceURL: source, Source: source, Item: feed.Item{Title: title, Link: "https://x.example/" + page}})
}

// later lets so much time pass that who subscribed before is known to have had what
// comes next.
func later() { time.Sleep(2 * time.Minute) }

func TestWhatSeveralSourcesTellIsOneAlert(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, nil, "oil")
		w.chat(2, nil, "gas")
		w.chat(3, func(c *subscriptions.Chat) { c.Each = true }, "oil")
		w.chat(4, nil, "oil", "gas")
		w.chat(5, func(c *subscriptions.Chat) { c.Pause = subscriptions.ByUser }, "oil")
		dispatch := func() {
			t.Helper()
			later()
			if err := w.dispatch(); err != nil {
				t.Fatal(err)
			}
		}
		later()
		w.tell("a", "1", "Oil")
		w.tell("b", "1", "Oil and gas")
		dispatch()
		w.chat(5, func(c *subscriptions.Chat) { c.Pause = subscriptions.Active })
		w.chat(6, nil, "oil")
		later()
		w.tell("c", "1", "Oil, gas and coal")
		w.tell("c", "2", "Oil once more")
		dispatch()
		w.restart()
		w.tell("d", "1", "Oil, says another")
		dispatch()
		want := []string{
			"1:1", "3:1", "4:1",
			"2:2", "3:2",
			"3:3", "5:3", "6:3",
			"1:4", "3:4", "4:4", "5:4", "6:4",
			"3:5",
		}
		if got := w.alerts(); !sameSet(got, want) {
			slices.Sort(got)
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestADigestHasOneEntryForWhatSeveralSourcesTell(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil")
		w.chat(2, func(c *subscriptions.Chat) { at8(c); c.Each = true }, "oil")
		w.chat(3, at8, "gas")
		w.tell("a", "1", "Oil and gas")
		w.tell("a", "2", "Oil elsewhere")
		w.tell("b", "1", "Oil")
		w.tell("c", "1", "Coal")
		first := w.hours(12)
		w.restart()
		w.tell("d", "1", "Oil again")
		got := append(first, w.hours(24)...)
		want := []string{
			"1 2000-01-01 2 [3 2]", "2 2000-01-01 3 [3 2 1]", "3 2000-01-01 1 [1]",
			"1 2000-01-02 1 [5]", "2 2000-01-02 1 [5]", "3 2000-01-02 0 []",
		}
		if !sameSet(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

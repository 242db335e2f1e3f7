package dispatch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/bot/outbox"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store/storetest"
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

// sent takes the alerts that wait as sent, each as message 7 of its chat.
func (w *world) sent() {
	w.t.Helper()
	deliveries, _, err := w.outbox.TakeAlerts(w.t.Context(), time.Now(), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range deliveries {
		if err := w.outbox.Ack(w.t.Context(), outbox.Ack{Delivery: d, Outcome: outbox.Sent, Message: 7}); err != nil {
			w.t.Fatal(err)
		}
	}
}

// edits takes the edits that are due, each as "chat:story of the alert".
func (w *world) edits() (out []string) {
	w.t.Helper()
	deliveries, _, err := w.outbox.TakeEdits(w.t.Context(), time.Now(), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range deliveries {
		out = append(out, fmt.Sprintf("%d:%d", d.Chat, d.Story))
	}
	return out
}

func TestAlertsThatWentOutListWhatJoinedLater(t *testing.T) {
	const same = "Oil pipeline opens in Aktau"
	tests := []struct {
		name, page, title string
		want              []string
	}{
		{"the same event on another page", "2", same, []string{"1:1", "2:1"}},
		{"the same page under another title", "1", "Oil, says another", nil},
		{"another event", "2", "Oil is cheap", nil},
	}
	for _, tt := range tests {
		for _, crash := range []storetest.Fate{storetest.Applied, storetest.CrashBefore, storetest.CrashAfter} {
			inWorld(t, func(w *world) {
				w.chat(1, nil, "oil")
				w.chat(2, nil, "pipeline")
				later()
				w.tell("a", "1", same)
				if err := w.dispatch(); err != nil {
					t.Fatal(err)
				}
				w.sent()
				later()
				w.tell("b", tt.page, tt.title)
				if err := w.during(1, crash, w.dispatch); (err != nil) != (crash != storetest.Applied) {
					t.Fatalf("dispatch: %v with %v", err, crash)
				}
				if crash != storetest.Applied {
					w.restart()
					if err := w.dispatch(); err != nil {
						t.Fatal(err)
					}
				}
				if early := w.edits(); len(early) > 0 {
					t.Errorf("%s, %v: %v are edited at once, want them to wait for others that join", tt.name, crash, early)
				}
				later()
				if got := w.edits(); !sameSet(got, tt.want) {
					t.Errorf("%s, %v: %v are edited, want %v", tt.name, crash, got, tt.want)
				}
			})
		}
	}
}

package dispatch_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func TestAStoryGoesToThoseWhoAskForIt(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, nil, "oil", "gas")
		w.chat(2, nil, "gas")
		w.chat(3, func(c *subscriptions.Chat) { c.DigestOnly = true }, "gas")
		w.chat(4, func(c *subscriptions.Chat) { c.Pause = subscriptions.ByUser }, "gas")
		w.chat(-5, nil, "wheat")
		w.commit(feed.Story{Item: feed.Item{Title: "Gas and oil before the first look"}, Baseline: true})
		w.publish("Oil and gas", "Wheat", "Nothing of interest")
		if err := w.dispatch(); err != nil {
			t.Fatal(err)
		}
		if got, want := w.alerts(), []string{"1:2", "2:2", "-5:3"}; !sameSet(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestAStoryIsDispatchedOnceAcrossProcesses(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, nil, "story")
		for range 3 {
			w.publish("Story", "Another")
			if err := w.dispatch(); err != nil {
				t.Fatal(err)
			}
			w.restart()
		}
		if got, want := w.alerts(), []string{"1:1", "1:3", "1:5"}; !sameSet(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestDispatchGoesOnWhereACrashLeftIt(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter, storetest.Lost, storetest.Unanswered} {
		for n := 1; n <= 12; n++ {
			inWorld(t, func(w *world) {
				w.chat(1, nil, "story")
				w.chat(2, nil, "story OR 7")
				for i := range 10 {
					w.publish(fmt.Sprintf("Story %d", i+1))
				}
				if w.during(n, fate, w.dispatch) != nil {
					w.restart()
					if err := w.dispatch(); err != nil {
						t.Fatal(err)
					}
				}
				got := w.alerts()
				slices.Sort(got)
				if len(got) != 20 || len(slices.Compact(got)) != 20 {
					t.Errorf("%v at Apply %d: %d deliveries, want 20, each once", fate, n, len(got))
				}
			})
		}
	}
}

func TestAFencedDispatcherEnds(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, nil, "story")
		w.publish("Story")
		w.disk.Fence()
		if err := w.dispatch(); !errors.Is(err, store.ErrFenced) {
			t.Errorf("Run says %v, want ErrFenced", err)
		}
	})
}

func sameSet(got, want []string) bool {
	got, want = slices.Clone(got), slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	return slices.Equal(got, want)
}

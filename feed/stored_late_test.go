package feed_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// A full disk refuses a batch, which the archive stores when there is room again: before
// the next document is looked at, in which its stories are then known.
func TestStoriesThatAreStoredLateAreLogged(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.Lost, storetest.Unanswered} {
		for failures := range 3 {
			w := newWorld(t)
			w.start()
			w.publish(item(0))
			w.look()
			w.polls = nil
			full := false
			w.disk.Decide(func(_ int, ops []store.Op) storetest.Fate {
				if full && len(ops) > 1 { // a single one is the state of the source
					return fate
				}
				return storetest.Applied
			})
			w.publish(item(0), item(1), item(2))
			for look := range failures + 1 {
				full = look < failures
				w.now = w.now.Add(27 * time.Hour)
				_ = w.tick() // what failed is told by the next
			}
			w.publish(item(0), item(1), item(2), item(3))
			w.look()
			w.cursor = 1
			want := []string{"Title b", "Title c", "Title d"}
			if got := w.alerts(); !slices.Equal(got, want) {
				t.Errorf("%s %d times: alerts %q, want %q", fate, failures, got, want)
			}
			told := 0
			for _, p := range w.polls {
				if p.New > 0 && p.Outcome != feed.Read {
					t.Errorf("%s %d times: a poll that ended as %q has %d new stories", fate, failures, p.Outcome, p.New)
				}
				told += p.New
			}
			log := w.log.String()
			if told != len(want) || strings.Count(log, `msg="source read"`) != 3 || !strings.Contains(log, "items=3 new=2 ") || !strings.Contains(log, "items=4 new=1 ") {
				t.Errorf("%s %d times: %d new stories are told of, want %d, in one line each look:\n%s", fate, failures, told, len(want), log)
			}
		}
	}
}

package notify_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

func TestEveryAlertIsSentOnceWithinTheLimits(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		private, groups := many(1, 300), many(-10, 10)
		for story := range int64(6) {
			w.enqueue(story+1, append(slices.Clone(groups), private...)...)
		}
		start := time.Now()
		if err := w.run(2 * time.Minute); err != nil {
			t.Fatal(err)
		}
		for _, v := range w.sender.reference.violations {
			t.Fatalf("%s, and %d more", v, len(w.sender.reference.violations)-1)
		}
		delivered := w.sender.all()
		if got, want := len(delivered), 6*310; got != want {
			t.Errorf("%d deliveries, want %d", got, want)
		}
		for what, n := range delivered {
			if n != 1 {
				t.Errorf("%s delivered %d times", what, n)
			}
		}
		all := w.sender.reference.all
		took := all[len(all)-1].Sub(start)
		if best := time.Duration(6*310/25) * time.Second; took > best*100/95 {
			t.Errorf("it took %v, want %v at 95 %% of the rate", took, best)
		}
		for _, chat := range []int64{1, 300, -10, -1} {
			if got := w.sender.got(chat); !slices.IsSorted(got) {
				t.Errorf("chat %d got the stories in the order %v", chat, got)
			}
		}
		if w.sender.most > 8 {
			t.Errorf("%d sends at once, want 8 at most", w.sender.most)
		}
		w.empty()
	})
}

func TestASlowChatKeepsNobodyWaiting(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		for story := range int64(500) {
			w.enqueue(story+1, -5)
		}
		w.enqueue(501, many(1, 200)...)
		if err := w.run(15 * time.Second); err != nil {
			t.Fatal(err)
		}
		reached := 0
		for _, chat := range many(1, 200) {
			reached += len(w.sender.got(chat))
		}
		if reached != 200 {
			t.Errorf("%d of 200 people were reached in 15 s beside a group with 500 alerts", reached)
		}
		if err := w.run(30 * time.Minute); err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, s := range w.sender.got(-5) {
			n := 0
			fmt.Sscan(s, &n)
			got = append(got, n)
		}
		if len(got) != 500 || !slices.IsSorted(got) {
			t.Errorf("the group got %d alerts, in order: %v; want 500 in order", len(got), slices.IsSorted(got))
		}
		w.empty()
	})
}

func TestWhatIsNoLongerWantedIsNotSent(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, 1, 2, 3, 4, 5, 6)
		w.chats.set(1, func(c *subscriptions.Chat) { c.Pause = subscriptions.ByUser })
		w.chats.set(2, func(c *subscriptions.Chat) { c.DigestOnly = true })
		w.chats.set(3, func(c *subscriptions.Chat) { c.Subscriptions = nil })
		w.chats.set(4, func(c *subscriptions.Chat) {
			c.Subscriptions = []subscriptions.Subscription{{ID: 1, Query: "story", Muted: true}, {ID: 2, Query: "even"}}
		})
		delete(w.chats.all, 5)
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		if got := w.sender.all(); len(got) != 1 || got["6: 1"] != 1 {
			t.Errorf("delivered %v, want only chat 6", got)
		}
		w.empty()
	})
}

func TestWhatEachFailureMeans(t *testing.T) {
	const chat = 7
	tests := []struct {
		name      string
		reason    telegram.Reason
		times     int
		delivered int
		pause     subscriptions.Pause
		after     time.Duration // of the last attempt, at least
	}{
		{"too many requests waits as told", telegram.TooMany, 3, 1, "", 3 * 40 * time.Second},
		{"not sent is tried until it works", telegram.NotSent, 5, 1, "", 3 * 31 * time.Second},
		{"a server error is tried until it works", telegram.Server, 4, 1, "", 3 * 15 * time.Second},
		{"an unknown outcome is repeated once", telegram.Unknown, 1, 2, "", 30 * time.Second},
		{"and not twice", telegram.Unknown, 9, 2, "", 30 * time.Second},
		{"blocked pauses the chat", telegram.Blocked, 9, 0, subscriptions.Blocked, 0},
		{"removed pauses the chat", telegram.Removed, 9, 0, subscriptions.Removed, 0},
		{"not allowed pauses the chat", telegram.NotAllowed, 9, 0, subscriptions.NotAllowed, 0},
		{"not found may be passing", telegram.NotFound, 2, 1, "", 11 * time.Minute},
		{"not found three times pauses the chat", telegram.NotFound, 9, 0, subscriptions.Unreachable, 11 * time.Minute},
		{"a closed topic falls back to the group", telegram.TopicGone, 1, 1, "", 0},
		{"a topic that is always gone ends", telegram.TopicGone, 99, 0, "", 0},
		{"a text that is refused is dropped", telegram.BadText, 9, 0, "", 0},
		{"markup that is refused is dropped", telegram.BadMarkup, 9, 0, "", 0},
		{"any other refusal is dropped", telegram.Refused, 9, 0, "", 0},
		{"a failure for a day is given up", telegram.Server, 1 << 30, 0, "", 24 * time.Hour},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			inWorld(t, 25, func(w *world) {
				w.enqueue(1, chat, chat+1)
				w.chats.set(chat, func(c *subscriptions.Chat) { c.Thread = 5 })
				w.sender.fail = failing(chat, test.times, telegram.Error{Reason: test.reason, RetryAfter: 40 * time.Second})
				start := time.Now()
				if err := w.run(2*time.Hour + test.after); err != nil {
					t.Fatal(err)
				}
				if got := w.sender.all()["7: 1"]; got != test.delivered {
					t.Errorf("delivered %d times, want %d", got, test.delivered)
				}
				if got := w.sender.all()["8: 1"]; got != 1 {
					t.Errorf("the neighbour got %d, want 1", got)
				}
				c, _ := w.chats.Get(chat)
				if c.Pause != test.pause {
					t.Errorf("the chat's pause is %q, want %q", c.Pause, test.pause)
				}
				if test.reason == telegram.TopicGone && c.Thread != 0 {
					t.Error("the topic is still set")
				}
				if test.delivered > 0 && c.Misses != 0 {
					t.Errorf("%d misses after a delivery, want 0", c.Misses)
				}
				times := w.sender.reference.times(chat)
				if last := times[len(times)-1].Sub(start); last < test.after || len(times) > test.times+2 {
					t.Errorf("%d attempts, the last after %v; want it after %v", len(times), last, test.after)
				}
				w.empty()
			})
		})
	}
}

func TestWhatBecameOfEachDeliveryIsTold(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, 1, 2, 3)
		w.chats.set(3, func(c *subscriptions.Chat) { c.Pause = subscriptions.ByUser })
		w.sender.fail = failing(2, 1, telegram.Error{Reason: telegram.Unknown})
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		want := map[string]int{"sent": 2, "later: outcome unknown": 1, "dropped: paused: user": 1}
		if got := w.count(); !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestAGroupThatMovedGetsItsAlertsAtTheNewPlace(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		for story := range int64(3) {
			w.enqueue(story+1, -7)
		}
		w.sender.fail = failing(-7, 1, telegram.Error{Reason: telegram.Migrated, MigrateTo: -1007})
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		got := w.sender.got(-1007)
		if slices.Sort(got); !slices.Equal(got, []string{"1", "2", "3"}) || len(w.sender.got(-7)) > 0 {
			t.Errorf("the new group got %v, the old one %v; want all three and none", got, w.sender.got(-7))
		}
		w.empty()
	})
}

func TestARefusedTokenStopsEverything(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, many(1, 50)...)
		w.sender.fail = func(int64, telegram.Text) *telegram.Error {
			return &telegram.Error{Reason: telegram.Unauthorized}
		}
		start := time.Now()
		err := w.run(time.Hour)
		var e *telegram.Error
		if !errors.As(err, &e) || e.Reason != telegram.Unauthorized || time.Since(start) > time.Second {
			t.Errorf("Run says %v after %v, want unauthorized at once", err, time.Since(start))
		}
	})
}

func TestAnotherLeaderStopsEverything(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, many(1, 50)...)
		time.AfterFunc(500*time.Millisecond, w.disk.Fence)
		start := time.Now()
		if err := w.run(time.Hour); !errors.Is(err, store.ErrFenced) || time.Since(start) > time.Second {
			t.Errorf("Run says %v after %v, want fenced at once", err, time.Since(start))
		}
	})
}

func TestStoppingLetsSendsUnderWayFinish(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, many(1, 100)...)
		w.sender.took = 3 * time.Second
		for range 40 {
			if err := w.run(time.Second); err != nil {
				t.Fatal(err)
			}
			w.restart()
		}
		for what, n := range w.sender.all() {
			if n != 1 {
				t.Errorf("%s delivered %d times", what, n)
			}
		}
		if got := len(w.sender.all()); got != 100 {
			t.Errorf("%d delivered, want 100", got)
		}
		w.empty()
	})
}

func TestStoppingIsBounded(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, 1)
		w.sender.took = time.Hour
		start := time.Now()
		if err := w.run(time.Second); err != nil || time.Since(start) > 10*time.Second {
			t.Errorf("Run says %v after %v, want nil within ten seconds", err, time.Since(start))
		}
	})
}

func TestDigestsGoOnBesideAStoryToMany(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, many(1, 5000)...)
		for _, chat := range many(1, 20) {
			err := w.outbox.EnqueueDigest(t.Context(), outbox.NewDigest{Chat: chat, Date: "2026-11-25", Stories: []int64{2}})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.run(20 * time.Second); err != nil {
			t.Fatal(err)
		}
		digests := 0
		for _, chat := range many(1, 20) {
			if slices.Contains(w.sender.got(chat), "2026-11-25 0/1: 2") {
				digests++
			}
		}
		if digests != 20 {
			t.Errorf("%d digests of 20 were sent in 20 s beside 5,000 alerts", digests)
		}
	})
}

func TestADigestGoesOutInPartsWithoutWhatIsNoLongerWanted(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.chats.join(4, "even")
		err := w.outbox.EnqueueDigest(t.Context(), outbox.NewDigest{Chat: 4, Date: "2026-11-25",
			Stories: []int64{2, 3, 4, 6, 1_000_001, 8, 10, 5, 12, 7}, Total: 70})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		want := []string{"2026-11-25 0/70: 2 4 6", "2026-11-25 4/70: 8 10 12"}
		if got := w.sender.got(4); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestADigestOfUnknownOutcomeIsNotRepeated(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.chats.join(4, "story")
		err := w.outbox.EnqueueDigest(t.Context(), outbox.NewDigest{Chat: 4, Date: "2026-11-25", Stories: []int64{1, 2, 3, 4}})
		if err != nil {
			t.Fatal(err)
		}
		w.sender.fail = failing(4, 1, telegram.Error{Reason: telegram.Unknown})
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		want := []string{"2026-11-25 0/4: 1 2 3", "2026-11-25 3/4: 4"}
		if got := w.sender.got(4); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestAFloodIsMetWithAPause(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, many(1, 500)...)
		flood := time.Now().Add(30 * time.Second)
		w.sender.fail = func(int64, telegram.Text) *telegram.Error {
			if left := time.Until(flood); left > 0 {
				return &telegram.Error{Reason: telegram.TooMany, RetryAfter: left.Truncate(time.Second) + time.Second}
			}
			return nil
		}
		if err := w.run(10 * time.Minute); err != nil {
			t.Fatal(err)
		}
		if got, most := w.sender.reference.count(), 500+20; got > most {
			t.Errorf("%d requests for 500 alerts, want %d at most", got, most)
		}
		if got := len(w.sender.all()); got != 500 {
			t.Errorf("%d delivered, want 500", got)
		}
		w.empty()
	})
}

func TestAChatThatAlwaysFailsKeepsNobodyWaiting(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, 7)
		w.sender.fail = failing(7, 1<<30, telegram.Error{Reason: telegram.Server})
		time.AfterFunc(20*time.Minute, func() { w.enqueue(2, 8) })
		start := time.Now()
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		if took := w.sender.reference.times(8)[0].Sub(start) - 20*time.Minute; took > time.Second {
			t.Errorf("another chat's alert waited %v", took)
		}
	})
}

func TestAnOutageIsNotMetWithAStorm(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.enqueue(1, many(1, 500)...)
		end := time.Now().Add(time.Hour)
		w.sender.fail = func(int64, telegram.Text) *telegram.Error {
			if time.Now().Before(end) {
				return &telegram.Error{Reason: telegram.NotSent}
			}
			return nil
		}
		if err := w.run(8 * time.Hour); err != nil {
			t.Fatal(err)
		}
		if got := len(w.sender.all()); got != 500 {
			t.Errorf("%d delivered, want 500", got)
		}
		if got := w.sender.reference.count() - 500; got > 1000 {
			t.Errorf("%d requests in vain in an hour, want 1,000 at most", got)
		}
		w.empty()
	})
}

// restart is a new process on the same store.
func (w *world) restart() {
	w.t.Helper()
	w.disk.Crash()
	writer, err := w.disk.Open().Lead(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if w.outbox, err = outbox.Open(w.t.Context(), writer); err != nil {
		w.t.Fatal(err)
	}
	w.pacer = notify.NewPacer(25)
}

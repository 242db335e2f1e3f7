package dispatch_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/bot/dispatch"
	"newsbot/bot/outbox"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// at8 switches the digest on, at eight; the day before had one.
func at8(c *subscriptions.Chat) {
	c.Digest = subscriptions.Digest{On: true, Minute: 8 * 60, LastDate: "1999-12-31"}
}

// hours lets the hours pass, with a tick every ten minutes, and returns the digests.
func (w *world) hours(n int) (out []string) {
	for range n * 6 {
		time.Sleep(10 * time.Minute)
		w.tick()
		out = append(out, w.sendDigests()...)
	}
	return out
}

func TestADigestHoldsWhatCameSinceTheLastOne(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil")
		w.publish("Oil one", "Wheat", "Oil two")
		first := w.hours(12)
		w.publish("Oil three")
		second := w.hours(24)
		got := append(first, second...)
		want := []string{"1 2000-01-01 2 [3 1]", "1 2000-01-02 1 [4]"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestADigestIsRanked(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil", "gas", "coal")
		for _, s := range []feed.Item{
			{Title: "Elsewhere", Text: "Something about coal."},
			{Title: "Coal, old"},
			{Title: "Oil and gas"},
			{Title: "Coal, new"},
			{Title: "Wheat"},
		} {
			w.commit(feed.Story{Item: s})
			time.Sleep(time.Minute)
		}
		if got, want := w.hours(12), []string{"1 2000-01-01 4 [3 4 2 1]"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestADigestIsBoundedAndSaysHowManyThereWere(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil")
		for n := range 170 {
			w.publish(fmt.Sprintf("Oil %d", n))
		}
		got := w.hours(12)
		if len(got) != 1 || !strings.HasPrefix(got[0], "1 2000-01-01 170 [170 169 ") || strings.Count(got[0], " ") != 52 {
			t.Errorf("got %q, want the newest 50 of 170", got)
		}
	})
}

func TestADayWithoutStoriesSaysSoUnlessSwitchedOff(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil")
		w.chat(2, func(c *subscriptions.Chat) { at8(c); c.Digest.SkipEmpty = true }, "oil")
		if got, want := w.hours(12), []string{"1 2000-01-01 0 []"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if c, _ := w.book.Get(2); c.Digest.LastDate != "2000-01-01" {
			t.Errorf("the date of the chat without a digest is %q", c.Digest.LastDate)
		}
	})
}

func TestAPausedChatGetsNoneAndNoFloodLater(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, func(c *subscriptions.Chat) { at8(c); c.Pause = subscriptions.ByUser }, "oil")
		w.publish("Oil while paused")
		got := w.hours(12)
		w.chat(1, func(c *subscriptions.Chat) { c.Pause = subscriptions.Active })
		got = append(got, w.hours(6)...)
		w.publish("Oil afterwards")
		got = append(got, w.hours(24)...)
		if want := []string{"1 2000-01-02 1 [2]"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestDowntimeIsCaughtUpOnceAndLookedBackForAWeekAtMost(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil")
		w.publish("Oil one")
		got := w.hours(12)
		w.publish("Oil two")
		time.Sleep(8 * 24 * time.Hour)
		w.publish("Oil three")
		time.Sleep(24 * time.Hour)
		w.restart()
		got = append(got, w.hours(3)...)
		if want := []string{"1 2000-01-01 1 [1]", "1 2000-01-10 1 [3]"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestEachChatHasItsOwnZone(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, func(c *subscriptions.Chat) { at8(c); c.TimeZone = "Asia/Almaty" }, "oil")
		w.chat(2, at8, "oil")
		if got, want := w.hours(5), []string{"1 2000-01-01 0 []"}; !slices.Equal(got, want) {
			t.Errorf("by 05:00 UTC: %q, want %q", got, want)
		}
	})
}

func TestManyDueAtOnceAreMatchedTogether(t *testing.T) {
	inWorld(t, func(w *world) {
		for id := range int64(150) {
			w.chat(id+1, at8, []string{"oil", "wheat"}[id%2])
		}
		w.publish("Oil", "Wheat")
		got := w.hours(12)
		if len(got) != 150 || !slices.Contains(got, "9 2000-01-01 1 [1]") || !slices.Contains(got, "10 2000-01-01 1 [2]") {
			t.Errorf("got %d digests, %q…; want 150 with a story each", len(got), got[:min(3, len(got))])
		}
	})
}

// A crash at any Apply of a tick leaves one digest for the date, or none yet.
func TestADateHasOneDigestWhateverCrashes(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter, storetest.Lost, storetest.Unanswered} {
		for n := 1; n <= 4; n++ {
			inWorld(t, func(w *world) {
				for id := range int64(3) {
					w.chat(id+1, at8, "oil")
				}
				w.publish("Oil")
				time.Sleep(9 * time.Hour)
				if w.during(n, fate, func() error { return w.digests.Tick(w.t.Context()) }) != nil {
					w.restart()
				}
				var got []string
				for range 3 {
					w.tick()
					got = append(got, w.sendDigests()...)
					w.restart()
				}
				want := []string{"1 2000-01-01 1 [1]", "2 2000-01-01 1 [1]", "3 2000-01-01 1 [1]"}
				if !sameSet(got, want) {
					t.Errorf("%v at Apply %d: got %q, want %q", fate, n, got, want)
				}
			})
		}
	}
}

func TestADigestAskedForCountsForNoDate(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, at8, "oil")
		w.publish("Oil", "Wheat")
		if n, err := w.digests.Now(w.t.Context(), 1); n != 1 || err != nil {
			t.Errorf("Now: %d, %v; want 1 story", n, err)
		}
		if _, err := w.digests.Now(w.t.Context(), 1); !errors.Is(err, outbox.ErrWaiting) {
			t.Errorf("Now again: %v, want ErrWaiting", err)
		}
		want := []string{"1 2000-01-01 1 [1]"}
		if got := w.sendDigests(); !slices.Equal(got, want) {
			t.Errorf("asked for: %q, want %q", got, want)
		}
		if got := w.hours(12); !slices.Equal(got, want) {
			t.Errorf("at its hour: %q, want %q", got, want)
		}
		w.chat(2, nil, "wheat")
		time.Sleep(24 * time.Hour)
		if n, err := w.digests.Now(w.t.Context(), 2); n != 0 || err != nil {
			t.Errorf("Now for what is older than a day: %d, %v; want nothing", n, err)
		}
		if _, err := w.digests.Now(w.t.Context(), 99); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Now for an unknown chat: %v, want ErrNotFound", err)
		}
	})
}

func TestAFirstLookCountsAsFarAsItIsOfTheDay(t *testing.T) {
	inWorld(t, func(w *world) {
		w.chat(1, nil, "oil")
		now := time.Now()
		for _, published := range []time.Time{now.Add(-time.Hour), now.Add(-48 * time.Hour), {}} {
			w.commit(feed.Story{Item: feed.Item{Title: "Oil", Published: published}, Baseline: true})
		}
		if n, err := w.digests.Now(w.t.Context(), 1); n != 1 || err != nil {
			t.Errorf("Now: %d, %v; want 1 story", n, err)
		}
	})
}

func TestAnOptionThatIsMissingIsAnError(t *testing.T) {
	if _, err := dispatch.New(dispatch.Options{}); err == nil {
		t.Error("New accepts no options")
	}
	if _, err := dispatch.NewDigests(dispatch.DigestOptions{}); err == nil {
		t.Error("NewDigests accepts no options")
	}
}

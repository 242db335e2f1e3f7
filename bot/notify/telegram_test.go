package notify_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"newsbot/bot/notify"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/subscriptions"
)

// withTelegram puts the real client and a Bot API server in the sender's place.
func (w *world) withTelegram(o telegramtest.Options) (*telegramtest.Server, notify.Sender) {
	w.t.Helper()
	s := telegramtest.New(o)
	client, err := telegram.New(telegram.Options{Token: telegramtest.DefaultToken, HTTP: s.Client()})
	if err != nil {
		w.t.Fatal(err)
	}
	return s, client
}

var ann = telegramtest.User{ID: 5000, FirstName: "Ann"}

func group(id int64) telegramtest.Chat {
	return telegramtest.Chat{ID: id, Type: telegramtest.Group, Title: fmt.Sprint("Group ", id)}
}

func TestNoLimitOfTelegramsIsProvokedAndTheRateIsUsed(t *testing.T) {
	for _, rate := range []int{25, 30} {
		t.Run(fmt.Sprint(rate, " a second"), func(t *testing.T) {
			inWorld(t, rate, func(w *world) {
				s, sender := w.withTelegram(telegramtest.Options{RateLimits: true, OpenPrivate: true})
				w.outer = sender
				private, groups := many(1, 400), many(-8, 8)
				for _, id := range groups {
					s.AddToGroup(group(id), ann)
				}
				const stories = 5
				for story := range int64(stories) {
					w.enqueue(story+1, append(slices.Clone(groups), private...)...)
				}
				best := time.Duration(stories*408/rate) * time.Second
				if err := w.run(best * 100 / 95); err != nil {
					t.Fatal(err)
				}
				if n := s.Limited(); n > 0 {
					t.Errorf("%d requests were over a limit", n)
				}
				for _, v := range s.Violations() {
					t.Fatal(v)
				}
				if got := s.Delivered(); got < stories*408 {
					t.Errorf("%d of %d delivered at 95 %% of the rate", got, stories*408)
				}
				w.empty()
			})
		})
	}
}

func TestWhatTelegramSaysOfAChatIsActedOn(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		s, sender := w.withTelegram(telegramtest.Options{OpenPrivate: true})
		w.outer = sender
		for _, id := range many(-4, 4) {
			s.AddToGroup(group(id), ann)
		}
		w.enqueue(1, -4, -3, -2, -1, 1, 2)
		s.Block(1)
		s.Kick(-4, ann)
		s.Mute(-3, ann)
		moved := s.Migrate(-2, ann)
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[int64]subscriptions.Pause{1: subscriptions.Blocked, -4: subscriptions.Removed,
			-3: subscriptions.NotAllowed, -1: subscriptions.Active, 2: subscriptions.Active} {
			if c, _ := w.chats.Get(id); c == nil || c.Pause != want {
				t.Errorf("chat %d: %+v, want the pause %q", id, c, want)
			}
		}
		if _, ok := w.chats.Get(moved); !ok {
			t.Errorf("the group that moved is not known as %d", moved)
		}
		for _, id := range []int64{moved, -1, 2} {
			if got := len(s.Messages(id)); got == 0 {
				t.Errorf("chat %d got no alert", id)
			}
		}
		for _, v := range s.Violations() {
			t.Error(v)
		}
		w.empty()
	})
}

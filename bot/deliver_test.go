package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/subscriptions"
)

func TestWhatCannotBeStoredIsSaid(t *testing.T) {
	r := newRoom(t)
	menu := r.private(aru, "/subscribe")[0]
	r.brittle.set(errors.New("disk full"))
	if got := r.private(aru, "/subscribe Italy")[0].Text; !strings.Contains(got, "That did not work") {
		t.Errorf("got %q", got)
	}
	push(r, menu.ID, "1:cty:europe:0")
	r.tap(aru.ID, aru, "Austria")
	if answers := r.server.Answers(aru.ID); !answers[len(answers)-1].Alert || !strings.Contains(answers[len(answers)-1].Text, "That did not work") {
		t.Errorf("the tap is answered with %+v", answers[len(answers)-1])
	}
	if len(r.failed) != 2 {
		t.Errorf("errors for the operator %v, want 2", r.failed)
	}
	r.brittle.set(nil)
	if got := r.private(aru, "/subscribe Italy")[0].Text; !strings.Contains(got, "You now follow") {
		t.Errorf("afterwards got %q", got)
	}
}

func TestAReplyThatIsRefusedSaysWhyInTheBook(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault telegramtest.Kind
		want  subscriptions.Pause
	}{
		{"blocked", telegramtest.BotBlocked, subscriptions.Blocked},
		{"not allowed", telegramtest.NoRights, subscriptions.NotAllowed},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRoom(t)
			r.private(aru, "/subscribe Italy")
			r.server.Fail(telegramtest.Fault{Kind: test.fault, Method: "sendMessage"})
			r.private(aru, "/list")
			if got := r.chat(aru.ID).Pause; got != test.want {
				t.Errorf("pause %q, want %q", got, test.want)
			}
			r.private(aru, "/start")
			if got := r.chat(aru.ID).Pause; got != subscriptions.Active {
				t.Errorf("after /start: pause %q, want none", got)
			}
		})
	}
}

// A busy Telegram refuses the first messages, for a reason.
type busy struct {
	bot.Telegram
	refusals []*telegram.Error
	tried    int
	sent     []telegram.Text
}

func (b *busy) Send(_ context.Context, _ int64, t telegram.Text) (int, error) {
	if b.tried++; b.tried <= len(b.refusals) {
		return 0, b.refusals[b.tried-1]
	}
	b.sent = append(b.sent, t)
	return b.tried, nil
}

func (b *busy) Edit(_ context.Context, _ int64, _ int, t telegram.Text) error {
	b.sent = append(b.sent, t)
	return nil
}

func (b *busy) Answer(context.Context, string, string, bool) error { return nil }

func TestAReplyIsRepeatedOnceWhereThatIsSafe(t *testing.T) {
	for _, test := range []struct {
		name     string
		refusals []*telegram.Error
		tried    int
		sent     int
		after    time.Duration
	}{
		{"too many", []*telegram.Error{{Reason: telegram.TooMany, RetryAfter: 4 * time.Second}}, 2, 1, 4 * time.Second},
		{"not sent", []*telegram.Error{{Reason: telegram.NotSent}}, 2, 1, time.Second},
		{"not sent twice", []*telegram.Error{{Reason: telegram.NotSent}, {Reason: telegram.NotSent}}, 2, 0, time.Second},
		{"far too many", []*telegram.Error{{Reason: telegram.TooMany, RetryAfter: time.Hour}}, 1, 0, 0},
		{"it may have arrived", []*telegram.Error{{Reason: telegram.Unknown}}, 1, 0, 0},
		{"the topic is gone", []*telegram.Error{{Reason: telegram.TopicGone}}, 2, 1, 0},
		{"the chat moved", []*telegram.Error{{Reason: telegram.Migrated, MigrateTo: -12}}, 2, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			options := newRoom(t).options
			synctest.Test(t, func(t *testing.T) {
				away := &busy{refusals: test.refusals}
				options.Telegram = away
				b, err := bot.New(options)
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				message := &telegram.Message{ID: 1, Chat: telegram.ChatRef{ID: 5, Kind: "private"}, From: telegram.User{ID: 5}, Text: "/help", Thread: 3}
				err = b.Handle(t.Context(), telegram.Update{ID: 1, Message: message})
				if away.tried != test.tried || len(away.sent) != test.sent || time.Since(start) != test.after {
					t.Errorf("tried %d times, sent %d, after %v, want %d, %d, %v", away.tried, len(away.sent), time.Since(start), test.tried, test.sent, test.after)
				}
				if (err == nil) != (test.sent == 1) {
					t.Errorf("error %v with %d sent", err, len(away.sent))
				}
			})
		})
	}
}

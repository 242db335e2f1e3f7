package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"newsbot/bot"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
)

// crowd adds a month of stories of which "apple" is in 19 a day: half of them of
// phones, half of juice.
func (r *room) crowd() {
	r.archive.mu.Lock()
	r.archive.stories = nil
	r.archive.mu.Unlock()
	for i := range 32 * 24 * 2 {
		found := r.now().Add(-32*24*time.Hour + time.Duration(i)*30*time.Minute)
		add := func(title string) {
			r.archive.add(feed.Story{Item: feed.Item{Title: fmt.Sprintf(title, i), Published: found, Language: "en"}, Source: "Example", Found: found})
		}
		add("Council %d speaks of roads")
		switch i % 5 {
		case 0:
			add("Apple %d shows phone")
		case 1:
			add("Apple %d makes juice")
		}
	}
}

// shown returns the newest message in a chat.
func (r *room) shown(chat int64) telegramtest.Sent {
	r.t.Helper()
	all := r.server.Messages(chat)
	if len(all) == 0 {
		r.t.Fatalf("chat %d has no message", chat)
	}
	return all[len(all)-1]
}

func labels(m telegramtest.Sent) string {
	var out []string
	for _, row := range m.Keyboard {
		for _, b := range row {
			out = append(out, b.Text)
		}
	}
	return strings.Join(out, " | ")
}

func TestWhatSendsTooMuchIsNarrowedByATap(t *testing.T) {
	r := newRoom(t)
	r.crowd()
	r.private(aru, "/subscribe apple")
	chat := telegramtest.PrivateChat(aru).ID
	m := r.shown(chat)
	for _, want := range []string{
		"You now follow “apple”", "In the last 30 days: 571 stories", "about 19 a day: 19 on an ordinary day, 20 on the busiest",
		"That is much. Fewer would come with", "“apple” and “phone”: 286 stories",
	} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the answer lacks %q:\n%s", want, m.Text)
		}
	}
	if got := labels(m); !strings.Contains(got, "🔽 apple phone") {
		t.Fatalf("buttons %s, want one for apple phone", got)
	}
	r.tap(chat, aru, "🔽 apple phone")
	if got := r.queries(chat); got != "apple phone" {
		t.Errorf("subscriptions %q after the tap, want apple phone in the place of apple", got)
	}
	changed := r.shown(chat)
	if changed.ID != m.ID || !strings.Contains(changed.Text, "You now follow “apple” and “phone” instead of “apple”.") ||
		!strings.Contains(changed.Text, "In the last 30 days: 286 stories") || strings.Contains(changed.Text, "That is much") {
		t.Errorf("the message became\n%s", changed.Text)
	}
	r.tap(chat, aru, "Undo")
	if got := r.queries(chat); got != "apple" {
		t.Errorf("subscriptions %q after undo, want apple", got)
	}
	if back := r.shown(chat); !strings.Contains(back.Text, "You now follow “apple” instead of “apple” and “phone”.") {
		t.Errorf("the message became\n%s", back.Text)
	}
}

// A tap that comes again, as after a crash, changes nothing more.
func TestATapOnAProposalTwice(t *testing.T) {
	b, out, r := deaf(t, nil)
	r.crowd()
	if err := b.Handle(t.Context(), written("/subscribe apple", "en")); err != nil {
		t.Fatal(err)
	}
	from := written("", "en").Message
	press := func(label string) {
		t.Helper()
		for _, row := range out.sent[len(out.sent)-1].Keyboard {
			for _, button := range row {
				if !strings.Contains(button.Label, label) {
					continue
				}
				for range 2 {
					tap := &telegram.Tap{ID: "7", Chat: from.Chat, From: from.From, MessageID: 1, Data: button.Data}
					if err := b.Handle(t.Context(), telegram.Update{ID: 2, Tap: tap}); err != nil {
						t.Fatal(err)
					}
				}
				return
			}
		}
		t.Fatalf("no button %q under %s", label, out.sent[len(out.sent)-1].Plain)
	}
	for i, step := range []struct{ tap, want string }{
		{"🔽 apple phone", "apple phone"}, {"Undo", "apple"}, {"🔽 apple phone", "apple phone"},
	} {
		press(step.tap)
		if got, next := r.queries(from.Chat.ID), r.chat(from.Chat.ID).NextID; got != step.want || next != i+3 {
			t.Errorf("tapped %s twice: subscriptions %q, the next is %d, want %q, %d", step.tap, got, next, step.want, i+3)
		}
	}
	tap := &telegram.Tap{ID: "7", Chat: from.Chat, From: from.From, MessageID: 1, Data: "1:chg:3:nothing:nothing"}
	if err := b.Handle(t.Context(), telegram.Update{ID: 3, Tap: tap}); err != nil || r.queries(from.Chat.ID) != "apple phone" {
		t.Errorf("a button of nothing: %v, subscriptions %q", err, r.queries(from.Chat.ID))
	}
}

func TestWhatSendsNothingIsWidenedByATap(t *testing.T) {
	r := newRoom(t)
	r.crowd()
	chat := telegramtest.PrivateChat(aru).ID
	r.private(aru, "/subscribe zeppelin juice roads")
	if m := r.shown(chat); !strings.Contains(m.Text, "No story of the last 30 days would have matched.") || strings.Contains(m.Text, "More would come with") {
		t.Errorf("nothing is near, and the answer is\n%s", m.Text)
	}
	r.archive.add(feed.Story{Item: feed.Item{Title: "Zeppelin flies over Almaty"}, Found: r.now()})
	r.private(aru, "/subscribe zeppelin almaty -flies")
	if m := r.shown(chat); !strings.Contains(m.Text, "More would come with\n• “zeppelin” and “almaty”: 1 story") {
		t.Errorf("the answer is\n%s", m.Text)
	}
	r.tap(chat, aru, "🔼 zeppelin almaty")
	if got := r.queries(chat); got != "zeppelin juice roads; zeppelin almaty" {
		t.Errorf("subscriptions %q after the tap", got)
	}
}

// An answer does not wait for a long backtest: that takes its place later.
func TestALongBacktestComesLater(t *testing.T) {
	r := newRoom(t)
	r.crowd()
	o := r.options
	o.Quick = 1
	slow, err := bot.New(o)
	if err != nil {
		t.Fatal(err)
	}
	chat := telegram.ChatRef{ID: telegramtest.PrivateChat(ben).ID, Kind: "private"}
	r.private(ben, "/help")
	before := len(r.server.Messages(chat.ID))
	var seen []string
	r.archive.reading = func() {
		if all := r.server.Messages(chat.ID)[before:]; len(all) > 0 && len(seen) == 0 {
			seen = append(seen, all[0].Text)
		}
	}
	message := &telegram.Message{Chat: chat, From: telegram.User{ID: ben.ID, LanguageCode: "en"}, Text: "/subscribe apple"}
	if err := slow.Handle(t.Context(), telegram.Update{ID: 1, Message: message}); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 1 || !strings.Contains(seen[0], "I am looking through the last 30 days…") {
		t.Errorf("meanwhile the answer was %q", seen)
	}
	all := r.server.Messages(chat.ID)[before:]
	if len(all) != 1 || !strings.Contains(all[0].Text, "571 stories") || !strings.Contains(labels(all[0]), "🔽 apple phone") || !strings.Contains(labels(all[0]), "Undo") {
		t.Errorf("%d messages, the last\n%s\n%s", len(all), all[len(all)-1].Text, labels(all[len(all)-1]))
	}
}

// Who stops the bot during a backtest finds the update again, and its answer then.
func TestABacktestThatIsCutShortIsToldAgain(t *testing.T) {
	b, out, r := deaf(t, func(o *bot.Options) { o.Quick = 1 })
	r.crowd()
	ctx, stop := context.WithCancel(t.Context())
	r.archive.reading = func() {
		if len(out.sent) > 0 {
			stop()
		}
	}
	if err := b.Handle(ctx, written("/subscribe apple", "en")); err == nil {
		t.Error("the update is taken for handled")
	}
	if len(out.sent) != 1 || !strings.Contains(out.sent[0].Plain, "I am looking through") {
		t.Fatalf("sent %d messages, want the answer without the backtest", len(out.sent))
	}
	r.archive.reading = nil
	if err := b.Handle(t.Context(), written("/subscribe apple", "en")); err != nil {
		t.Fatal(err)
	}
	last := out.sent[len(out.sent)-1].Plain
	if !strings.Contains(last, "You already follow “apple”.") || !strings.Contains(last, "571 stories") {
		t.Errorf("the answer is\n%s", last)
	}
}

func TestAMutedSubscriptionStaysMutedWhenItsQueryChanges(t *testing.T) {
	r := newRoom(t)
	r.crowd()
	chat := telegramtest.PrivateChat(aru).ID
	r.private(aru, "/subscribe apple")
	m := r.shown(chat)
	r.private(aru, "/mute apple")
	for _, row := range m.Keyboard {
		if strings.Contains(row[0].Text, "apple phone") {
			r.press(chat, m.ID, row[0].Data, aru)
		}
	}
	if s := r.chat(chat).Subscriptions; len(s) != 1 || s[0].Query != "apple phone" || !s[0].Muted {
		t.Errorf("subscriptions %+v, want apple phone, muted", s)
	}
}

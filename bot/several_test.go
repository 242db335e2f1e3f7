package bot_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"newsbot/bot"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/subscriptions"
)

// Telegram takes messages of 4,096 UTF-16 units.
func TestSeveralSubscriptionsFitIntoAMessage(t *testing.T) {
	for name, text := range map[string]string{
		"long ones":       strings.Repeat("in:title:(a near/9 b) OR c* OR source:"+strings.Repeat("x", 190)+", ", 10),
		"ones of many":    strings.Repeat(strings.Repeat("яя ", 80)+", ", 10),
		"unreadable ones": strings.Repeat("country:"+strings.Repeat("я", 240)+", ", 10),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			got := r.private(aru, "/subscribe "+text)
			if len(got) != 1 {
				t.Fatalf("%d replies, want one", len(got))
			}
			if n := len(utf16.Encode([]rune(got[0].Text))); n > 4096 || n < 200 {
				t.Errorf("the reply has %d units, want up to 4096 and something about each", n)
			}
		})
	}
}

func TestSeveralSubscriptionsUpToTheLimit(t *testing.T) {
	r := newRoom(t)
	for i := range subscriptions.MaxSubscriptions/9 + 1 {
		var words []string
		for j := range 9 {
			words = append(words, strings.Repeat(string(rune('a'+i)), j+3))
		}
		r.private(aru, "/subscribe "+strings.Join(words, ", "))
	}
	c, _ := r.book.Get(telegramtest.PrivateChat(aru).ID)
	if c == nil || len(c.Subscriptions) != subscriptions.MaxSubscriptions {
		t.Fatalf("the chat is %+v, want %d subscriptions", c, subscriptions.MaxSubscriptions)
	}
	if got := r.private(aru, "/subscribe one more, another"); len(got) != 1 || !strings.Contains(got[0].Text, "no room for") {
		t.Errorf("answered by %+v, want that there is no room", got)
	}
}

// Telegram may give a tap twice; and a subscription that is gone is left so.
func TestUndoOfSeveralTakesBackWhatIsStillThere(t *testing.T) {
	b, out, r := deaf(t, nil)
	for _, text := range []string{"/subscribe peat", "/subscribe oil, peat, gas, coal", "/unsubscribe gas", "/subscribe wood"} {
		if err := b.Handle(t.Context(), written(text, "en")); err != nil {
			t.Fatal(err)
		}
	}
	from := written("", "en").Message
	data := ""
	for _, m := range out.sent {
		for _, row := range m.Keyboard {
			for _, button := range row {
				if strings.HasPrefix(button.Data, "1:undos:") {
					data = button.Data
				}
			}
		}
	}
	for i, want := range []string{"coal", "already removed"} {
		tap := &telegram.Tap{ID: "7", Chat: from.Chat, From: from.From, MessageID: 1, Data: data}
		if err := b.Handle(t.Context(), telegram.Update{ID: i + 2, Tap: tap}); err != nil {
			t.Fatal(err)
		}
		if said := out.sent[len(out.sent)-1].Plain; !strings.Contains(said, want) {
			t.Errorf("tap %d is answered by %q, want %q in it", i+1, said, want)
		}
		if got := r.queries(from.Chat.ID); got != "peat; wood" {
			t.Errorf("subscriptions %q after tap %d, want those of other messages", got, i+1)
		}
	}
	for _, data := range []string{"1:undos:1:99999", "1:undos:x:2", "1:undos:1"} {
		tap := &telegram.Tap{ID: "7", Chat: from.Chat, From: from.From, MessageID: 1, Data: data}
		if err := b.Handle(t.Context(), telegram.Update{ID: 9, Tap: tap}); err != nil || r.queries(from.Chat.ID) != "peat; wood" {
			t.Errorf("a tap of %s: %v, subscriptions %q", data, err, r.queries(from.Chat.ID))
		}
	}
}

// All of them together may keep the answer waiting as long as one alone.
func TestSeveralSubscriptionsAreNotKeptWaitingByTheirCounts(t *testing.T) {
	b, out, r := deaf(t, func(o *bot.Options) { o.Quick = 1 })
	r.crowd()
	pages := 0
	r.archive.reading = func() { pages++ }
	if err := b.Handle(t.Context(), written("/subscribe apple, juice, phone, roads", "en")); err != nil {
		t.Fatal(err)
	}
	if said := out.sent[len(out.sent)-1].Plain; strings.Contains(said, "in the last") || !strings.Contains(said, "roads") {
		t.Errorf("the answer is\n%s\nwant it without counts", said)
	}
	if pages > 1 {
		t.Errorf("%d pages were read in no time, want one at most", pages)
	}
}

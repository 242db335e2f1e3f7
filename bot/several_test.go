package bot_test

import (
	"strings"
	"testing"
	"unicode/utf16"

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

package bot_test

import (
	"strings"
	"testing"
	"time"

	"newsbot/bot/telegram"
	"newsbot/feed"
)

// BenchmarkLatest answers /latest with words that no story has, over an archive of
// more stories than are looked at, of some 300 words each.
func BenchmarkLatest(b *testing.B) {
	r := newRoom(b)
	text := strings.Repeat("The parties discussed prospects for cooperation in education, science and innovation. ", 25)
	for range 3300 {
		r.archive.add(feed.Story{Item: feed.Item{Title: "A headline of a usual length, with a name in it", Text: text, Language: "en"}, Found: r.now()})
	}
	r.private(aru, "/start")
	for b.Loop() {
		r.pass(time.Minute)
		message := &telegram.Message{ID: 1, Chat: telegram.ChatRef{ID: aru.ID, Kind: "private"}, From: telegram.User{ID: aru.ID}, Text: "/latest submarine"}
		if err := r.bot.Handle(b.Context(), telegram.Update{ID: 1, Message: message}); err != nil {
			b.Fatal(err)
		}
	}
}

package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// worldConfig is how the program runs against a server and an origin, as fast as
// it may.
func worldConfig(dir string, server *telegramtest.Server, feeds ...string) *Config {
	cfg := defaults()
	cfg.Telegram.Token, cfg.Telegram.APIURL = server.Token(), server.URL()
	cfg.Telegram.MessagesPerSecond = 0
	cfg.Store = "bolt:" + filepath.Join(dir, "bot.db")
	cfg.Poll = PollConfig{Schedule: "@every 1s", Every: time.Second, AllowPrivate: true}
	cfg.HTTP.Listen = ""
	for _, url := range feeds {
		cfg.Feeds = append(cfg.Feeds, FeedConfig{URL: url})
	}
	return &cfg
}

// startApp runs the program and returns how to stop it.
func startApp(t *testing.T, cfg *Config) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	a, err := openApp(ctx, cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- a.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := a.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

// Everything goes wrong at once: updates come out of order and twice, sends are
// limited, refused, cut and slow, a person blocks the bot, a group moves, and the
// feeds are cut and fail. Afterwards every chat has what it asked for, once; where
// Telegram did not say whether a message arrived, twice at most. (Those did arrive:
// the repetition is half a minute away, and package notify tests it.)
func TestNothingIsLostOrRepeatedInAMisbehavingWorld(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	server, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	origin := feedtest.New()
	if _, err := origin.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer origin.Close()
	const wire, listing = "/wire.xml", "/listing.txt"
	publish := func(path, title string) {
		origin.Publish(path, feed.Item{Title: title, Text: title + ", it was said in Rome.", Published: time.Now(), Views: -1})
	}
	publish(wire, "Old story about Italy")
	publish(listing, "Older story about Italy")

	// Thirty people and a group ask for Italy before the bot runs.
	const people, blocker = 30, 13
	var updates []int
	for id := int64(1); id <= people; id++ {
		user := telegramtest.User{ID: id, FirstName: "Person", LanguageCode: "en"}
		updates = append(updates, server.Say(telegramtest.PrivateChat(user), user, "/subscribe Italy"))
	}
	ana := telegramtest.User{ID: 1, FirstName: "Person", LanguageCode: "en"}
	desk := telegramtest.Chat{ID: -50, Type: telegramtest.Group, Title: "Desk"}
	server.AddToGroup(desk, ana)
	server.Say(desk, ana, "/subscribe Italy")
	server.Reverse()
	stop := startApp(t, worldConfig(t.TempDir(), server, origin.URL(wire), origin.URL(listing)))
	defer func() { stop() }()
	await := func(chat int64, text string) {
		t.Helper()
		if _, err := server.AwaitText(ctx, chat, text); err != nil {
			t.Fatal(err)
		}
	}
	for id := int64(1); id <= people; id++ {
		await(id, "You now follow")
	}
	await(desk.ID, "You now follow")
	for _, id := range updates {
		if err := server.Duplicate(id); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{wire, listing} {
		if err := origin.Await(ctx, path, 2); err != nil { // past the baseline
			t.Fatal(err)
		}
	}

	to := func(ids ...int64) func(string, map[string]string) bool {
		return func(_ string, params map[string]string) bool {
			id, err := strconv.ParseInt(params["chat_id"], 10, 64)
			return err == nil && slices.Contains(ids, id)
		}
	}
	unknown := []int64{1, 2, 3, 4, 8, 9, 10} // nobody can tell whether it arrived
	faults := map[string]*telegramtest.Planned{}
	for name, f := range map[string]telegramtest.Fault{
		"429":                     {Kind: telegramtest.TooManyRequests, RetryAfter: 1, Match: to(5, 6, 7), Times: 4},
		"delivered, then 502":     {Kind: telegramtest.BadGateway, Done: true, Match: to(8, 9), Times: 2},
		"delivered, then 500":     {Kind: telegramtest.ServerError, Done: true, Match: to(10), Times: 1},
		"delivered, then cut":     {Kind: telegramtest.Cut, Done: true, Match: to(1, 2), Times: 3},
		"delivered, then garbage": {Kind: telegramtest.Garbage, Done: true, Match: to(3, 4), Times: 2},
		"slow":                    {Kind: telegramtest.Slow, Delay: 300 * time.Millisecond, Match: to(11, 12), Times: 4},
		"can't parse":             {Kind: telegramtest.BadMarkup, Match: to(14), Times: 1},
	} {
		f.Method = "sendMessage"
		faults[name] = server.Fail(f)
	}
	server.Block(blocker)
	moved := server.Migrate(desk.ID, ana)
	origin.Misbehave(wire, feedtest.Fault{Kind: feedtest.Short, Times: 1})
	origin.Misbehave(listing, feedtest.Fault{Kind: feedtest.Fail, Status: 503, Times: 1})

	titles := []string{"Italy sends an orchestra", "Italy opens a school", "Italy buys wheat"}
	publish(wire, titles[0])
	publish(wire, "Football in Peru")
	publish(listing, titles[1])
	chats := []int64{moved}
	for id := int64(1); id <= people; id++ {
		if id != blocker {
			chats = append(chats, id)
		}
	}
	for _, id := range chats {
		await(id, titles[0])
		await(id, titles[1])
	}
	publish(wire, titles[2]) // and whoever heard of the others hears of this
	for _, id := range chats {
		await(id, titles[2])
	}
	stop()
	stop = func() {}

	for name, f := range faults {
		if f.Hits() == 0 {
			t.Errorf("the fault %q never struck", name)
		}
	}
	for _, id := range chats {
		most := 1
		if slices.Contains(unknown, id) {
			most = 2
		}
		for _, title := range titles {
			if n := count(server, id, title); n < 1 || n > most {
				t.Errorf("chat %d got %q %d times, want 1 to %d", id, title, n, most)
			}
		}
	}
	for id := int64(1); id <= people; id++ {
		if n := count(server, id, "✅ You now follow"); n != 1 {
			t.Errorf("chat %d was answered %d times, want once", id, n)
		}
		for _, never := range []string{"Old story", "Older story", "Football"} {
			if n := count(server, id, never); n != 0 {
				t.Errorf("chat %d got %q, want it not", id, never)
			}
		}
	}
	for _, title := range titles {
		if n := count(server, blocker, title); n != 0 {
			t.Errorf("who blocked the bot got %q", title)
		}
	}
	if v := server.Violations(); len(v) > 0 {
		t.Errorf("what Telegram would not have taken:\n%s", strings.Join(v, "\n"))
	}
}

// count is how many messages in a chat begin so.
func count(server *telegramtest.Server, chat int64, begins string) (n int) {
	for _, m := range server.Messages(chat) {
		if strings.HasPrefix(m.Text, begins) {
			n++
		}
	}
	return n
}

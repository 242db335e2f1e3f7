package main

import (
	"context"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/subscriptions"
)

// Two feeds tell the same in their own words, the second after the alert of the first
// went out. That alert is edited once to list the second, and stays as it is else: with
// the reasons that it came for, and what was tapped under it. Who wants each source's
// story has two alerts, and no edit. A restart edits nothing again.
func TestAnAlertThatWasSentListsASourceThatJoinsLater(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	server, err := telegramtest.Start(telegramtest.Options{OpenPrivate: true, RateLimits: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	origin := feedtest.New()
	if _, err := origin.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer origin.Close()
	const wire, herald = "/wire.xml", "/herald.xml"
	publish := func(path, title, text string) {
		origin.Publish(path, feed.Item{Title: title, Text: text, Link: origin.URL("/" + strings.ReplaceAll(title, " ", "-")), Published: time.Now(), Views: -1})
	}
	publish(wire, "Old story about wheat", "It was told before.")
	publish(herald, "Older story about oats", "So was it.")

	cfg := worldConfig(t.TempDir(), server, origin.URL(wire), origin.URL(herald))
	cfg.Telegram.MessagesPerSecond = 25
	const reader, collector = 1, 2
	start := func() (stop func()) {
		ctx, cancel := context.WithCancel(context.Background())
		a, err := openApp(ctx, cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			cancel()
			t.Fatal(err)
		}
		a.dispatcher.EditAfter = time.Second
		hourAgo := time.Now().Add(-time.Hour) // long enough to be known to have had the first story
		for _, id := range []int64{reader, collector} {
			if _, err := a.book.Update(ctx, id, func(c *subscriptions.Chat) error {
				if c.Created.IsZero() {
					c.Kind, c.Created, c.Each, c.NextID = subscriptions.Private, hourAgo, id == collector, 3
					c.Subscriptions = []subscriptions.Subscription{{ID: 1, Query: "dam", Created: hourAgo}, {ID: 2, Query: "evacuated", Created: hourAgo}}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
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
	stop := start()
	defer func() { stop() }()
	polls := func(n int) {
		t.Helper()
		for _, path := range []string{wire, herald} {
			if err := origin.Await(ctx, path, origin.Count(path)+n); err != nil {
				t.Fatal(err)
			}
		}
	}
	polls(2) // past the baseline

	const first, second = "Dam bursts near Zhem, thousands leave", "Three villages under water as Zhem dam gives way"
	publish(wire, first, "Rescuers evacuated two thousand residents after the dam on the river Zhem burst on Sunday evening and three villages were flooded.")
	if _, err := server.AwaitText(ctx, collector, first); err != nil {
		t.Fatal(err)
	}
	alert, err := server.AwaitText(ctx, reader, first)
	if err != nil {
		t.Fatal(err)
	}
	ann := telegramtest.User{ID: reader, FirstName: "Ann", LanguageCode: "en"}
	if err := server.Tap(reader, alert.ID, alert.Keyboard[0][0].Data, ann); err != nil {
		t.Fatal(err)
	}
	said, err := server.Await(ctx, reader, func(all []telegramtest.Sent) bool { return !all[0].Edited.IsZero() })
	if err != nil {
		t.Fatal(err)
	}
	tapped := said[0]

	publish(herald, second, "Two thousand residents were evacuated on Sunday evening: the dam on the river Zhem burst and flooded three villages, rescuers say.")
	if _, err := server.AwaitText(ctx, collector, second); err != nil {
		t.Fatal(err)
	}
	if _, err := server.AwaitText(ctx, reader, second); err != nil {
		t.Fatalf("%v; the reader's messages: %+v", err, server.Messages(reader))
	}
	stop()
	stop = start()
	polls(3)

	got := server.Messages(reader)
	if len(got) != 1 {
		t.Fatalf("the reader has %d messages, want the one alert", len(got))
	}
	before, after, listed := strings.Cut(got[0].Text, "Also reported by:\n• "+second)
	if !listed || !strings.HasPrefix(tapped.Text, strings.TrimSpace(before)) || !strings.HasSuffix(tapped.Text, after[strings.Index(after, "\n"):]) {
		t.Errorf("the alert says\n%s\nwant what it said before, and the other source:\n%s", got[0].Text, tapped.Text)
	}
	if !reflect.DeepEqual(got[0].Keyboard, tapped.Keyboard) || reflect.DeepEqual(tapped.Keyboard, alert.Keyboard) {
		t.Errorf("the buttons are %+v, want those that the tap left, %+v", got[0].Keyboard, tapped.Keyboard)
	}
	if n := server.Count("editMessageText"); n != 2 {
		t.Errorf("%d edits, want one for the tap and one for the source that joined", n)
	}
	for _, m := range server.Messages(collector) {
		if !m.Edited.IsZero() {
			t.Errorf("edited for who wants each source's story: %q", m.Text)
		}
	}
	if n := len(server.Messages(collector)); n != 2 {
		t.Errorf("who wants each source's story has %d messages, want 2", n)
	}
	if v := server.Violations(); len(v) > 0 {
		t.Errorf("what Telegram would not have taken:\n%s", strings.Join(v, "\n"))
	}
}

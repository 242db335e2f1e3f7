package main

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"newsbot/bot/dispatch"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// The chats of the golden store.
const (
	goldenReader  = 7
	goldenPaused  = 8
	goldenDigest  = 9
	goldenMissed  = 10
	goldenBlocked = 11
	goldenRussian = 12
	goldenForum   = -1001234567890
	goldenOld     = -42 // a group that became goldenMoved
	goldenMoved   = -1009876543210
	goldenChannel = -1005550001111
)

// fillGolden writes, through the bot's own parts, a store with something of
// everything: it stopped in the middle of its work.
func fillGolden(t *testing.T, p *parts) {
	ctx := t.Context()
	fillChats(t, p)
	talkTo(t, p)
	p.poll(t, goldenTime, "before")
	p.poll(t, goldenTime.Add(time.Hour), "after")
	p.subscribe(t)

	// All of the stories are dispatched, one is half delivered.
	dispatcher, err := dispatch.New(dispatch.Options{Store: p.w, Archive: p.archive, Index: p.book, Outbox: p.box})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error)
	go func() { done <- dispatcher.Run(running) }()
	var alerts []outbox.Delivery
	for len(alerts) == 0 || alerts[len(alerts)-1].Story != p.archive.Head() {
		changed := p.box.Changed()
		more, _, err := p.box.TakeAlerts(ctx, time.Now(), 100)
		if err != nil {
			t.Fatal(err)
		}
		if alerts = append(alerts, more...); len(more) == 0 {
			<-changed
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	italy := slices.DeleteFunc(alerts, func(d outbox.Delivery) bool { return d.Story != alerts[0].Story })
	now := time.Now()
	waits := outbox.Ack{Delivery: italy[2], Outcome: outbox.Later, Due: now.Add(time.Second),
		Retry: outbox.Retry{Attempt: 2, Since: now, Why: "too many requests", Unknown: true}}
	sent := outbox.Ack{Delivery: italy[0], Outcome: outbox.Sent, Message: 4711, Listed: italy[0].Story + 1}
	if err := p.box.Ack(ctx, sent, outbox.Ack{Delivery: italy[1], Outcome: outbox.Dropped}, waits); err != nil {
		t.Fatal(err)
	}
	if err := p.box.EnqueueEdits(ctx, italy[0].Story+2, []int64{italy[0].Story}, now); err != nil {
		t.Fatal(err)
	}

	// One digest waits, and of another the first part was being sent.
	date := goldenTime.Format(time.DateOnly)
	if err := p.box.EnqueueDigest(ctx, outbox.NewDigest{Chat: goldenDigest, Date: date, Stories: []int64{4, 1}, Total: 3}); err != nil {
		t.Fatal(err)
	}
	if err := p.box.EnqueueDigest(ctx, outbox.NewDigest{Chat: goldenReader, Date: date, Asked: true, Stories: []int64{4, 1}, Total: 2}); err != nil {
		t.Fatal(err)
	}
	digests, _, err := p.box.TakeDigests(ctx, time.Now(), 10)
	if err != nil || len(digests) != 2 {
		t.Fatalf("took %d digests: %v", len(digests), err)
	}
	for _, d := range digests {
		if d.Chat == goldenReader {
			if err := p.box.Begin(ctx, d, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func fillChats(t *testing.T, p *parts) {
	at := func(minutes int) time.Time { return goldenTime.Add(time.Duration(minutes-10_000) * time.Minute) }
	italy := subscriptions.Subscription{ID: 1, Query: "country:IT", Created: at(1)}
	chat := func(id int64, change func(*subscriptions.Chat)) {
		if _, err := p.book.Update(t.Context(), id, func(c *subscriptions.Chat) error {
			c.Kind, c.Created, c.Subscriptions, c.NextID = subscriptions.Private, at(0), []subscriptions.Subscription{italy}, 2
			change(c)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	chat(goldenReader, func(c *subscriptions.Chat) {
		c.Language, c.TimeZone = "en", "Asia/Almaty"
		c.Subscriptions = append(c.Subscriptions,
			subscriptions.Subscription{ID: 3, Query: `"nuclear energy" -football`, Muted: true, Created: at(3)},
			subscriptions.Subscription{ID: 4, Query: "visit* (oil OR gas)", Created: at(4)})
		c.NextID = 6
		c.Digest = subscriptions.Digest{On: true, Minute: 8 * 60, SkipEmpty: true, LastDate: "2026-11-24", LastSeq: 2}
	})
	chat(goldenPaused, func(c *subscriptions.Chat) { c.Pause = subscriptions.ByUser })
	chat(goldenDigest, func(c *subscriptions.Chat) {
		c.DigestOnly, c.TimeZone, c.Digest = true, "+05:30", subscriptions.Digest{On: true, Minute: 1439}
	})
	chat(goldenMissed, func(c *subscriptions.Chat) { c.Misses = 2 })
	chat(goldenBlocked, func(c *subscriptions.Chat) { c.Pause = subscriptions.Blocked })
	chat(goldenRussian, func(c *subscriptions.Chat) { c.Language, c.TimeZone = "ru", "Europe/Moscow" })
	chat(goldenForum, func(c *subscriptions.Chat) { c.Kind, c.Thread = subscriptions.Supergroup, 5 })
	chat(goldenOld, func(c *subscriptions.Chat) { c.Kind = subscriptions.Group })
	if err := p.book.Move(t.Context(), goldenOld, goldenMoved); err != nil {
		t.Fatal(err)
	}
	chat(goldenMoved, func(c *subscriptions.Chat) { c.Kind = subscriptions.Supergroup })
	chat(goldenChannel, func(c *subscriptions.Chat) {
		c.Kind = subscriptions.Channel
		c.Subscriptions[0].Query = "oil OR gas"
	})
}

// talkTo lets a person write something that the bot keeps, and the update's offset be saved.
func talkTo(t *testing.T, p *parts) {
	t.Helper()
	server := telegramtest.New(telegramtest.Options{})
	ana := telegramtest.User{ID: goldenReader, FirstName: "Ana", LanguageCode: "en"}
	b, client := p.bot(t, server)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- client.Poll(ctx, telegram.StoredCursor(p.w), b.Handle) }()
	for i, text := range []string{"camels", "/latest wheat"} {
		server.Say(telegramtest.PrivateChat(ana), ana, text)
		if _, err := server.AwaitCount(ctx, ana.ID, i+1); err != nil {
			t.Fatal(err)
		}
	}
	stop() // handles and saves what it has
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// The golden feeds: what they hold at first, and what they hold then.
const (
	goldenWire    = "https://news.example.org/wire.xml"
	goldenListing = "https://gov.example.org/listing.txt"
)

var goldenTime = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)

// A goldenOrigin is what the feeds hold at one time.
type goldenOrigin string

func (o goldenOrigin) Fetch(_ context.Context, r feed.Request) (*feed.Response, error) {
	item := func(n int, title, text string) string {
		return fmt.Sprintf("<item><title>%s</title><link>https://news.example.org/%d</link><guid>wire-%d</guid><pubDate>%s</pubDate><description>%s</description></item>",
			title, n, n, goldenTime.Add(time.Duration(n-60)*time.Minute).Format(time.RFC1123Z), text)
	}
	wire := item(1, "Old story about Italy", "It was told before.") + item(2, "Old story about Peru", "So was it.")
	listing := "25.11.2026, 12:10 15\nOld visit of the minister of Japan\nakorda.kz\nIt is over. The minister has left Almaty.\n"
	if o == "after" {
		wire += item(40, "Italy sends an orchestra", "It plays in <b>Astana</b>.") + item(41, "Football in Chile", "Two goals.")
		listing = "25.11.2026, 13:30\nOil and gas from Norway\ngov.kz\nThe first tanker has arrived in the port of Aktau.\n" + listing
	}
	if r.URL == goldenListing {
		return &feed.Response{Status: 200, URL: r.URL, ContentType: "text/plain; charset=utf-8", Body: []byte(listing), ETag: `"` + string(o) + `"`}, nil
	}
	return &feed.Response{Status: 200, URL: r.URL, ContentType: "application/rss+xml", LastModified: goldenTime.Format(time.RFC1123),
		Body: []byte(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Wire</title>` +
			`<atom:link rel="hub" href="` + goldenHubURL + `"/><atom:link rel="self" href="` + goldenWire + `"/><language>en</language>` + wire + `</channel></rss>`)}, nil
}

func goldenSources() []feed.Source {
	return []feed.Source{
		{URL: goldenWire, Every: time.Minute, Format: feed.RSS},
		{URL: goldenListing, Name: "Press", Every: time.Minute, Format: feed.Listing, TimeZone: time.FixedZone("+05:00", 5*3600)},
	}
}

// pending is the record of the queries that a chat's buttons refer to.
func pending(t *testing.T, r store.Reader, chat int64) string {
	value, err := r.Get(t.Context(), store.Key("pending", chat))
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsbot/feed/feedtest"
)

// measureIdle lets newsbot run with nothing to send, with the default schedule,
// and looks at what it occupies after a minute and uses in the minute after.
func measureIdle(ctx context.Context, b *bench) (figures []figure, err error) {
	const size, feeds = 1000, 10
	w, err := b.openWorld(ctx, varied(size), true, setting{
		"POLL_SCHEDULE": "@every 30s", "POLL_EVERY": "5m", "HTTP_LISTEN": "127.0.0.1:0",
	})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	for i := 1; i < feeds; i++ {
		path := fmt.Sprintf("/feed%d.xml", i)
		w.feeds = append(w.feeds, path)
		w.origin.Configure(path, feedtest.Feed{Title: path, Language: "en"})
		w.publishBaseline(path, 30)
	}
	p, err := w.run(ctx)
	if err != nil {
		return nil, err
	}
	if err := pause(ctx, time.Minute); err != nil {
		return nil, err
	}
	before, err := cpu(p)
	if err != nil {
		return nil, err
	}
	if err := pause(ctx, time.Minute); err != nil {
		return nil, err
	}
	after, err := cpu(p)
	if err != nil {
		return nil, err
	}
	m, err := residentMemory(p)
	if err != nil {
		return nil, err
	}
	if _, err := p.stop(ctx); err != nil {
		return nil, err
	}
	if n := w.origin.Count(""); n < feeds {
		return nil, fmt.Errorf("%d feeds were asked, not %d", n, feeds)
	}
	return []figure{
		below(noted("idle.memory", m.resident, "MB", fmt.Sprintf("resident after 2 minutes with %d feeds and %d chats: %.1f MB its own, %.1f MB of files", feeds, size, m.anonymous, m.file)), 40),
		noted("idle.cpu", (after - before).Seconds(), "s/min", "of one core"),
	}, nil
}

// varied returns n chats with three subscriptions each, as people have them.
func varied(n int) []chat {
	words := []string{"energy", "nuclear energy", "wheat", "\"rail freight\"", "visit*", "museum OR theatre", "football -women"}
	countries := []string{"Italy", "France", "Türkiye", "China", "Uzbekistan", "Germany", "Japan", "Brazil", "Canada", "India", "Egypt"}
	chats := make([]chat, n)
	for i := range chats {
		chats[i] = chat{privateID(i), []string{words[i%len(words)], countries[i%len(countries)], topic(i)}}
	}
	return chats
}

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// measureLatency publishes items at random moments, each for one of many chats,
// so that no chat's own pace holds one up, and takes the time from just before an
// item appears at the origin to its message at the Bot API server.
func measureLatency(ctx context.Context, b *bench) (figures []figure, err error) {
	const items, topics = 240, 60
	var chats []chat
	for i := range topics {
		chats = append(chats, chat{privateID(i), []string{topic(i)}})
	}
	w, err := b.openWorld(ctx, chats, true, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	p, err := w.ready(ctx)
	if err != nil {
		return nil, err
	}
	published := map[int]time.Time{}
	for i := range items {
		if err := pause(ctx, rand.N(800*time.Millisecond)); err != nil {
			return nil, err
		}
		now := time.Now()
		published[w.publish(topic(i%topics))] = now
	}
	err = p.until(ctx, "all messages", func() bool { _, n := w.journal.count(); return n == items })
	if err != nil {
		return nil, err
	}
	if _, err := p.stop(ctx); err != nil {
		return nil, err
	}
	arrivals, err := w.journal.all()
	if err != nil {
		return nil, err
	}
	var took []time.Duration
	for _, a := range arrivals {
		took = append(took, a.at.Sub(published[a.story]))
	}
	detail := fmt.Sprintf("%d items at random moments, poll.schedule \"@every 1s\"", items)
	return []figure{
		noted("latency.p50", percentile(took, 0.5).Seconds(), "s", detail),
		below(noted("latency.p99", percentile(took, 0.99).Seconds(), "s", detail), 2.5),
		noted("latency.max", percentile(took, 1).Seconds(), "s", detail),
	}, nil
}

// topic is a word that no other topic has.
func topic(n int) string { return fmt.Sprintf("topic%d", n) }

// pause waits.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

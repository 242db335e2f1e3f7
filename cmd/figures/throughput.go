package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// measureThroughput publishes one story for all of 10,000 chats.
func measureThroughput(ctx context.Context, b *bench) (figures []figure, err error) {
	const size = 10_000
	w, err := b.openWorld(ctx, private(size, "energy"), false, setting{"TELEGRAM_MESSAGES_PER_SECOND": "0"})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	p, err := w.ready(ctx)
	if err != nil {
		return nil, err
	}
	published := time.Now()
	w.publish("energy")
	if err := p.until(ctx, "all messages", func() bool { _, n := w.journal.count(); return n == size }); err != nil {
		return nil, err
	}
	used, err := cpu(p)
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
	if len(arrivals) != size {
		return nil, fmt.Errorf("%d messages for %d chats", len(arrivals), size)
	}
	first, last := arrivals[0].at, arrivals[size-1].at
	found := w.found(published, first)
	detail := fmt.Sprintf("1 story to %d chats, the server on the same cores, newsbot's CPU %.1f s in all", size, used.Seconds())
	return []figure{
		above(noted("throughput", perSecond(size, first, last), "messages/s", detail), 1000),
		noted("throughput.found-first", first.Sub(found).Seconds(), "s", "from the origin's answer with the story"),
		noted("throughput.found-last", last.Sub(found).Seconds(), "s", "from the origin's answer with the story"),
	}, nil
}

// found is when the origin first gave out what was published at a time and had
// arrived at another.
func (w *world) found(published, arrived time.Time) time.Time {
	found := published
	for _, r := range w.origin.Requests(mainFeed) {
		if r.Status == 200 && r.At.After(published) && r.At.Before(arrived) {
			return r.At
		}
	}
	return found
}

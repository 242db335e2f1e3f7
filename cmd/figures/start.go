package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// measureStart takes the time from the start of the process to the first
// request at the origin, several times on one store.
func measureStart(ctx context.Context, b *bench) (figures []figure, err error) {
	const size, starts = 10_000, 7
	w, err := b.openWorld(ctx, varied(size), true, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	var took []time.Duration
	for range starts {
		before := len(w.origin.Requests(mainFeed))
		p, err := w.run(ctx)
		if err != nil {
			return nil, err
		}
		if err := p.until(ctx, "the first poll", func() bool { return len(w.origin.Requests(mainFeed)) > before }); err != nil {
			return nil, err
		}
		took = append(took, w.origin.Requests(mainFeed)[before].At.Sub(p.started))
		if _, err := p.stop(ctx); err != nil {
			return nil, err
		}
		// The feed must be due again, or the next start would not ask for it.
		if err := pause(ctx, 2*time.Second); err != nil {
			return nil, err
		}
	}
	detail := fmt.Sprintf("start of the process to the first request at the origin, %d chats with 3 subscriptions, %d starts", size, starts)
	return []figure{
		below(noted("start.median", percentile(took, 0.5).Seconds(), "s", detail), 1),
		below(noted("start.max", percentile(took, 1).Seconds(), "s", detail), 1),
	}, nil
}

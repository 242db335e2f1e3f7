package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store/boltstore"
)

const (
	// quiet is how long nothing arrives before newsbot is taken to be done.
	quiet = 3 * time.Second
	// silent is the same where deliveries are missing: what comes first is a
	// retry under way, or a poll, or the minute after which stages look again.
	silent = 75 * time.Second
)

// drain lets newsbot run until nothing is left in its outbox, and returns how
// many of the deliveries that should have come have not: they are lost.
func (w *world) drain(ctx context.Context, want int) (lost int, err error) {
	due := time.Time{}
	for {
		p, err := w.run(ctx)
		if err != nil {
			return 0, err
		}
		if err := p.until(ctx, "the outbox to be empty", func() bool { return w.idle(p, want, due) }); err != nil {
			return 0, err
		}
		if _, err := p.stop(ctx); err != nil {
			return 0, err
		}
		empty := false
		if empty, due, err = w.outboxEmpty(ctx); err != nil {
			return 0, err
		}
		if empty {
			break
		}
		w.bench.say("the outbox is not empty yet: the next delivery is due in %v", time.Until(due).Round(time.Second))
	}
	if _, err := w.journal.all(); err != nil {
		return 0, err
	}
	_, came := w.journal.count()
	return want - came, nil
}

// idle reports whether newsbot seems to have nothing left to do: nothing has come
// for a while, and not since what is due came due.
func (w *world) idle(p *process, want int, due time.Time) bool {
	_, came := w.journal.count()
	patience := quiet
	if came < want {
		patience = silent
	}
	since := p.started
	for _, t := range []time.Time{w.journal.last(), due} {
		if t.After(since) {
			since = t
		}
	}
	return time.Since(since) > patience
}

// outboxEmpty looks into the store of a newsbot that was stopped, and says when
// the first of what is left is due.
func (w *world) outboxEmpty(ctx context.Context) (empty bool, due time.Time, err error) {
	db, err := boltstore.Open(w.store())
	if err != nil {
		return false, due, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	box, err := outbox.Open(ctx, db)
	if err != nil {
		return false, due, err
	}
	now := time.Now()
	ready, due, err := box.TakeAlerts(ctx, now, 1)
	if err != nil {
		return false, due, fmt.Errorf("look into the outbox: %w", err)
	}
	if len(ready) > 0 {
		return false, now, nil
	}
	return due.IsZero(), due, nil
}

package notify

import (
	"context"
	"errors"
	"sync"
	"time"

	"newsbot/bot/outbox"
)

const (
	// holdOver is how far off a delivery may be and still stay in the window. Beyond
	// it goes back to the outbox with a due time, so that slow chats do not fill it.
	holdOver = 5 * time.Second
	// keepOver is the same for a delivery that was put off and is due: putting it off
	// again costs it its place.
	keepOver = 30 * time.Second
	// look is how often the outbox is looked at if nothing happens.
	look = time.Minute
	// digestShare is the share of digests, one in so many, while alerts take the
	// whole rate: a story to many must not hold up the digests for hours.
	digestShare = 8
)

// run is the state of one Run. Only its loop touches it.
type run struct {
	*Notifier
	alerts, digests, edits *lineup

	busy    map[int64]bool      // chats being sent to
	horizon map[int64]time.Time // the last due time given to what a chat could not take yet
	window  int                 // of each lineup
	queued  int                 // most deliveries of one chat in a lineup
	free    int                 // slots
	flying  int                 // slots with a send under way
	editing int                 // slots of edits, half of all at most: alerts find the others free
	turn    int                 // alerts since a digest had its chance
	fails   int                 // failures in a row, each of another chat
	failed  int64               // the chat of the latest
	resume  time.Time           // nothing is sent before, as Telegram cannot be reached

	results    chan result
	workers    sync.WaitGroup
	send       context.Context // outlives the ctx of Run by the grace
	cancelSend context.CancelFunc
	store      context.Context // outlives that
	stopStore  context.CancelFunc

	outcomes   []*result // to be stored
	stored     chan commit
	committing bool
}

// A commit is outcomes that were stored, or could not be.
type commit struct {
	results []*result
	err     error
}

func newRun(ctx context.Context, n *Notifier) *run {
	r := &run{Notifier: n, alerts: newLineup(Alert), digests: newLineup(Digest), edits: newLineup(Edit),
		busy: map[int64]bool{}, horizon: map[int64]time.Time{},
		window: min(8192, max(256, 10*n.Pacer.rate)), queued: 5, free: n.InFlight,
		results: make(chan result, n.InFlight), stored: make(chan commit, 1)}
	if n.Pacer.unpaced() {
		r.window, r.queued = 8192, 64
	}
	detached := context.WithoutCancel(ctx)
	r.send, r.cancelSend = context.WithCancel(detached)
	r.store, r.stopStore = context.WithCancel(detached)
	return r
}

// lineups returns all, the highest priority first.
func (r *run) lineups() []*lineup { return []*lineup{r.alerts, r.digests, r.edits} }

// stop ends what the loop left and waits for it.
func (r *run) stop() {
	r.cancelSend()
	r.stopStore()
	r.workers.Wait()
}

// loop runs until ctx is done or something fails for good; what is under way then
// finishes first, within the grace.
func (r *run) loop(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	changed := r.Outbox.Changed()
	for {
		if err := r.refill(ctx); err != nil {
			if ctx.Err() != nil {
				return r.drain()
			}
			return err
		}
		wake := r.dispatch()
		r.commit()
		timer.Reset(max(0, time.Until(wake)))
		select {
		case <-ctx.Done():
			return r.drain()
		case res := <-r.results:
			if err := r.landed(res); err != nil {
				return r.abandon(err)
			}
		case c := <-r.stored:
			if err := r.settled(c); err != nil {
				return err
			}
		case <-changed:
			// Kept until it is seen here, however often something else wakes the
			// loop first, and renewed before looking: nothing is missed.
			changed = r.Outbox.Changed()
			for _, l := range r.lineups() {
				l.drained = false
			}
		case <-timer.C:
		}
		r.collect()
	}
}

// collect takes in what is ready beside what woke the loop, so that it shares a
// commit.
func (r *run) collect() {
	for {
		select {
		case res := <-r.results:
			if res.err != nil {
				r.results <- res // its slot is free in the channel; the loop sees to it
				return
			}
			_ = r.landed(res)
		default:
			return
		}
	}
}

// abandon ends the run because of err, after what is under way.
func (r *run) abandon(err error) error {
	if drained := r.drain(); drained != nil {
		return drained
	}
	return err
}

// drain lets the sends under way finish and stores their outcomes. It returns what
// keeps that from being done.
func (r *run) drain() error {
	grace := time.AfterFunc(r.Grace, r.cancelSend)
	defer grace.Stop()
	// A send ends soon after its context; storing takes a moment.
	end := time.AfterFunc(r.Grace+2*time.Second, r.stopStore)
	defer end.Stop()
	var failure error
	for r.flying > 0 || r.committing || len(r.outcomes) > 0 {
		r.commit()
		select {
		case res := <-r.results:
			if err := r.landed(res); err != nil && failure == nil {
				failure = err
			}
		case c := <-r.stored:
			if err := r.settled(c); err != nil {
				return err
			}
		}
	}
	return failure
}

// landed takes in the result of a send.
func (r *run) landed(res result) error {
	r.flying--
	it := res.item
	delete(r.busy, it.chat)
	if res.err != nil && r.send.Err() != nil && errors.Is(res.err, context.Canceled) {
		return nil // the grace was over before it was sent
	}
	if res.err != nil {
		return res.err
	}
	switch {
	case res.sent:
		r.fails, r.resume = 0, time.Time{}
	case res.down && it.chat != r.failed:
		// One chat that fails says nothing of the others; several give Telegram a rest.
		r.failed = it.chat
		if r.fails++; r.fails > 2 {
			r.resume = time.Now().Add(min(time.Minute, time.Second<<min(r.fails-3, 6)))
		}
	}
	r.outcomes = append(r.outcomes, &res)
	for _, l := range r.lineups() {
		l.wake(it.chat)
	}
	if res.ack.Outcome == outbox.Later {
		r.unload(it.chat)
	}
	return nil
}

// commit starts to store the outcomes that are there, unless that is under way:
// those that come meanwhile share the next commit.
func (r *run) commit() {
	if r.committing || len(r.outcomes) == 0 {
		return
	}
	batch := r.outcomes
	r.outcomes, r.committing = nil, true
	acks := make([]outbox.Ack, len(batch))
	for i, res := range batch {
		acks[i] = *res.ack
	}
	r.workers.Go(func() {
		r.stored <- commit{batch, r.Outbox.Ack(r.store, acks...)}
	})
}

// settled gives back the slots of outcomes that are durable.
func (r *run) settled(c commit) error {
	r.committing = false
	if c.err != nil {
		return c.err
	}
	for _, res := range c.results {
		l := res.item.lineup
		l.size--
		l.drained = false
		if res.item.slot {
			r.free++
			if l == r.edits {
				r.editing--
			}
		}
		if res.event.Outcome != 0 {
			r.Observe(res.event)
		}
	}
	return nil
}

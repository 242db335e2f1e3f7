package outbox

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"newsbot/subscriptions/store"
)

// An Outbox is the deliveries in a store. Its methods may be called from any
// goroutine, but only one reader should take and acknowledge: TakeAlerts,
// TakeDigests and TakeEdits hand a delivery out once for each Open.
type Outbox struct {
	w store.Writer

	enqueue sync.Mutex // held while something is enqueued
	staged  bool       // an enqueue that failed may have left chunks; guarded by enqueue

	settle sync.Mutex     // held while outcomes are stored
	tails  map[int64]tail // of stories with alerts sent lately; guarded by settle

	edits chan struct{} // full while it is changed what is to be edited; see lockEdits

	mu      sync.Mutex
	last    int64               // the highest story ever enqueued
	jobs    []*job              // not ended, oldest first; the first maxOpen may be loaded
	open    map[int64]*job      // jobs by story
	taken   map[string]struct{} // keys of due entries that are handed out
	begun   map[string]struct{} // digests with a part begun by this process
	kept    map[int64]int64     // the stories with messages that may be edited, and the first of their records
	pruned  time.Time           // when those were last looked through
	passes  passes
	changed chan struct{} // closed when something was enqueued
}

// Open reads how far deliveries are and deletes what an interrupted enqueue left.
func Open(ctx context.Context, w store.Writer) (*Outbox, error) {
	o := &Outbox{w: w, open: map[int64]*job{}, taken: map[string]struct{}{}, begun: map[string]struct{}{},
		tails: map[int64]tail{}, kept: map[int64]int64{}, edits: make(chan struct{}, 1), changed: make(chan struct{})}
	last, err := w.Get(ctx, lastKey)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return nil, fmt.Errorf("open outbox: %w", err)
	case len(last) != 8:
		return nil, fmt.Errorf("open outbox: last story has %d bytes: %w", len(last), store.ErrDamaged)
	default:
		o.last = int64(binary.BigEndian.Uint64(last))
	}
	if err := o.deleteStaged(ctx); err != nil {
		return nil, fmt.Errorf("open outbox: %w", err)
	}
	err = store.Walk(ctx, w, store.Key(root, "job"), func(e store.Entry) error {
		story, err := numbers(e.Key, 1)
		if err != nil {
			return err
		}
		rec, err := decode[jobRecord](e)
		if err != nil {
			return err
		}
		o.add(&job{story: story[0], record: rec})
		return nil
	})
	if err == nil {
		err = o.findSent(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("open outbox: %w", err)
	}
	return o, nil
}

// deleteStaged deletes the chunks of stories over the last enqueued: their job
// was never committed.
func (o *Outbox) deleteStaged(ctx context.Context) error {
	after := chunkKey(o.last, math.MaxInt64)
	for {
		page, err := o.w.Scan(ctx, store.Key(root, "chunk"), after, store.MaxOps)
		if err != nil || len(page) == 0 {
			return err
		}
		ops := make([]store.Op, len(page))
		for i, e := range page {
			ops[i] = store.Delete(e.Key)
		}
		if err := o.apply(ctx, ops); err != nil {
			return err
		}
	}
}

func (o *Outbox) add(j *job) {
	o.jobs = append(o.jobs, j)
	o.open[j.story] = j
}

// Changed returns a channel that is closed when something is enqueued after the
// call: a hint to take again.
func (o *Outbox) Changed() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.changed
}

// Wake closes the channel of Changed. It follows a commit that carried the
// operations of DigestOps.
func (o *Outbox) Wake() {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.changed)
	o.changed = make(chan struct{})
}

// How often and how long an Apply of unknown outcome is applied again before its
// error is returned: about three seconds in all.
const (
	applyTries = 8
	applyPause = 25 * time.Millisecond
)

// apply applies ops, again while the outcome is unknown: the values are absolute.
func (o *Outbox) apply(ctx context.Context, ops []store.Op) error {
	pause := applyPause
	for try := 1; ; try++ {
		err := o.w.Apply(ctx, ops)
		switch {
		case err == nil,
			errors.Is(err, store.ErrFenced), errors.Is(err, store.ErrClosed), errors.Is(err, store.ErrTooLarge),
			ctx.Err() != nil, try == applyTries:
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
		pause *= 2
	}
}

package outbox

import (
	"context"
	"time"

	"newsbot/subscriptions/store"
)

const (
	pruneEvery = time.Minute
	// pruneCommits bounds one look, which keeps whoever takes waiting. With a hundred
	// records each that is a quarter of a million messages a minute, more than may
	// be sent.
	pruneCommits = 10
)

// prune deletes which messages the alerts of old stories are, and what was to be
// edited of them: that first or in the same commit, as it is by its messages that an
// old story is found.
func (o *Outbox) prune(ctx context.Context, now time.Time) error {
	var ops []store.Op
	var done []int64 // stories of which nothing is left
	commit := func() error {
		if err := o.apply(ctx, ops); err != nil {
			return err
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		for _, story := range done {
			delete(o.kept, story)
		}
		ops, done = nil, nil
		return nil
	}
	commits := 0
	for _, story := range o.old(now) {
		rec, err := o.editOf(ctx, story)
		if err != nil {
			return err
		}
		var after []byte
		for more := true; more; {
			if len(ops)+editOps > store.MaxOps {
				if err := commit(); err != nil {
					return err
				}
				if commits++; commits == pruneCommits {
					return nil // the rest at the next look
				}
			}
			ops = append(ops, deleteEdit(story, rec.Due)...)
			room := store.MaxOps - len(ops)
			page, err := o.w.Scan(ctx, store.Key(root, "sent", story), after, room)
			if err != nil {
				return err
			}
			for _, e := range page {
				ops, after = append(ops, store.Delete(e.Key)), e.Key
			}
			more = len(page) == room
		}
		done = append(done, story)
	}
	if len(ops) == 0 {
		return nil
	}
	return commit()
}

// old returns the stories of which nothing is to be kept any more, when it is time to
// look. One that is gone through is left for later.
func (o *Outbox) old(now time.Time) (stories []int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if now.Sub(o.pruned) < pruneEvery {
		return nil
	}
	o.pruned = now
	for story, since := range o.kept {
		if now.Sub(time.UnixMilli(since)) > KeepSent && o.passes.of(story) == nil {
			stories = append(stories, story)
		}
	}
	return stories
}

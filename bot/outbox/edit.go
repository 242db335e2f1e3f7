package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

const (
	// editRest is how long the alerts of a story are left alone after they were
	// edited: those of a group may be joined by fifteen others.
	editRest = 10 * time.Minute
	// maxAttempts is how many passes in a row leave something undone; the pauses
	// between them double from editRest, so that it is tried for five hours.
	maxAttempts = 5
	editOps     = 3 // for one story, at the most
)

// EnqueueEdits has the alerts of the stories that were sent edited from due on, as
// the story joined tells the same: each that lists none as new as that. What is to be
// edited already is not enqueued again, and alerts are edited once in ten minutes at
// the most. To enqueue the same again changes little.
func (o *Outbox) EnqueueEdits(ctx context.Context, joined int64, stories []int64, due time.Time) error {
	err := o.lockEdits(ctx)
	if err == nil {
		err = o.enqueueEdits(ctx, joined, stories, due)
		o.unlockEdits()
	}
	if err != nil {
		return fmt.Errorf("enqueue edits for story %d: %w", joined, err)
	}
	o.Wake()
	return nil
}

// lockEdits is for whoever changes what is to be edited. A commit comes within, so it
// may take long.
func (o *Outbox) lockEdits(ctx context.Context) error {
	select {
	case o.edits <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o *Outbox) unlockEdits() { <-o.edits }

func (o *Outbox) enqueueEdits(ctx context.Context, joined int64, stories []int64, due time.Time) error {
	for part := range slices.Chunk(stories, store.MaxOps/editOps) {
		var ops []store.Op
		for _, story := range part {
			rec, err := o.editOf(ctx, story)
			if err != nil {
				return err
			}
			was := rec.Due
			rec.Newest, rec.Attempt = max(rec.Newest, joined), 0
			switch at := max(due.UnixMilli(), rec.Rest, 1); {
			case rec.Due == 0:
				rec.Due = at
			case !o.passing(story): // else what its end makes of Newest counts
				rec.Due = min(rec.Due, at)
			}
			ops = append(ops, setEdit(story, was, rec)...)
		}
		if err := o.apply(ctx, ops); err != nil {
			return err
		}
	}
	return nil
}

func (o *Outbox) passing(story int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.passes.of(story) != nil
}

// editOf reads what is to be edited of a story's alerts: nothing, if nothing is stored.
func (o *Outbox) editOf(ctx context.Context, story int64) (editRecord, error) {
	key := editKey(story)
	value, err := o.w.Get(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return editRecord{V: recordVersion}, nil
	}
	if err != nil {
		return editRecord{}, fmt.Errorf("edits of story %d: %w", story, err)
	}
	rec, err := decode[editRecord](store.Entry{Key: key, Value: value})
	if err == nil && (rec.Attempt < 0 || rec.Due < 0) {
		err = fmt.Errorf("key %x: attempt %d, due %d: %w", key, rec.Attempt, rec.Due, store.ErrDamaged)
	}
	return rec, err
}

// setEdit returns the operations that store rec and move its due time from was; 0 is
// none, of either.
func setEdit(story, was int64, rec editRecord) []store.Op {
	ops := []store.Op{store.Set(editKey(story), encode(rec))}
	if was != 0 && was != rec.Due {
		ops = append(ops, store.Delete(editDueKey(was, story)))
	}
	if rec.Due != 0 {
		ops = append(ops, store.Set(editDueKey(rec.Due, story), []byte{}))
	}
	return ops
}

func deleteEdit(story, due int64) []store.Op {
	return []store.Op{store.Delete(editKey(story)), store.Delete(editDueKey(due, story))}
}

// stageEdit notes what a message lists now, or that it is not to be edited any more.
func (o *Outbox) stageEdit(ctx context.Context, b *batch, a Ack) error {
	d := a.Delivery
	b.edits = append(b.edits, a)
	if a.Outcome == Later {
		return nil
	}
	alerts, err := o.record(ctx, b, recordID{d.Story, d.place.record})
	if err != nil {
		return err
	}
	if i := d.place.index; i < len(alerts) { // else it was deleted for its age
		if alerts[i].listed = max(alerts[i].listed, a.Listed); a.Outcome != Sent {
			alerts[i].message = 0
		}
	}
	return nil
}

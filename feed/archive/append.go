package archive

import (
	"context"
	"errors"
	"fmt"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// A batch is one Apply: entries, and the number of the last story among them.
type batch struct {
	ops     []store.Op
	stories []*feed.Story
	bytes   int
	head    int64
}

// maxBatchOps leaves room for the head.
const maxBatchOps = store.MaxOps - 1

// add puts ops into the batch if there is room for all of them.
func (b *batch) add(ops []store.Op, head int64) bool {
	size := 0
	for _, op := range ops {
		size += len(op.Key) + len(op.Value)
	}
	// Half of the limit: a batch may be large, one entry is never near it.
	if len(b.ops) > 0 && (len(b.ops)+len(ops) > maxBatchOps || b.bytes+size > store.MaxBytes/2) {
		return false
	}
	b.ops, b.bytes, b.head = append(b.ops, ops...), b.bytes+size, head
	return true
}

// Commit implements feed.Archive.
func (a *Archive) Commit(ctx context.Context, source string, entries []feed.Entry) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.settle(ctx); err != nil {
		return err
	}
	head := a.head.Load()
	b := &batch{head: head}
	for _, e := range entries {
		ops, err := a.encode(source, e, head+1)
		if err != nil {
			return err
		}
		next := head
		if e.Story != nil {
			next++
		}
		if !b.add(ops, next) {
			if err := a.apply(ctx, b); err != nil {
				return err
			}
			b = &batch{}
			b.add(ops, next)
		}
		if head = next; e.Story != nil {
			b.stories = append(b.stories, e.Story)
		}
	}
	if len(b.ops) == 0 {
		return nil
	}
	return a.apply(ctx, b)
}

// encode returns the ops of an entry, whose story, if any, gets the number.
func (a *Archive) encode(source string, e feed.Entry, seq int64) ([]store.Op, error) {
	var ops []store.Op
	if e.Story != nil {
		e.Story.Seq = seq
		if a.group != nil {
			a.group.Join(e.Story)
		}
		value, err := encodeStory(e.Story)
		if err != nil {
			return nil, fmt.Errorf("encode story %s: %w", e.Story.ID, err)
		}
		ops = append(ops, store.Set(storyKey(seq), value))
	}
	id := sourceID(source)
	for _, m := range e.Marks {
		ops = append(ops, store.Set(seenKey(id, m.Key), encodeMark(m.Mark)))
	}
	if e.Shown != nil {
		ops = append(ops, store.Set(shownKey(id), encodeShown(e.Shown)))
	}
	return ops, nil
}

func (a *Archive) apply(ctx context.Context, b *batch) error {
	if b.head != a.head.Load() {
		b.ops = append(b.ops, store.Set(headKey(), encodeHead(b.head)))
	}
	a.pending = b
	return a.settle(ctx)
}

// settle applies the pending batch. One that failed may be stored all the same:
// until the same ops have been stored for certain no number is given out and no
// key is looked up, or a story could be overwritten, or logged twice.
func (a *Archive) settle(ctx context.Context) error {
	if a.pending == nil {
		return nil
	}
	if err := a.store.Apply(ctx, a.pending.ops); err != nil {
		if errors.Is(err, store.ErrTooLarge) {
			a.pending = nil // certainly not stored, and never will be
		}
		return fmt.Errorf("append to the archive: %w", err)
	}
	head, stories := a.pending.head, a.pending.stories
	a.pending = nil
	a.grouped(stories)
	if head != a.head.Load() {
		a.head.Store(head)
		close(a.changed)
		a.changed = make(chan struct{})
	}
	return nil
}

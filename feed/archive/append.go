package archive

import (
	"context"
	"errors"
	"fmt"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// A batch is one Apply: stories, the parts that their keys are in and the number of
// the last story.
type batch struct {
	ops     []store.Op // the stories and what is shown; once it is sealed, all
	stories []*feed.Story
	bytes   int // of the ops
	head    int64
	seen    shelf
}

// maxBatchOps leaves room for the head.
const maxBatchOps = store.MaxOps - 1

// fits says whether there is room for an entry whose story and what is shown take so
// many bytes. Each of its keys may be in another part, and split that.
func (b *batch) fits(e feed.Entry, size int) bool {
	if b.isEmpty() {
		return true
	}
	parts := len(b.seen.held) + 2*len(e.Marks)
	return len(b.ops)+2+parts <= maxBatchOps && b.bytes+size+parts*maxPartBytes <= store.MaxBytes
}

func (b *batch) isEmpty() bool { return len(b.ops) == 0 && len(b.seen.held) == 0 }

// Commit implements feed.Archive.
func (a *Archive) Commit(ctx context.Context, source string, entries []feed.Entry) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.settle(ctx); err != nil {
		return err
	}
	id := sourceID(source)
	b := &batch{head: a.head.Load(), seen: shelf{source: id}}
	for _, e := range entries {
		value, err := a.encode(e, b.head+1)
		if err != nil {
			return err
		}
		var shown []byte
		if e.Shown != nil {
			shown = encodeShown(e.Shown)
		}
		if !b.fits(e, len(value)+len(shown)) {
			if err := a.apply(ctx, b); err != nil {
				return err
			}
			b = &batch{head: b.head, seen: shelf{source: id}}
		}
		if e.Story != nil {
			b.head++
			b.ops = append(b.ops, store.Set(storyKey(b.head), value))
			b.bytes += len(value)
			b.stories = append(b.stories, e.Story)
		}
		if shown != nil {
			b.ops = append(b.ops, store.Set(shownKey(id), shown))
			b.bytes += len(shown)
		}
		for _, m := range e.Marks {
			if err := b.seen.set(ctx, a, shortKey(m.Key), m.Mark); err != nil {
				return err
			}
		}
	}
	if b.isEmpty() {
		return nil
	}
	return a.apply(ctx, b)
}

// encode numbers the story of an entry and returns its record; nil: it has none.
func (a *Archive) encode(e feed.Entry, seq int64) ([]byte, error) {
	if e.Story == nil {
		return nil, nil
	}
	e.Story.Seq = seq
	if a.group != nil {
		a.group.Join(e.Story)
	}
	value, err := encodeStory(e.Story)
	if err != nil {
		return nil, fmt.Errorf("encode story %s: %w", e.Story.ID, err)
	}
	return value, nil
}

func (a *Archive) apply(ctx context.Context, b *batch) error {
	b.ops = append(b.ops, b.seen.ops()...)
	if b.head != a.head.Load() {
		b.ops = append(b.ops, store.Set(headKey(), encodeHead(b.head)))
	}
	a.pending = b
	return a.settle(ctx)
}

// settle applies the pending batch. One that failed may be stored all the same:
// until the same ops have been stored for certain no number is given out and no
// part is read, or a story could be overwritten, or logged twice.
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

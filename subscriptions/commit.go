package subscriptions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

// An edit gives a chat a new document; nil removes it.
type edit struct {
	id   int64
	chat *Chat
}

// A change is what one Apply is to store: edits of chats, ops of others, and
// aliases by old id, where one of 0 is removed.
type change struct {
	edits   []edit
	ops     []store.Op
	aliases map[int64]int64
}

// commit stores a change in one Apply, then shows it. The buckets of its chats
// must be locked.
func (b *Book) commit(ctx context.Context, c change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	before, after := map[int][]*Chat{}, map[int][]*Chat{}
	for _, e := range c.edits {
		n := bucketOf(e.id)
		if _, ok := after[n]; !ok {
			before[n], after[n] = b.buckets[n].chats, slices.Clone(b.buckets[n].chats)
		}
		after[n] = edited(after[n], e)
	}
	var ops []store.Op
	for n, chats := range after {
		op, err := bucketOp(n, chats)
		if err != nil {
			return err
		}
		ops = append(ops, op)
	}
	err := b.apply(ctx, append(ops, c.ops...))
	switch {
	case err == nil:
		b.mu.Lock()
		defer b.mu.Unlock()
		for n, chats := range after {
			b.show(n, chats)
		}
		b.rename(c.aliases)
		return nil
	case refused(err):
		return err
	}
	// What is stored decides.
	if again := b.reload(ctx, c); again != nil {
		return errors.Join(err, again)
	}
	if b.holds(after) && !equal(before, after) {
		return nil
	}
	return err
}

// holds reports whether the buckets have these chats.
func (b *Book) holds(buckets map[int][]*Chat) bool {
	now := map[int][]*Chat{}
	for n := range buckets {
		now[n] = b.buckets[n].chats
	}
	return equal(now, buckets)
}

// equal reports whether the same is stored for the same buckets.
func equal(a, b map[int][]*Chat) bool {
	for n := range a {
		if !slices.EqualFunc(a[n], b[n], same) {
			return false
		}
	}
	return true
}

// An Apply of unknown outcome is tried again a few times, whatever becomes of
// the caller, as half a second decides between a clean and an unsure state.
const (
	applyTries   = 5
	firstPause   = 20 * time.Millisecond // doubles
	settleWithin = 5 * time.Second
)

func (b *Book) apply(ctx context.Context, ops []store.Op) error {
	err := b.store.Apply(ctx, ops)
	if err == nil || refused(err) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	pause := firstPause
	for range applyTries - 1 {
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
		if err = b.store.Apply(ctx, ops); err == nil || refused(err) {
			return err
		}
		pause *= 2
	}
	return err
}

// refused reports whether nothing was stored for sure. After tries of unknown
// outcome a refusal leaves open what those did, but then this process has lost
// the lead or closed the store, and writes no more.
func refused(err error) bool {
	return errors.Is(err, store.ErrFenced) || errors.Is(err, store.ErrTooLarge) || errors.Is(err, store.ErrClosed)
}

// reload shows what the store holds of what c was to change.
func (b *Book) reload(ctx context.Context, c change) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	for _, e := range c.edits {
		b.buckets[bucketOf(e.id)].unsure = true
	}
	first := &b.buckets[bucketOf(c.edits[0].id)]
	for from := range c.aliases {
		first.doubts = append(first.doubts, from)
	}
	var errs []error
	for _, e := range c.edits {
		errs = append(errs, b.settle(ctx, e.id))
	}
	return errors.Join(errs...)
}

// settle reads the bucket of a chat again if it is unsure. It must be locked.
func (b *Book) settle(ctx context.Context, id int64) error {
	n := bucketOf(id)
	k := &b.buckets[n]
	if !k.unsure {
		return nil
	}
	var chats []*Chat
	value, err := b.again(ctx, store.Key(chatsKey, n))
	if err != nil {
		return err
	}
	if value != nil {
		if chats, _, err = readBucket(store.Entry{Key: store.Key(chatsKey, n), Value: value}); err != nil {
			return err
		}
	}
	aliases := make(map[int64]int64, len(k.doubts))
	for _, from := range k.doubts {
		aliases[from] = 0
		if value, err = b.again(ctx, store.Key(movedKey, from)); err != nil {
			return err
		}
		if value != nil {
			if _, aliases[from], err = readMoved(store.Entry{Key: store.Key(movedKey, from), Value: value}); err != nil {
				return err
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.show(n, chats)
	b.rename(aliases)
	k.unsure, k.doubts = false, nil
	return nil
}

// again reads a key; nil is no value.
func (b *Book) again(ctx context.Context, key []byte) ([]byte, error) {
	value, err := b.store.Get(ctx, key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read key %s again: %w", keyName(key), err)
	}
	return value, nil
}

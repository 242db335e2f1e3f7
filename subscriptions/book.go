package subscriptions

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"newsbot/subscriptions/index"
	"newsbot/subscriptions/store"
)

// A Book holds every chat, in memory and in the store. Its methods may be called
// from any goroutine.
type Book struct {
	store   store.Writer
	buckets [bucketCount]bucket

	mu       sync.RWMutex
	chats    map[int64]*Chat // never changed in place
	moved    map[int64]int64 // from an old id to the next one; never to an id that moved back
	problems []error

	index  *index.Index // of what chats asks for; changed with mu held
	parsed *parsed
}

// keep makes a chat's queries be read with the help of b.
func (b *Book) keep(c *Chat) {
	for i := range c.Subscriptions {
		c.Subscriptions[i].parsed = b.parsed
	}
}

// Problems returns an error for each stored subscription whose query this
// version could not read when the book was opened. They are kept and match
// nothing.
func (b *Book) Problems() []error {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Clone(b.problems)
}

// Current returns the id that the chat has now: id itself, unless it moved.
func (b *Book) Current(id int64) int64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.current(id)
}

func (b *Book) current(id int64) int64 {
	for {
		next, ok := b.moved[id]
		if !ok {
			return id
		}
		id = next
	}
}

// Get returns the chat, also by an id it had before. It is shared and not to be
// changed.
func (b *Book) Get(id int64) (*Chat, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	c, ok := b.chats[b.current(id)]
	return c, ok
}

// Len returns the number of chats.
func (b *Book) Len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.chats)
}

// Each calls visit with every chat in order of ids until it returns false. The
// chats are those of the moment of the call; visit may call the Book.
func (b *Book) Each(visit func(*Chat) bool) {
	b.mu.RLock()
	chats := make([]*Chat, 0, len(b.chats))
	for _, c := range b.chats {
		chats = append(chats, c)
	}
	b.mu.RUnlock()
	slices.SortFunc(chats, func(a, c *Chat) int { return cmp.Compare(a.ID, c.ID) })
	for _, c := range chats {
		if !visit(c) {
			return
		}
	}
}

// Update changes a chat, by any id it has had, and makes it if it is not there:
// then it comes with its ID alone. alter works on a copy and is called once; on
// its error nothing happens and Update returns it. with is applied in the same
// Apply as the chat, or not at all. Update returns the chat as stored.
//
// ErrTooMany and ErrZone are refusals of the change; a *query.Error is in the
// chain of one for a query that cannot be read. After any error the Book and
// the store hold the same, and with took effect only if the change did.
func (b *Book) Update(ctx context.Context, id int64, alter func(*Chat) error, with ...store.Op) (*Chat, error) {
	id, unlock, err := b.lock(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("update chat %d: %w", id, err)
	}
	defer unlock()
	old, _ := b.Get(id)
	next := &Chat{ID: id, NextID: 1}
	if old != nil {
		next = old.clone()
	}
	if err := alter(next); err != nil {
		return nil, err
	}
	if next.ID != id {
		return nil, fmt.Errorf("update chat %d: its id became %d", id, next.ID)
	}
	next.stamp(old, time.Now())
	next.round()
	if err := next.check(old); err != nil {
		return nil, fmt.Errorf("update chat %d: %w", id, err)
	}
	if old != nil && len(with) == 0 && same(old, next) {
		return old, nil
	}
	if err := b.commit(ctx, change{edits: []edit{{id, next}}, ops: with}); err != nil {
		return nil, fmt.Errorf("update chat %d: %w", id, err)
	}
	stored, _ := b.Get(id)
	return stored, nil
}

// Delete removes the chat, by any id it has had, and the memory of those ids.
// Deleting a chat that is not there is no error.
func (b *Book) Delete(ctx context.Context, id int64) error {
	id, unlock, err := b.lock(ctx, id)
	if err != nil {
		return fmt.Errorf("delete chat %d: %w", id, err)
	}
	defer unlock()
	aliases := map[int64]int64{}
	var ops []store.Op
	b.mu.RLock()
	for from := range b.moved {
		if len(ops) < store.MaxOps-1 && b.current(from) == id {
			aliases[from] = 0
			ops = append(ops, store.Delete(store.Key(movedKey, from)))
		}
	}
	_, known := b.chats[id]
	b.mu.RUnlock()
	if !known && len(ops) == 0 {
		return nil
	}
	if err := b.commit(ctx, change{[]edit{{id, nil}}, ops, aliases}); err != nil {
		return fmt.Errorf("delete chat %d: %w", id, err)
	}
	return nil
}

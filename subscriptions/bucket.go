package subscriptions

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"newsbot/subscriptions/store"
)

const (
	chatsKey    = "chats"
	movedKey    = "moved"
	bucketCount = 1 << 14
)

// A bucket holds the chats that are stored under one key. mu is held while one
// of them changes, so changes in different buckets share a commit.
type bucket struct {
	mu    sync.Mutex
	chats []*Chat // in order of ids
	// unsure says that an Apply had no known outcome and the store has not been
	// read since: nothing may be changed before that. doubts are the old ids
	// whose aliases that Apply was to change.
	unsure bool
	doubts []int64
}

// bucketOf returns the bucket of a chat. It spreads ids by the finalizer of
// MurmurHash3, which must never change.
func bucketOf(id int64) int {
	h := uint64(id)
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return int((h ^ h>>33) % bucketCount)
}

func readBucket(e store.Entry) ([]*Chat, int, error) {
	parts, err := store.Split(e.Key)
	if err != nil {
		return nil, 0, err
	}
	if len(parts) != 2 {
		return nil, 0, fmt.Errorf("a key of %d parts: %w", len(parts), store.ErrDamaged)
	}
	n, ok := parts[1].(int64)
	if !ok || n < 0 || n >= bucketCount {
		return nil, 0, fmt.Errorf("no bucket %v: %w", parts[1], store.ErrDamaged)
	}
	chats, err := decodeBucket(e.Value)
	if err != nil {
		return nil, 0, err
	}
	for _, c := range chats {
		if bucketOf(c.ID) != int(n) {
			return nil, 0, fmt.Errorf("chat %d in bucket %d: %w", c.ID, n, store.ErrDamaged)
		}
	}
	return chats, int(n), nil
}

func readMoved(e store.Entry) (from, to int64, err error) {
	parts, err := store.Split(e.Key)
	if err != nil {
		return 0, 0, err
	}
	to, err = strconv.ParseInt(string(e.Value), 10, 64)
	if len(parts) == 2 && err == nil {
		if from, ok := parts[1].(int64); ok && from != to {
			return from, to, nil
		}
	}
	return 0, 0, fmt.Errorf("value %.40q: %w", e.Value, store.ErrDamaged)
}

// keyName returns a key for people.
func keyName(key []byte) string {
	parts, err := store.Split(key)
	if err != nil {
		return fmt.Sprintf("%q", key)
	}
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = fmt.Sprint(part)
	}
	return strings.Join(names, "/")
}

// lock locks the bucket of the id that the chat has now, and returns that id.
func (b *Book) lock(ctx context.Context, id int64) (int64, func(), error) {
	for {
		now := b.Current(id)
		unlock := b.lockBuckets(now)
		err := b.settle(ctx, now)
		if err == nil && b.Current(id) == now {
			return now, unlock, nil
		}
		unlock()
		if err != nil {
			return now, nil, err
		}
		// It moved meanwhile.
	}
}

// lockBuckets locks the buckets of chats, always in the same order.
func (b *Book) lockBuckets(ids ...int64) func() {
	var numbers []int
	for _, id := range ids {
		numbers = append(numbers, bucketOf(id))
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	for _, n := range numbers {
		b.buckets[n].mu.Lock()
	}
	return func() {
		for _, n := range numbers {
			b.buckets[n].mu.Unlock()
		}
	}
}

func bucketOp(n int, chats []*Chat) (store.Op, error) {
	key := store.Key(chatsKey, n)
	if len(chats) == 0 {
		return store.Delete(key), nil
	}
	value, err := encodeBucket(chats)
	if err != nil {
		return store.Op{}, fmt.Errorf("bucket %d: %w", n, err)
	}
	return store.Set(key, value), nil
}

// edited returns chats with e carried out.
func edited(chats []*Chat, e edit) []*Chat {
	i, found := slices.BinarySearchFunc(chats, e.id, func(c *Chat, id int64) int { return cmp.Compare(c.ID, id) })
	switch {
	case e.chat == nil && found:
		return slices.Delete(chats, i, i+1)
	case e.chat == nil:
		return chats
	case found:
		chats[i] = e.chat
		return chats
	}
	return slices.Insert(chats, i, e.chat)
}

// show makes chats those of bucket n. b.mu and the bucket must be locked.
func (b *Book) show(n int, chats []*Chat) {
	is := make(map[int64]bool, len(chats))
	for _, c := range chats {
		is[c.ID] = true
		if old := b.chats[c.ID]; old != c {
			b.keep(c)
			b.replace(old, c)
			b.chats[c.ID] = c
		}
	}
	for _, c := range b.buckets[n].chats {
		if !is[c.ID] {
			b.replace(c, nil)
			delete(b.chats, c.ID)
		}
	}
	b.buckets[n].chats = chats
}

func (b *Book) rename(aliases map[int64]int64) {
	for from, to := range aliases {
		if to == 0 {
			delete(b.moved, from)
		} else {
			b.moved[from] = to
		}
	}
}

// same reports whether two documents are stored as the same.
func same(a, c *Chat) bool { return reflect.DeepEqual(a.record(), c.record()) }

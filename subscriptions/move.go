package subscriptions

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"newsbot/subscriptions/store"
)

// Move gives a chat another id, as Telegram does when a group becomes a
// supergroup. If there is a chat with the new id already, the two become one.
// From then on from means to: Current, Get and Update know it. Moving a chat
// that is not there, or again, changes nothing.
func (b *Book) Move(ctx context.Context, from, to int64) error {
	if from == to {
		return nil
	}
	unlock := b.lockBuckets(from, to)
	defer unlock()
	if err := errors.Join(b.settle(ctx, from), b.settle(ctx, to)); err != nil {
		return fmt.Errorf("move chat %d to %d: %w", from, to, err)
	}
	b.mu.RLock()
	old, target := b.chats[from], b.chats[to]
	_, back := b.moved[to] // to is an id that a chat had before
	b.mu.RUnlock()
	if old == nil {
		return nil
	}
	ops := []store.Op{store.Set(store.Key(movedKey, from), strconv.AppendInt(nil, to, 10))}
	aliases := map[int64]int64{from: to}
	if back {
		ops = append(ops, store.Delete(store.Key(movedKey, to)))
		aliases[to] = 0
	}
	edits := []edit{{from, nil}, {to, merged(old, target, to)}}
	if err := b.commit(ctx, change{edits, ops, aliases}); err != nil {
		return fmt.Errorf("move chat %d to %d: %w", from, to, err)
	}
	return nil
}

// merged returns old under the id to, with what target has. Subscriptions of old
// keep their ids, which buttons under messages refer to; settings of target,
// which are later choices, win. No subscription is lost to MaxSubscriptions.
func merged(old, target *Chat, to int64) *Chat {
	c := old.clone()
	c.ID, c.Kind, c.Misses = to, Supergroup, 0
	if target == nil {
		return c
	}
	c.Kind, c.Thread, c.Pause, c.DigestOnly = target.Kind, target.Thread, target.Pause, target.DigestOnly || old.DigestOnly
	c.Each, c.Since = target.Each || old.Each, time.Now().UTC().Truncate(time.Second)
	if target.Language != "" {
		c.Language = target.Language
	}
	if target.TimeZone != "" {
		c.TimeZone = target.TimeZone
	}
	if target.Digest.On {
		c.Digest = target.Digest
	}
	c.Digest.LastDate = max(old.Digest.LastDate, target.Digest.LastDate)
	c.Digest.LastSeq = max(old.Digest.LastSeq, target.Digest.LastSeq)
	for _, s := range target.Subscriptions {
		if c.asksFor(s) {
			continue
		}
		s.ID = max(c.NextID, 1)
		c.NextID = s.ID + 1
		c.Subscriptions = append(c.Subscriptions, s)
	}
	return c
}

// asksFor reports whether the chat has a subscription for the same as s.
func (c *Chat) asksFor(s Subscription) bool {
	asked, err := s.Parsed()
	for _, t := range c.Subscriptions {
		if t.Query == s.Query {
			return true
		}
		if q, problem := t.Parsed(); err == nil && problem == nil && q.Key() == asked.Key() {
			return true
		}
	}
	return false
}

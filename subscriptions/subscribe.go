package subscriptions

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbot/subscriptions/query"
)

var (
	// ErrTooMany says that a chat has MaxSubscriptions already.
	ErrTooMany = fmt.Errorf("more than %d subscriptions", MaxSubscriptions)
	// ErrSubscribed says that a chat has a subscription that asks for the same.
	ErrSubscribed = errors.New("subscribed already")
)

// Subscribe adds a subscription. With ErrSubscribed it returns the one that
// asks for the same; with ErrTooMany, none.
func (c *Chat) Subscribe(q *query.Query, now time.Time) (Subscription, error) {
	for i := range c.Subscriptions {
		s := &c.Subscriptions[i]
		if s.Query == q.String() {
			return *s, ErrSubscribed
		}
		if old, err := s.Parsed(); err == nil && old.Key() == q.Key() {
			return *s, ErrSubscribed
		}
	}
	if len(c.Subscriptions) >= MaxSubscriptions {
		return Subscription{}, ErrTooMany
	}
	c.NextID = max(c.NextID, 1)
	s := Subscription{ID: c.NextID, Query: q.String(), Created: now}
	c.NextID++
	c.Subscriptions = append(c.Subscriptions, s)
	return s, nil
}

// Unsubscribe removes the subscription with the id and returns it.
func (c *Chat) Unsubscribe(id int) (Subscription, bool) {
	for i, s := range c.Subscriptions {
		if s.ID == id {
			c.Subscriptions = slices.Delete(c.Subscriptions, i, i+1)
			return s, true
		}
	}
	return Subscription{}, false
}

// Matches returns the subscriptions that are not muted and match the story, in
// the order they were made. Whether the chat is paused does not matter here.
func (c *Chat) Matches(d *query.Document) []Subscription { return c.matching(d, false) }

// Reasons returns those that are muted as well: what is under an alert that was sent,
// where one that was muted since has a button to end that.
func (c *Chat) Reasons(d *query.Document) []Subscription { return c.matching(d, true) }

func (c *Chat) matching(d *query.Document, muted bool) []Subscription {
	var out []Subscription
	for i := range c.Subscriptions {
		s := &c.Subscriptions[i]
		if s.Muted && !muted {
			continue
		}
		if q, err := s.Parsed(); err == nil && q.Match(d) {
			out = append(out, *s)
		}
	}
	return out
}

// Parsed returns the subscription's query. The error is that of a canonical form
// that this version cannot read; see Book.Problems.
func (s Subscription) Parsed() (*query.Query, error) { return s.parsed.get(s.Query) }

// Equal reports whether two subscriptions are the same in all that is stored.
func (s Subscription) Equal(t Subscription) bool {
	return s.ID == t.ID && s.Query == t.Query && s.Muted == t.Muted && s.Created.Equal(t.Created)
}

// clone returns a copy that shares nothing that can change.
func (c *Chat) clone() *Chat {
	copied := *c
	copied.Subscriptions = slices.Clone(c.Subscriptions)
	return &copied
}

// round takes off c what is not stored of it.
func (c *Chat) round() {
	if len(c.Subscriptions) == 0 {
		c.Subscriptions = nil
	}
	for _, t := range []*time.Time{&c.Created, &c.Since, &c.Narrowed} {
		*t = instant(seconds(*t))
	}
	for i := range c.Subscriptions {
		c.Subscriptions[i].Created = instant(seconds(c.Subscriptions[i].Created))
	}
}

// check returns what is wrong with c, which replaces old; old is nil for a new
// chat. What old had already is let be: limits and the language may have
// changed since.
func (c *Chat) check(old *Chat) error {
	if old == nil {
		old = &Chat{}
	}
	if n := len(c.Subscriptions); n > MaxSubscriptions && n > len(old.Subscriptions) {
		return ErrTooMany
	}
	if c.Digest.Minute < 0 || c.Digest.Minute >= 24*60 {
		return fmt.Errorf("digest at minute %d of the day (0 to %d)", c.Digest.Minute, 24*60-1)
	}
	if c.TimeZone != "" && c.TimeZone != old.TimeZone && Location(c.TimeZone) == nil {
		return fmt.Errorf("%q: %w", c.TimeZone, ErrZone)
	}
	seen := make(map[int]bool, len(c.Subscriptions))
	for i := range c.Subscriptions {
		s := &c.Subscriptions[i]
		if s.ID < 1 || s.ID >= c.NextID || seen[s.ID] {
			return fmt.Errorf("subscription id %d: used twice or not below the next one, %d", s.ID, c.NextID)
		}
		seen[s.ID] = true
		if _, err := s.Parsed(); err != nil {
			if was, ok := old.Subscription(s.ID); ok && was.Query == s.Query {
				continue
			}
			return fmt.Errorf("subscription %d: query %q: %w", s.ID, s.Query, err)
		}
	}
	return nil
}

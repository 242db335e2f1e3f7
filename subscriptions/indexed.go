package subscriptions

import (
	"slices"

	"newsbot/subscriptions/index"
)

// replace makes the index hold what next asks for instead of what old does; either may
// be nil. What both ask for is left as it is. A query that cannot be read matches
// nothing.
func (b *Book) replace(old, next *Chat) {
	was, is := wants(old), wants(next)
	for _, w := range was {
		if q, err := b.parsed.get(w.query); err == nil && !slices.Contains(is, w) {
			b.index.Remove(q, w.subscriber)
		}
	}
	for _, w := range is {
		if q, err := b.parsed.get(w.query); err == nil && !slices.Contains(was, w) {
			b.index.Add(q, w.subscriber)
		}
	}
}

// A want is a subscription that is served.
type want struct {
	query      string
	subscriber index.Subscriber
}

// wants returns what a chat asks for, in the order of its subscriptions.
func wants(c *Chat) []want {
	if c == nil {
		return nil
	}
	out := make([]want, 0, len(c.Subscriptions))
	for i := range c.Subscriptions {
		if w, served := c.want(&c.Subscriptions[i]); served {
			out = append(out, w)
		}
	}
	return out
}

// want returns what one of the chat's subscriptions asks for, and whether it is served:
// not while the chat is paused or the subscription muted.
func (c *Chat) want(s *Subscription) (want, bool) {
	return want{s.Query, index.Subscriber{Chat: c.ID, ID: int32(s.ID), DigestOnly: c.DigestOnly}}, c.Pause == Active && !s.Muted
}

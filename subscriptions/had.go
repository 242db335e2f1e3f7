package subscriptions

import (
	"slices"
	"time"

	"newsbot/subscriptions/query"
)

// settled is how long before a story was found a chat must have asked for it to be
// sure that the dispatcher knew. A change is seen only when it is stored, which takes
// seconds where the disk is slow; too long a time only makes an alert come twice.
const settled = time.Minute

// Had reports whether the chat was alerted of a story found at that time, or will be:
// one of its subscriptions matches, and nothing kept the alert from it then or does
// so now. It is false wherever that is not certain. Whether the alert came to
// nothing in the end, Had does not know; who finds that out sees to the chat.
//
// It is by Had that a chat is left out of the alert of a later story that tells the
// same. So nothing need be kept of who got what; and what a chat subscribed to,
// unmuted or resumed after the first story, it is told of by the next.
func (c *Chat) Had(d *query.Document, found time.Time) bool {
	before := found.Add(-settled)
	if c.Each || c.DigestOnly || c.Pause != Active || c.Since.After(before) {
		return false
	}
	return slices.ContainsFunc(c.Matches(d), func(s Subscription) bool { return !s.Created.After(before) })
}

// LeftOut reports whether the chat may have been left out of the alert of a later
// story, found at that time, because it had the one of which d and found are: it has
// it by now, or something has changed since. Times are stored in whole seconds.
func (c *Chat) LeftOut(later time.Time, d *query.Document, found time.Time) bool {
	if c.Each {
		return false
	}
	changed := c.Since
	if c.Narrowed.After(changed) {
		changed = c.Narrowed
	}
	return c.Had(d, found) || later.Before(changed.Add(time.Second))
}

// stamp notes in c, which replaces old, what the change means for stories found
// before now.
func (c *Chat) stamp(old *Chat, now time.Time) {
	if old == nil {
		return
	}
	if old.Pause != Active && c.Pause == Active || old.DigestOnly && !c.DigestOnly || c.hears(old) {
		c.Since = now
	}
	if old.hears(c) {
		c.Narrowed = now
	}
}

// hears reports whether a subscription of c is not muted that is so in other, or is
// gone from there. One that is new since other does not count: it says itself since
// when it is.
func (c *Chat) hears(other *Chat) bool {
	return slices.ContainsFunc(c.Subscriptions, func(s Subscription) bool {
		there, ok := other.Subscription(s.ID)
		return !s.Muted && (ok && there.Muted || !ok && s.ID < other.NextID)
	})
}

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

// opens reports whether c, which replaces old, lets alerts through that old kept back.
func (c *Chat) opens(old *Chat) bool {
	if old == nil {
		return false
	}
	unmuted := func(s Subscription) bool {
		was, ok := old.Subscription(s.ID)
		return ok && was.Muted && !s.Muted
	}
	return old.Pause != Active && c.Pause == Active || old.DigestOnly && !c.DigestOnly ||
		slices.ContainsFunc(c.Subscriptions, unmuted)
}

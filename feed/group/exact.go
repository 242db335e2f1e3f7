package group

import (
	"slices"

	"newsbot/feed"
)

// exact is the stories of the window by a key that only one piece of news has.
type exact map[feed.Key]*holders

// holders are the stories with one key, the oldest first. A key that one source
// gave to two stories is shared: it is a rubric's or a page's, and says nothing
// until the last of them is gone.
type holders struct {
	stories []*entry
	shared  bool
}

func (x exact) add(k feed.Key, e *entry) {
	if k == (feed.Key{}) {
		return
	}
	h := x[k]
	if h == nil {
		h = &holders{}
		x[k] = h
	}
	h.shared = h.shared || slices.ContainsFunc(h.stories, func(o *entry) bool { return o.source == e.source })
	h.stories = append(h.stories, e)
}

// remove takes out the oldest story.
func (x exact) remove(k feed.Key) {
	if h := x[k]; h != nil {
		if h.stories = h.stories[1:]; len(h.stories) == 0 {
			delete(x, k)
		}
	}
}

// find returns the latest story of another source that has the key.
func (x exact) find(k feed.Key, source string) *entry {
	h := x[k]
	if k == (feed.Key{}) || h == nil || h.shared {
		return nil
	}
	last := h.stories[len(h.stories)-1]
	if slices.ContainsFunc(h.stories, func(o *entry) bool { return o.source == source }) {
		return nil
	}
	return last
}

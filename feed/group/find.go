package group

import (
	"slices"

	"newsbot/feed"
	"newsbot/feed/country"
)

// find returns the group that the story belongs to, or nil.
func (g *Grouper) find(e *entry) (*group, feed.Join) {
	if same := g.links.find(e.link, e.source); same != nil && same.group.admits(e) {
		return same.group, feed.SameLink
	}
	if same := g.titles.find(e.headline, e.source); same != nil && same.group.admits(e) && !elsewhere(same, e) {
		return same.group, feed.SameHeadline
	}
	if e.index == nil {
		return nil, feed.Apart
	}
	if alike := e.index.closest(e); alike != nil {
		return alike, feed.SameEvent
	}
	return nil, feed.Apart
}

// admits reports whether there is room in the group for a story of that source.
func (gr *group) admits(e *entry) bool {
	return len(gr.seqs) < MaxGroup && !slices.ContainsFunc(gr.members, func(m *entry) bool { return m.source == e.source })
}

// closest returns the group that is told most alike, the mean of its stories, if
// that is alike enough and none of it speaks against.
func (x *index) closest(e *entry) (best *group) {
	score := x.threshold
	for _, gr := range x.alike(e.vector) {
		if mean := gr.mean; mean >= score && gr.admits(e) && !gr.contradicts(e) {
			best, score = gr, mean
		}
	}
	return best
}

func (gr *group) contradicts(e *entry) bool {
	return slices.ContainsFunc(gr.members, func(m *entry) bool { return differs(m, e) })
}

// differs reports whether two stories cannot be of one event, alike as they may be
// told: each is about a country, gives a figure or names somebody that the other
// does not. Reports of the same kind are told like that, "wheat exports to Iran
// double" beside "wheat exports to China double"; of two reports of one event one
// is the shorter, as a rule, and says nothing that the other does not.
func differs(a, b *entry) bool {
	return elsewhere(a, b) || a.lacks(b, figure) && b.lacks(a, figure) || a.lacks(b, name) && b.lacks(a, name)
}

// elsewhere reports whether each story is about a country that the other does not
// even mention.
func elsewhere(a, b *entry) bool { return a.abroad(b) && b.abroad(a) }

func (e *entry) abroad(o *entry) bool {
	return slices.ContainsFunc(e.about, func(c country.Code) bool { return !slices.Contains(o.mentioned, c) })
}

// lacks reports whether the other story has a stem of the kind that this one lacks.
func (e *entry) lacks(o *entry, k kind) bool {
	return slices.ContainsFunc(o.vector, func(w weight) bool {
		return w.kind == k && !slices.ContainsFunc(e.vector, func(v weight) bool { return v.term == w.term })
	})
}

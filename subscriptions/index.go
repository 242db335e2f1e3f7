package subscriptions

import (
	"newsbot/subscriptions/query"
)

// An index finds the queries that match a story without looking at the others.
// Equal queries are held once, as an entry with its subscribers. An entry is
// listed under its anchors, terms of which every story it matches has one;
// for each term of a story the entries listed there are looked at. The Book's
// mutex guards it.
type index struct {
	entries  map[string]*entry // by query.Query.Key
	lists    [query.TermKinds]map[string][]*entry
	prefixes prefixes
}

// An entry is a query and who asked for it.
type entry struct {
	query       *query.Query
	sure        bool // an anchor is enough, no need to look
	repeats     bool // one story may lead to it by several ways
	anchors     []query.Term
	subscribers []subscriber // in no order
}

// A subscriber is a subscription of a chat.
type subscriber struct {
	chat       int64
	id         int32
	digestOnly bool
}

func newIndex() *index {
	x := &index{entries: map[string]*entry{}, prefixes: prefixes{}}
	for kind := range x.lists {
		x.lists[kind] = map[string][]*entry{}
	}
	return x
}

// interned returns q, or a query that is the same in text and is held already.
func (x *index) interned(q *query.Query) *query.Query {
	if e := x.entries[q.Key()]; e != nil && e.query.String() == q.String() {
		return e.query
	}
	return q
}

func (x *index) add(q *query.Query, s subscriber) {
	e := x.entries[q.Key()]
	if e == nil {
		e = x.enter(q)
	}
	e.subscribers = append(e.subscribers, s)
}

func (x *index) enter(q *query.Query) *entry {
	e := &entry{query: q}
	anchors, sure := q.Anchors(x.cost)
	e.sure = sure
	seen := make(map[query.Term]bool, len(anchors))
	for _, t := range anchors {
		if seen[t] {
			continue
		}
		seen[t] = true
		e.anchors = append(e.anchors, t)
		x.lists[t.Kind][t.Text] = append(x.lists[t.Kind][t.Text], e)
		if t.Kind == query.TermPrefix {
			x.prefixes.add(t.Text)
		}
		e.repeats = e.repeats || t.Kind == query.TermPrefix || t.Kind == query.TermSource
	}
	e.repeats = e.repeats || len(e.anchors) > 1
	x.entries[q.Key()] = e
	return e
}

// What a term costs apart from the entries listed under it already: how many
// stories have it, by and large. Most stories come from a few sources and are
// about one of a few countries; short words are common.
const (
	costShort   = 64
	costPrefix  = 32
	costAbout   = 256
	costMention = 512
	costSource  = 1024
)

func (x *index) cost(t query.Term) int {
	n := len(x.lists[t.Kind][t.Text])
	switch t.Kind {
	case query.TermPrefix:
		return n + costPrefix
	case query.TermAbout:
		return n + costAbout
	case query.TermMentioned:
		return n + costMention
	case query.TermSource:
		return n + costSource
	}
	if len(t.Text) <= 3 {
		return n + costShort
	}
	return n
}

func (x *index) remove(q *query.Query, s subscriber) {
	e := x.entries[q.Key()]
	if e == nil {
		return
	}
	e.subscribers = without(e.subscribers, s)
	if len(e.subscribers) > 0 {
		return
	}
	delete(x.entries, q.Key())
	for _, t := range e.anchors {
		list := without(x.lists[t.Kind][t.Text], e)
		if len(list) == 0 {
			delete(x.lists[t.Kind], t.Text)
		} else {
			x.lists[t.Kind][t.Text] = list
		}
		if t.Kind == query.TermPrefix {
			x.prefixes.remove(t.Text)
		}
	}
}

// without removes v from a list in no order.
func without[T comparable](list []T, v T) []T {
	for i := range list {
		if list[i] == v {
			last := len(list) - 1
			var zero T
			list[i], list[last] = list[last], zero
			return list[:last]
		}
	}
	return list
}

// replace makes the index hold what next asks for instead of old; either may be
// nil.
func (x *index) replace(old, next *Chat) {
	was, is := wants(old), wants(next)
	for id, w := range was {
		if v, ok := is[id]; ok && v.same(w) {
			continue
		}
		x.remove(w.query, subscriber{old.ID, int32(id), w.digestOnly})
	}
	if next == nil {
		return
	}
	// In the order they were made, so that equal books have equal indexes.
	for i := range next.Subscriptions {
		id := next.Subscriptions[i].ID
		v, ok := is[id]
		if w, had := was[id]; !ok || had && v.same(w) {
			continue
		}
		x.add(v.query, subscriber{next.ID, int32(id), v.digestOnly})
	}
}

// A want is a subscription that is served.
type want struct {
	query      *query.Query
	digestOnly bool
}

func (w want) same(v want) bool {
	return w.digestOnly == v.digestOnly && w.query.Key() == v.query.Key()
}

// wants returns what c asks for, by subscription: nothing while it is paused or
// muted.
func wants(c *Chat) map[int]want {
	if c == nil || c.Pause != Active {
		return nil
	}
	out := make(map[int]want, len(c.Subscriptions))
	for i := range c.Subscriptions {
		s := &c.Subscriptions[i]
		if q := s.parsed; q != nil && !s.Muted {
			out[s.ID] = want{q, c.DigestOnly}
		}
	}
	return out
}

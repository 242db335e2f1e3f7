package index

// A list is who is found by a term that anchors queries.
type list struct {
	keyword    queryID // the query that asks for the term alone, or 0
	nots       uint32  // candidates whose guard must not be there; they come first
	candidates []candidate
	sets       []set // who asks with each, unless it has other anchors
}

// A candidate is a query in the list of one of its anchors.
type candidate struct {
	guard guard
	query uint32 // with the flags below
}

const (
	verify  = 1 << 31 // its code decides
	several = 1 << 30 // it has other anchors
)

// A guard is a term that the story must have or, where the lowest bit is set, must not
// have. 0 is none.
type guard uint32

func (g guard) term() termID { return termID(g >> 1) }
func (g guard) not() bool    { return g&1 == 1 }

// lists are the lists by the place that a post tells.
type lists struct {
	lists []list
	spare []uint32
	at    []*list // of the anchors that the story at hand has
}

func (l *lists) enter(keyword queryID) post {
	if last := len(l.spare) - 1; last >= 0 {
		at := l.spare[last]
		l.spare = l.spare[:last]
		l.lists[at].keyword = keyword
		return listed | post(at)
	}
	l.lists = append(l.lists, list{keyword: keyword})
	return listed | post(len(l.lists)-1)
}

func (l *lists) leave(p post) {
	at := uint32(p &^ (roles | listed))
	l.lists[at] = list{}
	l.spare = append(l.spare, at)
}

// of returns the list that a post tells of, or nil.
func (l *lists) of(p post) *list {
	if p&listed == 0 {
		return nil
	}
	return &l.lists[p&^(roles|listed)]
}

// keyword returns the query that asks for the term alone, or 0.
func (x *Index) keyword(id termID) queryID {
	p := x.posts[id]
	if l := x.lists.of(p); l != nil {
		return l.keyword
	}
	return queryID(p &^ roles)
}

func (x *Index) setKeyword(id termID, q queryID) {
	p := &x.posts[id]
	if l := x.lists.of(*p); l != nil {
		l.keyword = q
		return
	}
	*p = *p&roles | post(q)
}

// list makes q, whose code is w, a candidate at its anchors.
func (x *Index) list(q queryID, w code) {
	a := x.anchors(w)
	g, whole := x.guard(w, a)
	c := candidate{g, q}
	if !whole {
		c.query |= verify
	}
	if len(a.terms) > 1 {
		c.query |= several
	}
	size := uint32(1 + 2*len(a.terms) + len(w))
	at := x.queries.arena.take(size)
	x.queries.blocks[q] = block{at, size}
	words := append(x.queries.arena.slots[at:at:at+size], uint32(len(a.terms)))
	for _, id := range a.terms {
		p := &x.posts[id]
		if *p&listed == 0 {
			*p = *p&roles | x.lists.enter(queryID(*p&^roles))
		}
		words = append(words, id, x.insert(x.lists.of(*p), id, c))
	}
	_ = append(words, w...)
}

// set returns where it is kept who asks with q: beside it in the list of its anchor, so
// that what a story leads to lies together.
func (x *Index) set(q queryID) *set {
	if x.queries.blocks[q].size > 0 {
		if anchors := x.queries.anchorsOf(q); len(anchors) == 2 {
			return &x.lists.of(x.posts[anchors[0]]).sets[anchors[1]]
		}
	}
	return &x.queries.sets[q]
}

// unlist takes q out of the lists of its anchors.
func (x *Index) unlist(q queryID) {
	anchors := x.queries.anchorsOf(q)
	for i := 0; i < len(anchors); i += 2 {
		id, at := anchors[i], anchors[i+1]
		p := x.posts[id]
		l := x.lists.of(p)
		if x.erase(l, id, at); len(l.candidates) == 0 {
			x.posts[id] = p&roles | post(l.keyword)
			x.lists.leave(p)
		}
	}
}

// insert adds c to the list of an anchor and returns its place.
func (x *Index) insert(l *list, anchor termID, c candidate) (at uint32) {
	at = uint32(len(l.candidates))
	l.candidates, l.sets = appendTight(l.candidates, c), appendTight(l.sets, set{})
	if c.guard.not() {
		if at != l.nots {
			x.moveCandidate(l, anchor, l.nots, at)
			at = l.nots
			l.candidates[at], l.sets[at] = c, set{}
		}
		l.nots++
	}
	return at
}

// erase takes the candidate at a place out of the list of an anchor.
func (x *Index) erase(l *list, anchor termID, at uint32) {
	if at < l.nots {
		l.nots--
		x.moveCandidate(l, anchor, l.nots, at)
		at = l.nots
	}
	last := uint32(len(l.candidates) - 1)
	x.moveCandidate(l, anchor, last, at)
	l.candidates, l.sets = l.candidates[:last], l.sets[:last]
}

func (x *Index) moveCandidate(l *list, anchor termID, from, to uint32) {
	if from == to {
		return
	}
	l.candidates[to], l.sets[to] = l.candidates[from], l.sets[from]
	x.queries.moved(l.candidates[to].query&maxQueries, anchor, to)
}

// appendTight appends v to a list of which there are very many: most stay short.
func appendTight[T any](list []T, v T) []T {
	if len(list) == cap(list) {
		list = append(make([]T, 0, len(list)+1+len(list)/4), list...)
	}
	return append(list, v)
}

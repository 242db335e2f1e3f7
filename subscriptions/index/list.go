package index

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

// lists are the candidates by anchor.
type lists struct {
	lists [][]candidate // 0 is none
	spare []uint32
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
	words := append(x.queries.arena.words[at:at:at+size], uint32(len(a.terms)))
	for _, id := range a.terms {
		t := &x.terms[id]
		if t.list == 0 {
			t.list = x.lists.enter()
		}
		l := &x.lists.lists[t.list]
		words = append(words, id, uint32(len(*l)))
		*l = appendTight(*l, c)
	}
	_ = append(words, w...)
}

// unlist takes q out of the lists of its anchors.
func (x *Index) unlist(q queryID) {
	anchors := x.queries.anchorsOf(q)
	for i := 0; i < len(anchors); i += 2 {
		id, at := anchors[i], anchors[i+1]
		l := &x.lists.lists[x.terms[id].list]
		last := len(*l) - 1
		if int(at) != last {
			moved := (*l)[last]
			(*l)[at] = moved
			x.queries.moved(moved.query&maxQueries, id, at)
		}
		if *l = (*l)[:last]; last == 0 {
			x.lists.leave(x.terms[id].list)
			x.terms[id].list = 0
		}
	}
}

func (l *lists) enter() uint32 {
	if last := len(l.spare) - 1; last >= 0 {
		at := l.spare[last]
		l.spare = l.spare[:last]
		return at
	}
	if len(l.lists) == 0 {
		l.lists = make([][]candidate, 1)
	}
	l.lists = append(l.lists, nil)
	return uint32(len(l.lists) - 1)
}

func (l *lists) leave(at uint32) {
	l.lists[at] = nil
	l.spare = append(l.spare, at)
}

// appendTight appends v to a list of which there are very many: most stay short.
func appendTight[T any](list []T, v T) []T {
	if len(list) == cap(list) {
		list = append(make([]T, 0, len(list)+1+len(list)/4), list...)
	}
	return append(list, v)
}

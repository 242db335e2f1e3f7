package index

import "slices"

// An anchoring is a set of terms of which every story that a query matches has one at
// least.
type anchoring struct {
	terms []termID
	cost  uint64 // how many stories have one of them, in parts of a million, by and large
	none  bool
}

// anchors returns the cheapest anchoring of code.
func (x *Index) anchors(w code) anchoring {
	switch w.op() {
	case opTerm:
		return anchoring{terms: []termID{w.term()}, cost: x.cost(w.term())}
	case opNot:
		return anchoring{none: true}
	case opSome:
		var union anchoring
		for w = w.operands(); len(w) > 0; w = w[w.len():] {
			a := x.anchors(w)
			if a.none {
				return a
			}
			union.terms, union.cost = append(union.terms, a.terms...), union.cost+a.cost
		}
		slices.Sort(union.terms)
		union.terms = slices.Compact(union.terms)
		return union
	}
	best := anchoring{none: true} // all, near
	for w = w.operands(); len(w) > 0; w = w[w.len():] {
		if a := x.anchors(w); !a.none && (best.none || a.cost < best.cost) {
			best = a
		}
	}
	return best
}

const (
	counted = 16      // of so many stories one is counted, as it takes time
	enough  = 16      // stories counted, after which they say how common a term is
	million = 1 << 20 // near enough
)

// cost says how many stories have a term, by and large, in parts of a million. Before
// enough stories were counted, it goes by how many ask for the term.
func (x *Index) cost(id termID) uint64 {
	n := &x.names[id]
	stories := x.stories / counted
	if stories >= enough && n.used > 0 {
		return uint64(n.used) * million / stories
	}
	asked := min(uint64(n.refs), million/4)
	switch n.kind {
	case language:
		return million
	case source:
		return million/2 + asked
	case mentioned:
		return million/4 + asked
	case about:
		return million/8 + asked
	case beginning:
		return million/64 + asked
	case phrase, inTitle:
		return asked / 16
	}
	if stories >= enough {
		return min(asked, million/stories)
	}
	return asked
}

// guard returns a condition that one look decides and without which w, anchored at
// anchor, does not hold, and whether it is all that is left to ask. 0 is none.
func (x *Index) guard(w code, a anchoring) (g guard, whole bool) {
	if w.op() == opSome {
		for k := w.operands(); len(k) > 0; k = k[k.len():] {
			if k.op() != opTerm {
				return 0, false
			}
		}
		return 0, true
	}
	if w.op() != opAll || len(a.terms) != 1 {
		return 0, false
	}
	n, best := 0, uint64(0)
	for k := w.operands(); len(k) > 0; k = k[k.len():] {
		n++
		switch {
		case k.op() == opTerm && k.term() != a.terms[0]:
			if cost := x.cost(k.term()); g == 0 || cost < best {
				g, best = guard(k.term()<<1), cost
			}
		case k.op() == opNot && k.operands().op() == opTerm:
			if cost := million - min(million, x.cost(k.operands().term())); g == 0 || cost < best {
				g, best = guard(k.operands().term()<<1|1), cost
			}
		}
	}
	return g, n == 2 && g != 0 && x.isPlain(w, a.terms[0])
}

// isPlain reports whether the anchor is one of the operands of w itself.
func (x *Index) isPlain(w code, anchor termID) bool {
	for k := w.operands(); len(k) > 0; k = k[k.len():] {
		if k.op() == opTerm && k.term() == anchor {
			return true
		}
	}
	return false
}

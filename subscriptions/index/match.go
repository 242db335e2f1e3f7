package index

// match calls visit for the queries that match the story that was read. It goes through
// the lists twice, first only to have the processor fetch them all at once: most of the
// time goes by waiting for memory.
func (x *Index) match(visit func([]Subscriber)) {
	x.lists.at = x.lists.at[:0]
	for _, p := range x.found {
		if p&listed != 0 {
			l := x.lists.of(p)
			x.lists.at = append(x.lists.at, l)
			p = post(l.keyword)
		}
		if p != 0 {
			x.sets.visit(x.queries.sets, int(p), visit)
		}
	}
	for _, l := range x.lists.at {
		x.fetched ^= l.candidates[0].query ^ uint32(l.sets[0].ID)
	}
	for _, l := range x.lists.at {
		for i, c := range l.candidates[:l.nots] {
			if !x.has(c.guard.term()) {
				x.consider(l, i, c.query, visit)
			}
		}
		for i, c := range l.candidates[l.nots:] {
			if c.guard == 0 || x.has(c.guard.term()) {
				x.consider(l, i+int(l.nots), c.query, visit)
			}
		}
	}
}

// consider looks at a candidate that its guard let pass.
func (x *Index) consider(l *list, i int, c uint32, visit func([]Subscriber)) {
	switch {
	case c&(verify|several) == 0:
		x.sets.visit(l.sets, i, visit)
	case !x.decide(c):
	case c&several == 0:
		x.sets.visit(l.sets, i, visit)
	default:
		x.sets.visit(x.queries.sets, int(c&maxQueries), visit)
	}
}

// has reports whether the story has the term.
func (x *Index) has(id termID) bool { return x.present[id/64]>>(id%64)&1 == 1 }

// decide looks at a query that its guard does not decide.
func (x *Index) decide(c uint32) bool {
	q := c & maxQueries
	if c&several != 0 {
		if x.queries.met[q] == x.story {
			return false
		}
		x.queries.met[q] = x.story
	}
	return c&verify == 0 || x.holds(x.queries.codeOf(q))
}

// holds reports whether code does of the story.
func (x *Index) holds(w code) bool {
	switch w.op() {
	case opTerm:
		return x.has(w.term())
	case opNot:
		return !x.holds(w.operands())
	case opSome:
		for k := w.operands(); len(k) > 0; k = k[k.len():] {
			if x.holds(k) {
				return true
			}
		}
		return false
	}
	for k := w.operands(); len(k) > 0; k = k[k.len():] {
		if !x.holds(k) {
			return false
		}
	}
	return w.op() == opAll || x.near(w)
}

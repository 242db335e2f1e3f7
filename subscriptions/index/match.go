package index

// match fills x.hits with the queries that match the story that was read. It goes
// through the lists twice, first only to have the processor fetch them all at once:
// most of the time goes by waiting for memory.
func (x *Index) match() {
	x.hits, x.lists.at = x.hits[:0], x.lists.at[:0]
	for _, p := range x.found {
		if p&listed == 0 {
			x.hits = append(x.hits, queryID(p))
			continue
		}
		l := x.lists.of(p)
		if l.keyword != 0 {
			x.hits = append(x.hits, l.keyword)
		}
		x.lists.at = append(x.lists.at, l.candidates)
	}
	for _, candidates := range x.lists.at {
		x.fetched ^= candidates[0].query
	}
	for _, candidates := range x.lists.at {
		for _, c := range candidates {
			if c.guard != 0 && x.has(termID(c.guard>>1)) == (c.guard&1 == 1) {
				continue
			}
			if c.query&(verify|several) == 0 || x.decide(c.query) {
				x.hits = append(x.hits, c.query&maxQueries)
			}
		}
	}
}

// has reports whether the story has the term.
func (x *Index) has(id termID) bool { return x.present[id/64]>>(id%64)&1 == 1 }

// decide looks at a candidate that its guard let pass.
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

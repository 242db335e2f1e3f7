package index

import (
	"sync"

	"newsbot/feed"
	"newsbot/subscriptions/query"
)

// An Index holds queries with their subscribers. Its methods may be called from any
// goroutine; one works at a time.
type Index struct {
	mu sync.Mutex
	vocabulary
	queries  entries
	sets     sets
	lists    lists
	surfaces surfaces
	reading

	code code // of the query at hand

	fetched uint32 // what is loaded ahead ends here, so that it is loaded
}

// New returns an Index without queries. It takes about 3 MB.
func New() *Index {
	return &Index{vocabulary: newVocabulary(), queries: newEntries(), surfaces: newSurfaces()}
}

// Add makes s, which is not one yet, a subscriber of q.
func (x *Index) Add(q *query.Query, s Subscriber) {
	x.mu.Lock()
	defer x.mu.Unlock()
	e := q.Expr()
	x.add(&e, s)
}

// add returns the query.
func (x *Index) add(e *query.Expr, s Subscriber) queryID {
	w := x.compile(e)
	id := x.find(w)
	switch {
	case id != 0:
		x.drop(w) // as the query holds its terms already
	case w.op() == opTerm:
		id = x.queries.enter()
		x.setKeyword(w.term(), id)
	default:
		id = x.queries.enter()
		x.list(id, w)
		x.queries.insert(id)
	}
	x.sets.add(x.set(id), s)
	return id
}

// Remove takes s off q, and reports whether it was there.
func (x *Index) Remove(q *query.Query, s Subscriber) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	e := q.Expr()
	w := x.compile(&e)
	defer x.drop(w)
	id := x.find(w)
	if id == 0 {
		return false
	}
	f := x.set(id)
	if !x.sets.remove(f, s) {
		return false
	}
	if *f != (set{}) {
		return true
	}
	if w.op() == opTerm {
		x.setKeyword(w.term(), 0)
	} else {
		x.queries.erase(id)
		x.unlist(id)
	}
	x.queries.leave(id)
	x.drop(w) // what the query held
	return true
}

// find returns the query with the code, or 0.
func (x *Index) find(w code) queryID {
	if w.op() == opTerm {
		return x.keyword(w.term())
	}
	return x.queries.find(w)
}

// Len returns the number of subscribers, and that of the distinct queries they ask with.
func (x *Index) Len() (subscribers, queries int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.sets.n, len(x.queries.sets) - 1 - len(x.queries.free)
}

// Match reads a story and calls visit with the subscribers of each query that matches
// it. visit must not keep or change the slice, and must not call the Index.
func (x *Index) Match(s *feed.Story, visit func([]Subscriber)) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.read(s)
	x.match(visit)
}

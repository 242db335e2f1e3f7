package index

import (
	"math/rand/v2"
	"slices"
)

// A queryID numbers a distinct query; 0 is none.
type queryID = uint32

// entries are the distinct queries.
type entries struct {
	sets   []set    // by query, of those that have not one anchor: see list.sets
	blocks []block  // by query; of a query of one term none
	met    []uint32 // by query: the last story for which it was looked at
	free   []queryID

	byCode table
	arena  arena[uint32]
}

// A block is where a query's anchors and code are in the arena:
//
//	anchors n, then n times: the term, the place in its list; then the code
type block struct{ at, size uint32 }

func newEntries() entries {
	return entries{sets: make([]set, 1), blocks: make([]block, 1), met: make([]uint32, 1), byCode: newTable()}
}

func (e *entries) enter() queryID {
	if last := len(e.free) - 1; last >= 0 {
		q := e.free[last]
		e.free = e.free[:last]
		return q
	}
	if len(e.sets) > maxQueries {
		panic("index: too many queries")
	}
	e.sets, e.blocks, e.met = append(e.sets, set{}), append(e.blocks, block{}), append(e.met, 0)
	return queryID(len(e.sets) - 1)
}

// leave forgets q, which has no subscribers.
func (e *entries) leave(q queryID) {
	if b := e.blocks[q]; b.size > 0 {
		e.arena.give(b.at, b.size)
	}
	e.sets[q], e.blocks[q], e.met[q] = set{}, block{}, 0
	e.free = append(e.free, q)
}

// table finds queries by their code: open addressing, linear probing.
type table struct {
	slots []queryID // their number is a power of two
	n     int
	seed  uint64
}

func newTable() table { return table{slots: make([]queryID, 16), seed: rand.Uint64()} }

// find returns the query with the code, or 0.
func (e *entries) find(w code) queryID {
	t := &e.byCode
	mask := uint64(len(t.slots) - 1)
	for i := w.hash(t.seed) & mask; ; i = (i + 1) & mask {
		if q := t.slots[i]; q == 0 || slices.Equal(e.codeOf(q), w) {
			return q
		}
	}
}

// insert adds a query to the table.
func (e *entries) insert(q queryID) {
	t := &e.byCode
	if t.n++; t.n*4 > len(t.slots)*3 {
		old := t.slots
		t.slots = make([]queryID, 2*len(old))
		for _, q := range old {
			if q != 0 {
				e.put(q)
			}
		}
	}
	e.put(q)
}

func (e *entries) put(q queryID) {
	t := &e.byCode
	mask := uint64(len(t.slots) - 1)
	i := e.codeOf(q).hash(t.seed) & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = q
}

// erase takes a query out of the table, and moves back what would no longer be found.
func (e *entries) erase(q queryID) {
	t := &e.byCode
	mask := uint64(len(t.slots) - 1)
	hole := e.codeOf(q).hash(t.seed) & mask
	for t.slots[hole] != q {
		hole = (hole + 1) & mask
	}
	t.n--
	for i := (hole + 1) & mask; t.slots[i] != 0; i = (i + 1) & mask {
		if home := e.codeOf(t.slots[i]).hash(t.seed); (i-home)&mask >= (i-hole)&mask {
			t.slots[hole] = t.slots[i]
			hole = i
		}
	}
	t.slots[hole] = 0
}

func (e *entries) anchorsOf(q queryID) []uint32 {
	b := e.blocks[q]
	w := e.arena.slots[b.at : b.at+b.size]
	return w[1 : 1+2*w[0]]
}

func (e *entries) codeOf(q queryID) code {
	b := e.blocks[q]
	w := e.arena.slots[b.at : b.at+b.size]
	return code(w[1+2*w[0]:])
}

// moved notes that q is at another place in the list of one of its anchors.
func (e *entries) moved(q queryID, anchor termID, at uint32) {
	anchors := e.anchorsOf(q)
	for i := 0; i < len(anchors); i += 2 {
		if anchors[i] == anchor {
			anchors[i+1] = at
		}
	}
}

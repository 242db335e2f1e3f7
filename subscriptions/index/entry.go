package index

import (
	"math/rand/v2"
	"slices"
)

// A Subscriber is what asks with a query: a subscription of a chat. ID is not 0.
type Subscriber struct {
	Chat       int64
	ID         int32
	DigestOnly bool
}

// A queryID numbers a distinct query; 0 is none.
type queryID = uint32

// A set is who asks with a query: its one subscriber, as most have one, or where ID is
// 0, Chat is the place of a list in entries.more.
type set = Subscriber

// entries are the distinct queries.
type entries struct {
	sets   []set // by query, of those that have not one anchor: see list.sets
	more   [][]Subscriber
	blocks []block  // by query; of a query of one term none
	met    []uint32 // by query: the last story for which it was looked at
	free   []queryID
	spare  []int // places in more

	byCode table
	arena  arena
	n      int // subscribers
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
		e.arena.give(b)
	}
	e.sets[q], e.blocks[q], e.met[q] = set{}, block{}, 0
	e.free = append(e.free, q)
}

// visit calls visit with the subscribers of one of sets.
func (e *entries) visit(sets []set, at int, visit func([]Subscriber)) {
	if s := &sets[at]; s.ID == 0 {
		visit(e.more[s.Chat])
		return
	}
	visit(sets[at : at+1])
}

// subscribe adds s to f; fresh says that f has none yet.
func (e *entries) subscribe(f *set, s Subscriber, fresh bool) {
	e.n++
	switch {
	case fresh:
		*f = s
	case f.ID == 0:
		e.more[f.Chat] = appendTight(e.more[f.Chat], s)
	default:
		list, at := []Subscriber{*f, s}, len(e.more)
		if last := len(e.spare) - 1; last >= 0 {
			at = e.spare[last]
			e.spare = e.spare[:last]
			e.more[at] = list
		} else {
			e.more = append(e.more, list)
		}
		*f = set{Chat: int64(at)}
	}
}

// unsubscribe takes s off f, and reports whether it was there and whether f has nobody
// left.
func (e *entries) unsubscribe(f *set, s Subscriber) (was, empty bool) {
	if f.ID != 0 {
		was = *f == s
		if was {
			e.n--
		}
		return was, was
	}
	list := e.more[f.Chat]
	i := slices.Index(list, s)
	if i < 0 {
		return false, false
	}
	e.n--
	last := len(list) - 1
	list[i] = list[last]
	if list = list[:last]; last > 1 {
		e.more[f.Chat] = list
		return true, false
	}
	e.more[f.Chat] = nil
	e.spare = append(e.spare, int(f.Chat))
	*f = list[0]
	return true, false
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
	w := e.arena.words[b.at : b.at+b.size]
	return w[1 : 1+2*w[0]]
}

func (e *entries) codeOf(q queryID) code {
	b := e.blocks[q]
	w := e.arena.words[b.at : b.at+b.size]
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

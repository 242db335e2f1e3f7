package index

import (
	"math/bits"
	"math/rand/v2"
)

// pairs finds the term for two terms beside each other. It is asked for many of the
// words of every story, so it is a table of its own: open addressing, linear probing,
// no pointers. The seed is secret, as strangers choose the words.
type pairs struct {
	slots []pair // their number is a power of two
	n     int
	seed  uint64
}

type pair struct{ a, b, id termID }

func newPairs() pairs { return pairs{slots: make([]pair, 16), seed: rand.Uint64()} }

func (p *pairs) home(a, b termID) int {
	hi, lo := bits.Mul64((uint64(a)<<32|uint64(b))^p.seed, p.seed|1)
	return int(hi^lo) & (len(p.slots) - 1)
}

// find returns 0 for none.
func (p *pairs) find(a, b termID) termID {
	for i := p.home(a, b); ; i = (i + 1) & (len(p.slots) - 1) {
		s := &p.slots[i]
		if s.id == 0 || s.a == a && s.b == b {
			return s.id
		}
	}
}

// insert adds a pair that is not there.
func (p *pairs) insert(a, b, id termID) {
	if p.n++; p.n*4 > len(p.slots)*3 {
		old := p.slots
		p.slots = make([]pair, 2*len(old))
		for _, s := range old {
			if s.id != 0 {
				p.put(s)
			}
		}
	}
	p.put(pair{a, b, id})
}

func (p *pairs) put(s pair) {
	i := p.home(s.a, s.b)
	for p.slots[i].id != 0 {
		i = (i + 1) & (len(p.slots) - 1)
	}
	p.slots[i] = s
}

// remove takes out a pair that is there, and moves back what would no longer be found.
func (p *pairs) remove(a, b termID) {
	mask := len(p.slots) - 1
	hole := p.home(a, b)
	for p.slots[hole].a != a || p.slots[hole].b != b {
		hole = (hole + 1) & mask
	}
	p.n--
	for i := (hole + 1) & mask; p.slots[i].id != 0; i = (i + 1) & mask {
		if (i-p.home(p.slots[i].a, p.slots[i].b))&mask >= (i-hole)&mask {
			p.slots[hole] = p.slots[i]
			hole = i
		}
	}
	p.slots[hole] = pair{}
}

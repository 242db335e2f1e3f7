package country

import (
	"hash/maphash"
	"math/bits"
	"strings"
)

// The index of the table holds numbers and places in its text: no string has a
// header and nothing a pointer, so that it is small and no work for the collector.

// A wordIndex numbers the words of the table from 1 on, in a hash table with
// open addressing.
type wordIndex struct {
	seed   maphash.Seed
	slots  []uint32 // a word's number below some bits of its hash; 0: free
	starts []uint32 // by number: where the word is in the table; a blank ends it
}

// Bits of a slot that hold the number. The hash above tells most words apart
// without a look at their text.
const numberBits = 20

// newWordIndex returns an empty index for the words of the table.
func newWordIndex() wordIndex {
	most := strings.Count(table, " ") + strings.Count(table, "\n")
	if most >= 1<<numberBits {
		panic("gazetteer.txt has too many words") // it is embedded
	}
	return wordIndex{
		seed:   maphash.MakeSeed(),
		slots:  make([]uint32, slotsFor(most)),
		starts: make([]uint32, 1, most+1),
	}
}

// slotsFor returns how many slots keep a quarter free: a power of two.
func slotsFor(n int) int { return 1 << bits.Len(uint(n+n/3)) }

// number returns the number of a word, or 0.
func (x *wordIndex) number(word []byte) uint32 {
	number, _, _ := x.find(word)
	return number
}

// add numbers the word at table[start:end], if it has no number yet.
func (x *wordIndex) add(start, end int) uint32 {
	number, slot, tag := x.find([]byte(table[start:end]))
	if number == 0 {
		number = uint32(len(x.starts))
		x.starts = append(x.starts, uint32(start))
		x.slots[slot] = tag | number
	}
	return number
}

// find returns the number of a word; or else 0, its slot and its bits there.
func (x *wordIndex) find(word []byte) (number uint32, slot int, tag uint32) {
	hash := maphash.Bytes(x.seed, word)
	tag = uint32(hash>>32) &^ (1<<numberBits - 1)
	mask := len(x.slots) - 1
	for slot = int(hash) & mask; x.slots[slot] != 0; slot = (slot + 1) & mask {
		if (x.slots[slot]^tag)>>numberBits != 0 {
			continue
		}
		number = x.slots[slot] & (1<<numberBits - 1)
		start := int(x.starts[number])
		if end := start + len(word); end < len(table) && table[start:end] == string(word) && table[end] <= ' ' {
			return number, slot, tag
		}
	}
	return 0, slot, tag
}

// A nameIndex is a trie over words. Its nodes are numbers: that of a word is the
// node of the name that begins with it, the nodes of what follows come after.
type nameIndex struct {
	ends  []uint32 // by node: where the line of the name that ends there begins, or 0
	edges []edge   // to the nodes after those of the words
	slots []uint32 // an index into edges, plus 1, by hash; 0: free
}

type edge struct{ node, word uint32 }

// newNameIndex returns an index over words, for names of two words or more that
// have at most so many words.
func newNameIndex(words, most int) nameIndex {
	return nameIndex{
		ends:  make([]uint32, words+1, words+1+most),
		edges: make([]edge, 0, most),
		slots: make([]uint32, slotsFor(most)),
	}
}

// next returns the node behind node by a word, or 0.
func (x *nameIndex) next(node, word uint32) uint32 {
	if node == 0 {
		return word
	}
	next, _ := x.find(edge{node, word})
	return next
}

// grow is next, and makes the node if there is none.
func (x *nameIndex) grow(node, word uint32) uint32 {
	if node == 0 {
		return word
	}
	e := edge{node, word}
	next, slot := x.find(e)
	if next == 0 {
		next = uint32(len(x.ends))
		x.ends = append(x.ends, 0)
		x.edges = append(x.edges, e)
		x.slots[slot] = uint32(len(x.edges))
	}
	return next
}

// find returns where an edge leads; or else 0 and its slot.
func (x *nameIndex) find(e edge) (node uint32, slot int) {
	const odd = 0x9E3779B97F4A7C15 // spreads the bits
	hash := (uint64(e.node)<<32 | uint64(e.word)) * odd
	mask := len(x.slots) - 1
	for slot = int(hash>>32) & mask; x.slots[slot] != 0; slot = (slot + 1) & mask {
		if i := int(x.slots[slot]) - 1; x.edges[i] == e {
			return uint32(len(x.ends) - len(x.edges) + i), slot
		}
	}
	return 0, slot
}

package country

import (
	"bytes"
	"strings"
)

// The endings of a Kazakh noun, from the last to the first: case, possession,
// plural, -лық. Each group is taken off at most once.
var endings = [...]*endingSet{
	newEndingSet("ндағы ндегі дағы дегі тағы тегі ның нің дың дің тың тің дан ден тан тен нан нен мен бен пен нда нде ға ге қа ке на не ды ді ты ті ны ні да де та те н а е"),
	newEndingSet("лары лері дары дері тары тері ымыз іміз мыз міз сы сі ы і"),
	newEndingSet("лар лер дар дер тар тер"),
	newEndingSet("лық лік дық дік тық тік"),
}

// An endingSet holds endings by their last byte, the longest first.
type endingSet [256][][]byte

func newEndingSet(list string) *endingSet {
	var set endingSet
	for ending := range strings.FieldsSeq(list) {
		last := ending[len(ending)-1]
		set[last] = append(set[last], []byte(ending))
	}
	return &set
}

// stems calls yield with what is left of a word after each step, until yield
// returns false, and says whether -лық was among what was taken off: the word
// is an adjective then. Where several endings of a group fit, as -нда and -да,
// each is tried, the longest first.
func stems(key []byte, yield func(stem []byte, adjective bool) bool) bool {
	return stemsFrom(0, key, yield)
}

func stemsFrom(group int, key []byte, yield func([]byte, bool) bool) bool {
	for i := group; i < len(endings); i++ {
		for _, ending := range endings[i][key[len(key)-1]] {
			// A stem of one letter says nothing.
			if len(key) < len(ending)+4 || !bytes.HasSuffix(key, ending) {
				continue
			}
			stem := key[:len(key)-len(ending)]
			if !yield(stem, i == len(endings)-1) || !stemsFrom(i+1, stem, yield) {
				return false
			}
		}
	}
	return true
}

// beginnings are the first letters of the words that may stand before a Kazakh
// ending, as a set of hashes: most words of a text are not among them and need
// no stemming. Two letters of two bytes make a word, three tell words apart.
type beginnings [1 << 10]uint64

func (b *beginnings) add(word string) {
	if len(word) == 4 {
		word += "\x00\x00"
	}
	if len(word) >= 6 {
		h := beginning(word[0], word[1], word[2], word[3], word[4], word[5])
		b[h>>6] |= 1 << (h & 63)
	}
}

func (b *beginnings) has(key []byte) bool {
	if len(key) < 6 {
		return false
	}
	long := beginning(key[0], key[1], key[2], key[3], key[4], key[5])
	short := beginning(key[0], key[1], key[2], key[3], 0, 0)
	return b[long>>6]&(1<<(long&63)) != 0 || b[short>>6]&(1<<(short&63)) != 0
}

func beginning(a, b, c, d, e, f byte) uint16 {
	const odd = 0x9E3779B1 // spreads the bits
	h := uint32(a)<<24 | uint32(b)<<16 | uint32(c)<<8 | uint32(d)
	h = (h*odd ^ uint32(e)<<8 ^ uint32(f)) * odd
	return uint16(h >> 16)
}

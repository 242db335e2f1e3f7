package country

import (
	"bytes"
	"strings"
)

// The endings of a Kazakh noun, from the last to the first: case, possession,
// plural, -лық. Each group is taken off at most once.
var endings = [...]*endingSet{
	newEndingSet("ндағы ндегі дағы дегі тағы тегі ның нің дың дің тың тің дан ден тан тен нан нен мен бен пен нда нде ға ге қа ке на не ды ді ты ті ны ні да де та те ша ше н а е"),
	newEndingSet("лары лері дары дері тары тері сы сі ы і"),
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
			// A stem of fewer than three letters says nothing.
			if len(key) < len(ending)+6 || !bytes.HasSuffix(key, ending) {
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

package country

import (
	"bytes"
	"strings"
)

// The endings of a Kazakh noun, from the last to the first: case, possession,
// plural, -лық. Each group is taken off at most once, the longest that fits;
// what is left is looked up after every step.
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

// stems calls yield with what is left of a word after each step, and whether
// -лық was among what was taken off: the word is an adjective then.
func stems(key []byte, yield func(stem []byte, adjective bool) bool) {
	for i, set := range endings {
		for _, ending := range set[key[len(key)-1]] {
			// A stem of fewer than three letters says nothing.
			if len(key) < len(ending)+6 || !bytes.HasSuffix(key, ending) {
				continue
			}
			key = key[:len(key)-len(ending)]
			if !yield(key, i == len(endings)-1) {
				return
			}
			break
		}
	}
}

package country

import "bytes"

// The endings of a Kazakh noun, from the last to the first: case, possession,
// plural, -лық. Each group is taken off at most once, the longest that fits;
// what is left is looked up after every step.
var endings = [][][]byte{
	split("ндағы ндегі дағы дегі тағы тегі ның нің дың дің тың тің дан ден тан тен нан нен мен бен пен нда нде ға ге қа ке на не ды ді ты ті ны ні да де та те ша ше н а е"),
	split("лары лері дары дері тары тері сы сі ы і"),
	split("лар лер дар дер тар тер"),
	split("лық лік дық дік тық тік"),
}

func split(s string) [][]byte { return bytes.Fields([]byte(s)) }

// stems calls yield with what is left of a word after each step, and whether
// -лық was among what was taken off: the word is an adjective then.
func stems(key []byte, yield func(stem []byte, adjective bool) bool) {
	for i, group := range endings {
		for _, ending := range group {
			// A stem of fewer than three letters says nothing.
			if len(key) >= len(ending)+6 && bytes.HasSuffix(key, ending) {
				if !yield(key[:len(key)-len(ending)], i == len(endings)-1) {
					return
				}
				key = key[:len(key)-len(ending)]
				break
			}
		}
	}
}

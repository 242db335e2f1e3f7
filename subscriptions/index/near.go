package index

import (
	"cmp"
	"slices"
)

// A mark is a place of a term in the story: its first and last word.
type mark struct {
	first, last int32
	before      int32 // the mark before it of the same term, or -1
}

// near reports whether the two operands of w stand near each other: in the same part of
// the story, with no word in common, the first word of the later no farther than the
// number of w from the last word of the earlier.
func (x *Index) near(w code) bool {
	k := w.operands()
	x.left = x.marksOf(k[:k.len()], x.left[:0])
	k = k[k.len():]
	x.right = x.marksOf(k[:k.len()], x.right[:0])
	distance := int32(w.number())
	return x.follows(x.left, x.right, distance) || x.follows(x.right, x.left, distance)
}

// marksOf appends the marks of the terms of w, in order of their first words.
func (x *Index) marksOf(w code, marks []mark) []mark {
	w.eachTerm(func(id termID) {
		if !x.has(id) {
			return
		}
		for at := x.names[id].marks; at >= 0; at = x.marks[at].before {
			marks = append(marks, x.marks[at])
		}
	})
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) })
	return marks
}

// follows reports whether one of later begins within distance after the end of one of
// earlier.
func (x *Index) follows(earlier, later []mark, distance int32) bool {
	for _, e := range earlier {
		at, _ := slices.BinarySearchFunc(later, e.last+1, func(m mark, first int32) int { return cmp.Compare(m.first, first) })
		if at < len(later) && later[at].first <= e.last+distance && x.part(later[at].first) == x.part(e.last) {
			return true
		}
	}
	return false
}

// part returns the part of the story that a place is in.
func (x *Index) part(place int32) int {
	for i, end := range x.ends {
		if place < end {
			return i
		}
	}
	return len(x.ends)
}

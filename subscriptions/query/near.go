package query

import (
	"cmp"
	"slices"
	"strings"

	"newsbot/feed/words"
)

// A stretch is where something stands: the places of its first and last word.
type stretch struct{ first, last int32 }

// near returns where the two operands of n, of kind near, stand near each other.
// A list of stretches is as long as the story at most, for each leaf.
func (n *node) near(d *Document) (words.Span, bool) {
	left, right := n.kids[0].stretches(d), n.kids[1].stretches(d)
	best, ok := d.follows(left, right, n)
	if other, found := d.follows(right, left, n); found && (!ok || other.Start < best.Start) {
		best, ok = other, true
	}
	return best, ok
}

// follows returns the first place where one of later begins within n's distance
// after the end of one of earlier.
func (d *Document) follows(earlier, later []stretch, n *node) (words.Span, bool) {
	for _, e := range earlier {
		i, _ := slices.BinarySearchFunc(later, e.last+1, func(s stretch, at int32) int { return cmp.Compare(s.first, at) })
		if i == len(later) || later[i].first-e.last > int32(n.distance) || slices.Contains(d.at[e.last:later[i].first], -1) {
			continue
		}
		if n.allows(d, e.first) {
			return words.Span{Start: d.spans[e.first].Start, End: d.spans[later[i].last].End}, true
		}
	}
	return words.Span{}, false
}

// stretches returns where n, an operand of a near, stands, in order of the first
// words and then of the last.
func (n *node) stretches(d *Document) []stretch {
	out := n.appendStretches(d, nil)
	slices.SortFunc(out, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
	})
	return out
}

func (n *node) appendStretches(d *Document, out []stretch) []stretch {
	switch n.kind {
	case some:
		for i := range n.kids {
			out = n.kids[i].appendStretches(d, out)
		}
		return out
	case prefix:
		return d.beginnings(n.terms[0], out)
	}
	if whole := n.whole(); whole != "" {
		out = d.standing(whole, out)
	}
	if len(n.terms) > 1 {
		d.eachAdjacent(n.terms, func(at int32) bool {
			out = append(out, stretch{at, at + int32(len(n.terms)) - 1})
			return true
		})
	}
	return out
}

// standing appends where words of a stem stand.
func (d *Document) standing(text string, out []stretch) []stretch {
	id, ok := d.stem(text)
	if !ok {
		return out
	}
	for l := d.heads[id]; l >= 0; l = d.links[l].next {
		out = append(out, stretch{d.links[l].at, d.links[l].at})
	}
	for _, c := range d.compounds {
		if d.forms[c.form].has(id) {
			out = append(out, c.stretch)
		}
	}
	return out
}

// beginnings appends where words stand that begin with a text.
func (d *Document) beginnings(text string, out []stretch) []stretch {
	begins := make([]bool, len(d.forms))
	for i := range d.forms {
		begins[i] = strings.HasPrefix(d.forms[i].text, text)
	}
	for i := range d.forms {
		if spelt := d.forms[i].spelt; spelt >= 0 && begins[spelt] {
			begins[i] = true
		}
	}
	for at, form := range d.at {
		if form >= 0 && begins[form] {
			out = append(out, stretch{int32(at), int32(at)})
		}
	}
	for _, c := range d.compounds {
		if begins[c.form] {
			out = append(out, c.stretch)
		}
	}
	return out
}

package query

import (
	"newsbot/feed/country"
)

// A TermKind is a kind of Term.
type TermKind uint8

// The kinds of terms.
const (
	TermStem      TermKind = iota // a word with this stem
	TermPrefix                    // a folded word that begins so
	TermAbout                     // the code of a country the story is about
	TermMentioned                 // the code of a country the story names
	TermSource                    // a folded word in a name of the source
	termKinds
)

// TermKinds is the number of kinds of terms.
const TermKinds = int(termKinds)

// A Term is something that a story contains or does not.
type Term struct {
	Kind TermKind
	Text string
}

// Anchors returns terms of which every story that matches q contains one at
// least: one term for a word, the cheapest operand's for an AND, one or more
// for each branch of an OR. cost says how much it costs to look at q for every
// story that contains the term; the cheapest set is chosen. sure says that no
// look is needed, as a story with one of the terms does match.
func (q *Query) Anchors(cost func(Term) int) (terms []Term, sure bool) {
	a := q.root.anchors(cost)
	return a.terms, a.sure
}

// An anchoring is a set of anchors with its cost.
type anchoring struct {
	terms []Term
	cost  int
	sure  bool
}

func (n *node) anchors(cost func(Term) int) anchoring {
	switch n.kind {
	case all:
		var best anchoring
		for i := range n.kids {
			if !n.kids[i].required() {
				continue
			}
			if a := n.kids[i].anchors(cost); best.terms == nil || a.cost < best.cost {
				best = a
			}
		}
		best.sure = false
		return best
	case some:
		union := anchoring{sure: true}
		for i := range n.kids {
			union = union.or(n.kids[i].anchors(cost))
		}
		return union
	case near:
		a, b := n.kids[0].anchors(cost), n.kids[1].anchors(cost)
		if b.cost < a.cost {
			a = b
		}
		a.sure = false
		return a
	case about:
		return one(cost, true, Term{TermAbout, string(n.code)})
	case mentions:
		return one(cost, true, Term{TermMentioned, string(n.code)})
	case prefix:
		return one(cost, !n.title, Term{TermPrefix, n.terms[0]})
	case source:
		return cheapest(cost, TermSource, n.terms, true)
	}
	a := cheapest(cost, TermStem, n.terms, !n.title)
	if n.joined != "" {
		a = a.or(one(cost, !n.title, Term{TermStem, n.joined}))
	}
	return a
}

// or returns the anchoring of two branches.
func (a anchoring) or(b anchoring) anchoring {
	return anchoring{append(a.terms, b.terms...), a.cost + b.cost, a.sure && b.sure}
}

func one(cost func(Term) int, sure bool, t Term) anchoring {
	return anchoring{[]Term{t}, cost(t), sure}
}

// cheapest returns the cheapest of words that must all be there.
func cheapest(cost func(Term) int, k TermKind, words []string, sure bool) anchoring {
	var best anchoring
	for _, w := range words {
		if a := one(cost, sure && len(words) == 1, Term{k, w}); best.terms == nil || a.cost < best.cost {
			best = a
		}
	}
	return best
}

// Stems returns the distinct stems of the story; not to be changed.
func (d *Document) Stems() []string { return d.stems }

// Forms returns the distinct folded words of the story, and those with letters of
// Kazakh also as they are spelt without.
func (d *Document) Forms() []string {
	out := make([]string, len(d.forms))
	for i := range d.forms {
		out[i] = d.forms[i].text
	}
	return out
}

// About returns the countries that the story is about; not to be changed.
func (d *Document) About() []country.Code { return d.about }

// Mentioned returns the countries that the story names; not to be changed.
func (d *Document) Mentioned() []country.Code { return d.mentioned }

// Sources returns the folded words of each name of the source; not to be changed.
func (d *Document) Sources() [][]string { return d.sources }

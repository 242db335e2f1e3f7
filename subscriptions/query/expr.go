package query

import (
	"cmp"
	"slices"
)

// An Op says what an Expr asks of a story.
type Op uint8

// The operators, and the fields of Expr that each of them uses.
const (
	All      Op = iota // Kids, two or more: every one
	Some               // Kids, two or more: one at least
	Not                // Kids, one: a leaf that does not hold
	Word               // Terms, one; Title: a word with this stem
	Phrase             // Terms, two or more, Joined, Title: words with these stems beside each other
	Prefix             // Terms, one; Title: a word whose folded form begins so
	About              // Code: the story is about the country
	Mentions           // Code: the story names the country
	Source             // Terms, one or more: they stand beside each other in one name of the source
	Lang               // Code: the story is in the language, see Language
	Near               // Kids, two; Distance, Title: they stand near each other
)

// An Expr is a Query in normal form, for those who match it by other means than
// Match, as an index does. Two queries have equal Exprs if and only if they
// have equal Keys.
//
// The normal form: All and Some have two Kids at least, none of their own Op,
// sorted by compareExprs, none of them made needless by the others. Not holds a
// leaf, which is any Op but All, Some and Not. In an All that is the root, and in
// every branch of a Some that is, something must be there that is neither a Not
// nor a Lang. The depth is MaxDepth levels of All and Some at most, and there
// are fewer than MaxStored/2 leaves.
//
// Words. A story is three parts: title, summary and text. A part is a sequence of
// words as words.Scanner cuts them; the places of words are counted through. A
// word has a folded form (words.AppendFolded), a stem (words.Stemmer.Stem) and,
// with letters that only Kazakh has, or in a story that is in Kazakh (Language), a
// second one (words.Stemmer.Plain), under which it is found from a query that is
// written without them. A hyphenated word of two to four parts stands in the story as these
// parts, one place each, and also as one word, the parts run together, at the
// place of the first. Where a term is compared with a word of a story, either of
// its stems may be the equal one; of a Prefix the folded form or that form as
// words.AppendPlain spells it.
type Expr struct {
	Op    Op
	Title bool // in the title only

	// Kids are the operands. Those of a Near are Word, Phrase or Prefix, or a
	// Some of these, without Title, which the Near has for both; they are sorted
	// and may be equal.
	Kids []Expr

	// Terms are stems in order for Word and Phrase, the folded beginning for
	// Prefix, and folded words in order for Source.
	Terms []string

	// Joined is for a Phrase that was written as one hyphenated word, the stem
	// of its parts run together, or else empty. A story with a word of this stem
	// matches as well as one with the phrase: e-mail finds email. The story's
	// own hyphenated words count as words here.
	Joined string

	// Distance is how far the first word of the later operand of a Near may be
	// from the last word of the earlier one, 1 to MaxDistance: 1 says beside
	// each other. Either may be the earlier, both are in the same part, and they
	// have no word in common.
	Distance int

	// Code is a country.Code, or a language as in BCP 47: "en", "ru", "kk".
	Code string
}

// Expr returns the query's normal form. It is shared and not to be changed.
func (q *Query) Expr() Expr { return q.expr }

// exprOf returns the normal form of n, or that of its negation.
func exprOf(n *node, negated bool) Expr {
	switch n.kind {
	case not:
		return exprOf(&n.kids[0], !negated)
	case all, some:
		op := All
		if (n.kind == some) != negated {
			op = Some
		}
		kids := make([]Expr, len(n.kids))
		for i := range n.kids {
			kids[i] = exprOf(&n.kids[i], negated)
		}
		return combine(op, kids)
	}
	e := leafOf(n)
	if negated {
		return Expr{Op: Not, Kids: []Expr{e}}
	}
	return e
}

// combine returns the normal form of kids, which are in normal form, under op.
func combine(op Op, kids []Expr) Expr {
	flat := make([]Expr, 0, len(kids))
	for _, kid := range kids {
		if kid.Op == op {
			flat = append(flat, kid.Kids...)
		} else {
			flat = append(flat, kid)
		}
	}
	slices.SortFunc(flat, compareExprs)
	flat = slices.CompactFunc(flat, func(a, b Expr) bool { return compareExprs(a, b) == 0 })
	if len(flat) == 1 {
		return flat[0]
	}
	return Expr{Op: op, Kids: flat}
}

func leafOf(n *node) Expr {
	e := Expr{Title: n.title, Terms: n.terms, Joined: n.joined, Code: string(n.code)}
	switch n.kind {
	case prefix:
		e.Op = Prefix
	case about:
		e.Op = About
	case mentions:
		e.Op = Mentions
	case source:
		e.Op = Source
	case lang:
		e.Op = Lang
	case near:
		e.Op, e.Distance = Near, n.distance
		for i := range n.kids {
			kid := exprOf(&n.kids[i], false)
			kid.Title = false
			for j := range kid.Kids {
				kid.Kids[j].Title = false
			}
			e.Kids = append(e.Kids, kid)
		}
		slices.SortFunc(e.Kids, compareExprs)
	default:
		e.Op = Phrase
		if len(n.terms) == 1 {
			e.Op = Word
		}
	}
	return e
}

// compareExprs is the total order of normal forms.
func compareExprs(a, b Expr) int {
	return cmp.Or(
		cmp.Compare(a.Op, b.Op),
		cmp.Compare(a.Distance, b.Distance),
		cmp.Compare(a.Code, b.Code),
		slices.Compare(a.Terms, b.Terms),
		cmp.Compare(a.Joined, b.Joined),
		compareBools(a.Title, b.Title),
		slices.CompareFunc(a.Kids, b.Kids, compareExprs),
	)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

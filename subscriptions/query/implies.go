package query

import (
	"slices"
	"strings"
)

// implies reports whether every story that fulfils a fulfils b, as far as it can
// be told from the two without looking at cases.
func implies(a, b *Expr) bool {
	switch {
	case b.Op == All:
		return everyKid(b, func(kid *Expr) bool { return implies(a, kid) })
	case a.Op == Some:
		return everyKid(a, func(kid *Expr) bool { return implies(kid, b) })
	case a.Op == All && anyKid(a, func(kid *Expr) bool { return implies(kid, b) }):
		return true
	case b.Op == Some:
		return anyKid(b, func(kid *Expr) bool { return implies(a, kid) })
	case a.Op == All:
		return false
	case a.Op == Not && b.Op == Not:
		return impliesLeaf(&b.Kids[0], &a.Kids[0])
	case b.Op == Not:
		return excludes(a, &b.Kids[0])
	}
	return a.Op != Not && impliesLeaf(a, b)
}

// refutes reports whether no story fulfils both, which are literals.
func refutes(a, b *Expr) bool {
	switch {
	case a.Op == Not && b.Op == Not:
		return false
	case a.Op == Not:
		return impliesLeaf(b, &a.Kids[0])
	case b.Op == Not:
		return impliesLeaf(a, &b.Kids[0])
	}
	return excludes(a, b)
}

// excludes reports leaves that no story fulfils both: it is in one language.
func excludes(a, b *Expr) bool { return a.Op == Lang && b.Op == Lang && a.Code != b.Code }

func impliesLeaf(a, b *Expr) bool {
	if a.Op == Source || b.Op == Source {
		return a.Op == b.Op && holds(a.Terms, b.Terms)
	}
	if b.Title && !a.Title {
		return false
	}
	switch a.Op {
	case Word:
		return b.Op == Word && a.Terms[0] == b.Terms[0] || b.Op == Phrase && a.Terms[0] == b.Joined
	case Phrase:
		beside := b.Op == Word && slices.Contains(a.Terms, b.Terms[0]) || b.Op == Phrase && holds(a.Terms, b.Terms)
		return beside && (a.Joined == "" || impliesLeaf(&Expr{Op: Word, Title: a.Title, Terms: []string{a.Joined}}, b))
	case Prefix:
		return b.Op == Prefix && strings.HasPrefix(a.Terms[0], b.Terms[0])
	case Near:
		if b.Op == Near {
			return a.Distance <= b.Distance && slices.EqualFunc(a.Kids, b.Kids, equal)
		}
		return anyKid(a, func(kid *Expr) bool { return impliesIn(kid, b, a.Title) })
	}
	// A story names what it is about.
	return (a.Op == b.Op || a.Op == About && b.Op == Mentions) && a.Code == b.Code
}

// impliesIn is implies for an operand of a Near, in the title or anywhere.
func impliesIn(kid, b *Expr, title bool) bool {
	if kid.Op == Some {
		return everyKid(kid, func(kid *Expr) bool { return impliesIn(kid, b, title) })
	}
	in := *kid
	in.Title = title
	return impliesLeaf(&in, b)
}

// holds reports whether some of terms are part, in order and beside each other.
func holds(terms, part []string) bool {
	for i := 0; i+len(part) <= len(terms); i++ {
		if slices.Equal(terms[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func everyKid(e *Expr, ok func(*Expr) bool) bool {
	for i := range e.Kids {
		if !ok(&e.Kids[i]) {
			return false
		}
	}
	return true
}

func anyKid(e *Expr, ok func(*Expr) bool) bool {
	return !everyKid(e, func(kid *Expr) bool { return !ok(kid) })
}

func equal(a, b Expr) bool { return compareExprs(a, b) == 0 }

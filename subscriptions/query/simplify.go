package query

import "slices"

// While a query is simplified, an All without kids is what every story fulfils,
// and a Some without kids what none does.

func (e *Expr) isEvery() bool { return e.Op == All && len(e.Kids) == 0 }
func (e *Expr) isNone() bool  { return e.Op == Some && len(e.Kids) == 0 }

func (e *Expr) isLiteral() bool { return e.Op != All && e.Op != Some }

// opposite returns the opposite of a literal.
func opposite(e Expr) Expr {
	if e.Op == Not {
		return e.Kids[0]
	}
	return Expr{Op: Not, Kids: []Expr{e}}
}

// maxSteps bounds what a simplifier does for one query, in comparisons of two
// leaves. Those that people write take a few dozen; what needs more stays as it is.
const maxSteps = 20_000

// A simplifier takes out of a query what the rest of it decides. It looks at sorted
// operands, so that the same ones have the same outcome in any order.
type simplifier struct{ steps int }

// spend counts steps and reports whether there were as many left.
func (s *simplifier) spend(steps int) bool {
	s.steps += steps
	return s.steps <= maxSteps
}

// simplified returns e without what is needless: "gas (gas OR oil)" is gas, "oil
// (gas OR -oil)" is oil gas, "gas -gas" is nothing. given are literals that are
// known to hold.
func (s *simplifier) simplified(e Expr, given []Expr) Expr {
	if e.isLiteral() {
		return s.literal(e, given)
	}
	kids := e.Kids
	for changed := true; changed && s.spend(8*len(kids)); {
		changed = false
		kids = slices.Clone(kids)
		for i := range kids {
			kid := s.simplified(kids[i], s.known(e.Op, kids, i, given))
			if e.Op == All && kid.isNone() || e.Op == Some && kid.isEvery() {
				return kid
			}
			if !equal(kid, kids[i]) {
				kids[i], changed = kid, true
			}
		}
		if !changed { // kids are in normal form, as those of e
			break
		}
		out := combine(e.Op, kids)
		if out.Op != e.Op {
			return out
		}
		kids = out.Kids
	}
	if left := s.absorbed(e.Op, kids); len(left) < len(kids) {
		return combine(e.Op, left)
	}
	return Expr{Op: e.Op, Kids: kids}
}

func (s *simplifier) literal(e Expr, given []Expr) Expr {
	if !s.spend(2 * len(given)) {
		return e
	}
	for i := range given {
		if refutes(&given[i], &e) {
			return Expr{Op: Some}
		}
		if implies(&given[i], &e) {
			return Expr{Op: All}
		}
	}
	return e
}

// known returns given with what the other kids say of the one at i: in an All its
// literals hold too; a branch of a Some matters only where no other one that is a
// literal holds.
func (s *simplifier) known(op Op, kids []Expr, i int, given []Expr) []Expr {
	out := slices.Clip(given)
	for j := range kids {
		switch {
		case j == i || !kids[j].isLiteral():
		case op == All:
			out = append(out, kids[j])
		default:
			out = append(out, opposite(kids[j]))
		}
	}
	return out
}

// absorbed returns kids without those that others make needless.
func (s *simplifier) absorbed(op Op, kids []Expr) []Expr {
	kids = slices.Clone(kids)
	for i := 0; i < len(kids); i++ {
		for j := range kids {
			if i == j {
				continue
			}
			if !s.spend(kids[i].leaves() * kids[j].leaves()) {
				return kids
			}
			if op == All && implies(&kids[j], &kids[i]) || op == Some && implies(&kids[i], &kids[j]) {
				kids = slices.Delete(kids, i, i+1)
				i--
				break
			}
		}
	}
	return kids
}

func (e *Expr) leaves() int {
	if len(e.Kids) == 0 {
		return 1
	}
	n := 0
	for i := range e.Kids {
		n += e.Kids[i].leaves()
	}
	return n
}

// possible reports whether a story could fulfil e, which is simplified: it tries
// the branches of each Some. What takes too many steps is taken for possible.
func (s *simplifier) possible(e Expr) bool {
	switch {
	case e.isNone():
		return false
	case e.Op == Some:
		return slices.ContainsFunc(e.Kids, s.possible)
	case e.Op != All:
		return true
	}
	i := slices.IndexFunc(e.Kids, func(kid Expr) bool { return kid.Op == Some })
	if i < 0 {
		return true
	}
	rest := slices.Delete(slices.Clone(e.Kids), i, i+1)
	return slices.ContainsFunc(e.Kids[i].Kids, func(branch Expr) bool {
		if !s.spend(8 * e.leaves()) {
			return true
		}
		return s.possible(s.simplified(combine(All, append(slices.Clone(rest), branch)), nil))
	})
}

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

// simplified returns e without what the rest of it decides: "gas (gas OR oil)" is
// gas, "oil (gas OR -oil)" is oil gas, "gas -gas" is nothing. given are literals
// that are known to hold.
func simplified(e Expr, given []Expr) Expr {
	if e.isLiteral() {
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
	kids := slices.Clone(e.Kids)
	for changed := true; changed; {
		changed = false
		for i := range kids {
			kid := simplified(kids[i], known(e.Op, kids, i, given))
			if e.Op == All && kid.isNone() || e.Op == Some && kid.isEvery() {
				return kid
			}
			if !equal(kid, kids[i]) {
				kids[i], changed = kid, true
			}
		}
		if out := combine(e.Op, kids); out.Op != e.Op {
			return out
		} else if changed {
			kids = slices.Clone(out.Kids)
		}
	}
	return combine(e.Op, absorbed(e.Op, kids))
}

// known returns given with what the other kids say of the one at i: in an All its
// literals hold too; a branch of a Some matters only where no other one that is a
// literal holds.
func known(op Op, kids []Expr, i int, given []Expr) []Expr {
	out := slices.Clone(given)
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
func absorbed(op Op, kids []Expr) []Expr {
	for i := 0; i < len(kids); i++ {
		for j := range kids {
			if i != j && (op == All && implies(&kids[j], &kids[i]) || op == Some && implies(&kids[i], &kids[j])) {
				kids = slices.Delete(kids, i, i+1)
				i--
				break
			}
		}
	}
	return kids
}

// maxCases bounds the cases that possible distinguishes.
const maxCases = 64

// possible reports whether a story could fulfil e, which is simplified: it tries
// the branches of each Some. What needs more than maxCases is taken for possible.
func possible(e Expr) bool {
	cases := 0
	return e.possible(&cases)
}

func (e Expr) possible(cases *int) bool {
	if *cases++; e.isNone() || *cases > maxCases {
		return !e.isNone()
	}
	if e.Op == Some {
		return slices.ContainsFunc(e.Kids, func(kid Expr) bool { return kid.possible(cases) })
	}
	i := slices.IndexFunc(e.Kids, func(kid Expr) bool { return kid.Op == Some })
	if e.Op != All || i < 0 {
		return true
	}
	rest := slices.Delete(slices.Clone(e.Kids), i, i+1)
	return slices.ContainsFunc(e.Kids[i].Kids, func(branch Expr) bool {
		return simplified(combine(All, append(slices.Clone(rest), branch)), nil).possible(cases)
	})
}

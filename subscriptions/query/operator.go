package query

import (
	"strconv"
	"strings"
)

// An operator is what stands between, before or after operands.
type operator uint8

const (
	opNone operator = iota
	opAnd
	opOr
	opNot
	opAfter // NOT of what stands before it, as in Kazakh
	opNear
)

func (p *parser) operator(l lexeme) operator {
	switch l.class {
	case bar:
		return opOr
	case and:
		return opAnd
	case bare:
		if _, ok := p.distance(l); ok {
			return opNear
		}
		return p.named(l.text)
	}
	return opNone
}

// joins reports whether l is an operator that needs an operand before it.
func (p *parser) joins(l lexeme) bool {
	op := p.operator(l)
	return op == opAnd || op == opOr || op == opNear
}

// ends reports whether no operand can begin with l.
func (p *parser) ends(l lexeme) bool {
	return l.class == closing || l.class == end || p.joins(l)
}

// named returns the operator that s is in English, Russian or Kazakh. People
// write them in lower case too; who wants the word puts it in quotes.
func (p *parser) named(s string) operator {
	if p.stored {
		if s == "OR" {
			return opOr
		}
		return opNone
	}
	switch strings.ToLower(s) {
	case "and", "и", "және":
		return opAnd
	case "or", "или", "немесе":
		return opOr
	case "not", "не":
		return opNot
	case "емес":
		return opAfter
	}
	return opNone
}

// distance returns what stands after near/ and whether l is such an operator.
func (p *parser) distance(l lexeme) (string, bool) {
	name, after, ok := strings.Cut(strings.ToLower(p.raw(l)), "/")
	if !ok || name != "near" && (p.stored || name != "рядом" && name != "жақын") {
		return "", false
	}
	return after, true
}

// near reads the operator l and returns its distance.
func (p *parser) near(l lexeme) (int, *Error) {
	after, _ := p.distance(l)
	after = strings.TrimRight(after, ".:!?")
	n, err := strconv.Atoi(after)
	if err != nil || n < 1 || n > MaxDistance || after[0] == '+' {
		near := "near/5"
		if n > MaxDistance {
			near = "near/" + strconv.Itoa(MaxDistance)
		}
		return 0, &Error{Code: BadDistance, Pos: l.pos, Text: p.raw(l), Hint: p.instead(l, near)}
	}
	return n, nil
}

package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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
	if !ok || name != "near" && (p.stored || !isNear(name)) {
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
		return 0, &Error{Code: BadDistance, Pos: l.pos, Text: p.raw(l), Hint: p.nearHint(l, after)}
	}
	return n, nil
}

// nearHint returns the text with a distance for l, which has after in its place:
// none, a number that is too large, or one that a word or a space is beside.
func (p *parser) nearHint(l lexeme, after string) string {
	word := strings.TrimLeft(after, "0123456789")
	digits := after[:len(after)-len(word)]
	if next := p.peek(); after == "" && next.class == bare {
		if _, err := strconv.Atoi(next.text); err == nil {
			digits, l.end = next.text, next.end
		}
	}
	if r, _ := utf8.DecodeRuneInString(word); digits == "" || !unicode.IsLetter(r) {
		word = ""
	}
	n, err := strconv.Atoi(digits)
	if n > MaxDistance {
		n = MaxDistance
	} else if n < 1 || err != nil {
		n = 5
	}
	return p.instead(l, strings.TrimRight("near/"+strconv.Itoa(n)+" "+word, " "))
}

package query

import "strings"

// An operator is what stands between or before operands.
type operator uint8

const (
	opNone operator = iota
	opAnd
	opOr
	opNot
)

// kazakhNot stands after its word in Kazakh, so that it could be read either
// way; it is refused where it is shouted and a word where it is not.
const kazakhNot = "ЕМЕС"

func (p *parser) operator(l lexeme) operator {
	switch l.class {
	case bar:
		return opOr
	case bare:
		return p.named(l.text)
	}
	return opNone
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
	}
	return opNone
}

func (p *parser) kazakhNot(l lexeme) *Error {
	e := &Error{Code: DanglingNot, Pos: l.pos, Text: l.text}
	if p.at >= 2 {
		if before := p.in[p.at-2]; before.class == bare && before.text != "" {
			e.Hint = "-" + before.text
		}
	}
	return e
}

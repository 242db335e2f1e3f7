package query

import (
	"strconv"
	"strings"
)

// miswritten complains about what comes next, after an operand, if it was most likely
// meant for near/5: "near /5", "near / 5" and "~5", the last also right behind a phrase,
// whose words it puts near each other elsewhere. It leaves "~5" at the end and "~5%"
// for numbers.
func (p *parser) miswritten() *Error {
	l := p.peek()
	if p.stored || l.class != bare {
		return nil
	}
	if after, ok := strings.CutPrefix(p.raw(l), "~"); ok {
		return p.tilde(l, after)
	}
	if !isNear(strings.ToLower(p.raw(l))) {
		return nil
	}
	next := p.in[p.at+1]
	after, ok := strings.CutPrefix(p.raw(next), "/")
	if ok && after == "" && p.in[p.at+1].class == bare {
		next = p.in[p.at+2]
		after = p.raw(next)
	}
	after = strings.TrimRight(after, ".:!?")
	if !ok || !isNumber(after) {
		return nil
	}
	whole := lexeme{pos: l.pos, end: next.end}
	return &Error{Code: MiswrittenNear, Pos: l.pos, Text: p.raw(whole), Hint: p.instead(whole, "near/"+after)}
}

// tilde complains about l, a tilde with after behind it.
func (p *parser) tilde(l lexeme, after string) *Error {
	if distance, err := strconv.Atoi(after); !isNumber(after) || err != nil || distance < 1 || distance > MaxDistance {
		return nil
	}
	e := &Error{Code: MiswrittenNear, Pos: l.pos, Text: p.raw(l)}
	before := p.in[p.at-1]
	switch {
	case before.class == quoted && before.end == l.pos:
		e.Hint = p.instead(l, "")
		if pair := strings.Fields(clean(before.text)); len(pair) == 2 {
			p.take()
			e.Hint = p.insteadOf(before, quote(pair[0])+" near/"+after+" "+quote(pair[1]))
		}
	case p.ends(p.in[p.at+1]):
		return nil
	default:
		e.Hint = p.instead(l, "near/"+after)
	}
	return e
}

// isNear reports what stands before the distance of near, in lower case.
func isNear(name string) bool { return name == "near" || name == "рядом" || name == "жақын" }

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

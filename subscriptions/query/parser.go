package query

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A parser reads lexemes by recursive descent. Each level of recursion reads a
// lexeme, so MaxStored bounds it.
type parser struct {
	reader
	text []rune
	in   []lexeme
	at   int
}

func (p *parser) peek() lexeme { return p.in[p.at] }

func (p *parser) take() lexeme {
	l := p.in[p.at]
	if l.class != end {
		p.at++
	}
	return l
}

func (p *parser) query() (node, *Error) {
	n, ok, err := p.or()
	switch l := p.peek(); {
	case err != nil:
		return node{}, err
	case l.class == closing:
		return node{}, p.leaving(UnopenedGroup, l)
	case ok:
		return n, nil
	}
	if text := strings.TrimSpace(string(p.text)); text != "" {
		return node{}, &Error{Code: NoWords, Text: text}
	}
	return node{}, &Error{Code: Empty}
}

// or reads operands up to the end of the group; ok is false if there are none.
func (p *parser) or() (n node, ok bool, err *Error) {
	start := p.peek().pos
	var kids []node
	var before lexeme // the operator before the operand
	for {
		n, ok, err := p.and()
		if err != nil {
			return node{}, false, err
		}
		after := p.peek()
		isOr := p.operator(after) == opOr
		switch {
		case ok:
			kids = append(kids, n)
		case isOr:
			return node{}, false, p.leaving(DanglingOperator, after)
		case before.text != "":
			return node{}, false, p.leaving(DanglingOperator, before)
		}
		if !isOr {
			break
		}
		before = p.take()
	}
	if len(kids) == 0 {
		return node{}, false, nil
	}
	return group(some, start, kids), true, nil
}

// and reads operands up to an OR or the end of the group.
func (p *parser) and() (n node, ok bool, err *Error) {
	start := p.peek().pos
	var kids []node
	var before, title lexeme
	for {
		l := p.peek()
		op := p.operator(l)
		switch {
		case op == opAnd, op == opNear:
			if len(kids) == 0 || before.text != "" || op == opNear {
				return node{}, false, p.leaving(DanglingOperator, l)
			}
			before = p.take()
			continue
		case l.class == closing || l.class == end || op == opOr:
			if before.text != "" {
				return node{}, false, p.leaving(DanglingOperator, before)
			}
			return p.titled(start, kids, title)
		case isTitle(l):
			title = p.take()
			continue
		case op == opAfter:
			taken, err := p.after(l, kids, before.text == "")
			if err != nil {
				return node{}, false, err
			}
			if taken {
				continue
			}
		case len(kids) > 0 && before.text == "":
			if err := p.miswritten(); err != nil {
				return node{}, false, err
			}
		}
		first := p.at
		n, ok, err := p.operand()
		if err == nil && ok {
			n, err = p.nearby(n, first)
		}
		if err != nil {
			return node{}, false, err
		}
		if ok {
			kids, before = append(kids, n), lexeme{}
		}
	}
}

// titled makes one node of the operands that stood beside each other, with the
// in:title among them if there was one.
func (p *parser) titled(pos int, kids []node, title lexeme) (node, bool, *Error) {
	if len(kids) == 0 && title.text == "" {
		return node{}, false, nil
	}
	if len(kids) == 0 {
		return node{}, false, &Error{Code: TitleWithoutWords, Pos: title.pos, Text: title.text}
	}
	n := group(all, pos, kids)
	if title.text != "" && !restrict(&n) {
		whole := lexeme{pos: pos, end: p.peek().pos}
		return node{}, false, &Error{Code: TitleWithoutWords, Pos: title.pos, Text: title.text, Hint: p.titleHint(whole, &n)}
	}
	return n, true, nil
}

// restrict makes every word under n one of the title and reports whether there
// was one.
func restrict(n *node) bool {
	found := n.isText()
	n.title = n.title || found
	for i := range n.kids {
		found = restrict(&n.kids[i]) || found
	}
	return found
}

// leaving complains about a lexeme and proposes the text without it.
func (p *parser) leaving(code Code, l lexeme) *Error {
	return &Error{
		Code: code, Pos: l.pos, Text: p.raw(l),
		Hint: p.instead(l, ""),
	}
}

// instead returns the text with a lexeme replaced.
func (p *parser) instead(l lexeme, by string) string {
	before, after := string(p.text[:l.pos]), string(p.text[l.end:])
	if by == "" || !isSigned(before) {
		by = " " + by
	}
	return before + by + " " + after
}

// isSigned reports whether a minus, a parenthesis or a field begins right behind
// text.
func isSigned(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return isDash(last) || strings.ContainsRune("!！(（:", last)
}

// upTo returns l with what was read after it.
func (p *parser) upTo(l lexeme) lexeme {
	return lexeme{class: l.class, text: l.text, pos: l.pos, end: max(l.end, p.in[max(p.at-1, 0)].end)}
}

// fewUnclosed is how many parentheses are closed for a person; more were hardly
// meant.
const fewUnclosed = 2

// unclosed complains about an opening parenthesis and proposes to close all, or to
// leave them out where they are many.
func (p *parser) unclosed(l lexeme) *Error {
	var opened []lexeme
	for _, l := range p.in {
		switch {
		case l.class == open:
			opened = append(opened, l)
		case l.class == closing && len(opened) > 0:
			opened = opened[:len(opened)-1]
		}
	}
	e := &Error{Code: UnclosedGroup, Pos: l.pos, Text: l.text}
	if len(opened) <= fewUnclosed {
		e.Hint = string(p.text) + strings.Repeat(")", len(opened))
		return e
	}
	text := slices.Clone(p.text)
	for _, l := range opened {
		text[l.pos] = ' '
	}
	e.Hint = string(text)
	return e
}

// raw returns a lexeme as it was written.
func (p *parser) raw(l lexeme) string { return string(p.text[l.pos:l.end]) }

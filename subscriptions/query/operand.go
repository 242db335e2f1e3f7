package query

import (
	"strings"
	"unicode/utf8"

	"newsbot/feed/words"
)

// operand reads one operand; ok is false if it was only punctuation.
func (p *parser) operand() (n node, ok bool, err *Error) {
	l := p.take()
	switch {
	case l.class == minus || p.operator(l) == opNot || p.operator(l) == opAfter:
		return p.negated(l)
	case l.class == open:
		return p.parenthesised(l)
	case l.class == quoted:
		if strings.Contains(l.text, "*") {
			return node{}, false, &Error{Code: MisplacedStar, Pos: l.pos, Text: p.raw(l), Hint: p.instead(l, quote(l.text))}
		}
		n, ok := textNode(phrase, l.pos, clean(l.text))
		if !ok {
			return node{}, false, p.leaving(EmptyQuotes, l)
		}
		return n, true, nil
	}
	return p.bare(l)
}

// after reads a NOT that stands after what it negates, as Kazakh has it, and
// reports whether it did. Before an operand with none before it, it is read like
// any other. Between two it is refused, as people may write it like other
// languages' NOT; the hint keeps to the language.
func (p *parser) after(l lexeme, kids []node, joined bool) (bool, *Error) {
	follows, leads := joined && len(kids) > 0, !p.ends(p.in[p.at+1])
	switch {
	case follows && leads:
		e := p.leaving(DanglingNot, l)
		refused := kids[len(kids)-1].pos
		e.Hint = string(p.text[:refused]) + "-" + string(p.text[refused:l.pos]) + string(p.text[l.end:])
		return false, e
	case follows:
		p.take()
		last := &kids[len(kids)-1]
		*last = negate(last.pos, *last)
		return true, nil
	case !leads:
		return false, p.leaving(DanglingNot, l)
	}
	return false, nil
}

func (p *parser) negated(l lexeme) (node, bool, *Error) {
	if next := p.peek(); isTitle(next) {
		rest := strings.TrimLeft(string(p.text[next.end:]), " ")
		return node{}, false, &Error{
			Code: MisplacedTitle, Pos: next.pos, Text: next.text,
			Hint: string(p.text[:l.pos]) + "-in:title:" + rest,
		}
	} else if p.ends(next) || p.operator(next) == opAfter {
		return node{}, false, p.leaving(DanglingNot, l)
	}
	n, ok, err := p.operand()
	switch {
	case err != nil:
		return node{}, false, err
	case !ok:
		return node{}, false, p.leaving(DanglingNot, l)
	}
	return negate(l.pos, n), true, nil
}

func (p *parser) parenthesised(l lexeme) (node, bool, *Error) {
	n, ok, err := p.or()
	switch next := p.peek(); {
	case err != nil:
		return node{}, false, err
	case next.class == end:
		return node{}, false, p.unclosed(l)
	case !ok:
		e := p.leaving(EmptyGroup, lexeme{pos: l.pos, end: next.end})
		e.Text = l.text
		return node{}, false, e
	}
	p.take()
	return n, true, nil
}

// bare reads a word, a prefix, a field or the name of a country.
func (p *parser) bare(l lexeme) (node, bool, *Error) {
	if l.text == "" {
		return node{}, false, nil
	}
	if name, value, ok := splitField(l.text); ok {
		return p.field(l, name, value)
	}
	if strings.Contains(l.text, "*") {
		n, ok, err := star(l.pos, l.text)
		if err != nil {
			err.Hint = p.instead(l, err.Hint)
		}
		return n, ok, err
	}
	if !p.stored {
		code, n := findCountry(p.run(l.text), bareCountry)
		if n > 0 {
			p.at += n - 1
			return node{kind: about, pos: l.pos, code: code}, true, nil
		}
		if isFlag([]rune(l.text), 0) {
			return node{}, false, &Error{Code: UnknownCountry, Pos: l.pos, Text: l.text}
		}
	}
	n, ok := textNode(word, l.pos, l.text)
	return n, ok, nil
}

// run returns first and the plain words after it.
func (p *parser) run(first string) []string {
	texts := []string{first}
	for _, l := range p.in[p.at:] {
		if l.class != bare || l.text == "" || strings.ContainsAny(l.text, "*:") || len(texts) == longestName {
			break
		}
		texts = append(texts, l.text)
	}
	return texts
}

// star reads a prefix. The hint of its error is for the operand alone.
func star(pos int, text string) (node, bool, *Error) {
	stem, after, _ := strings.Cut(text, "*")
	forms, _ := words.Folded(stem)
	e := &Error{Code: MisplacedStar, Pos: pos, Text: text}
	switch {
	case len(forms) == 0:
		if after = strings.ReplaceAll(after, "*", ""); after != "" {
			e.Hint = after + "*"
		}
		return node{}, false, e
	case after == "" && len(forms) == 1 && utf8.RuneCountInString(forms[0]) < MinPrefix:
		e.Code = PrefixTooShort
		e.Hint = stem
		return node{}, false, e
	case after == "" && len(forms) == 1:
		return node{kind: prefix, pos: pos, text: stem, terms: forms}, true, nil
	case len(forms) == 1 && utf8.RuneCountInString(forms[0]) >= MinPrefix:
		e.Hint = forms[0] + "*"
	default:
		e.Hint = quote(text)
	}
	return node{}, false, e
}

package query

import "strings"

// nearby reads what stands after n, which is the lexemes from first up to here, if
// that is near/5 and another operand.
func (p *parser) nearby(n node, first int) (node, *Error) {
	if p.operator(p.peek()) != opNear {
		return n, nil
	}
	begin := p.in[first]
	operands := []node{p.asWords(n, first)}
	var pairs []node
	for p.operator(p.peek()) == opNear {
		l := p.take()
		distance, err := p.near(l)
		if err != nil {
			return node{}, err
		}
		if p.ends(p.peek()) {
			return node{}, p.leaving(DanglingOperator, l)
		}
		first := p.at
		right, ok, err := p.operand()
		if err != nil {
			return node{}, err
		}
		if !ok {
			return node{}, p.leaving(DanglingOperator, l)
		}
		operands = append(operands, p.asWords(right, first))
		pair, err := nearOf(operands[len(operands)-2], operands[len(operands)-1], distance)
		if err != nil {
			err.Hint = p.insteadOf(begin, err.Hint)
			return node{}, err
		}
		pairs = append(pairs, pair)
	}
	if len(pairs) > 1 {
		n := group(all, operands[0].pos, pairs)
		return node{}, &Error{Code: MisplacedNear, Pos: operands[2].pos, Text: canonical(&operands[2]), Hint: p.insteadOf(begin, canonical(&n))}
	}
	return pairs[0], nil
}

// insteadOf returns the text with what was read from begin to here replaced.
func (p *parser) insteadOf(begin lexeme, by string) string {
	whole := p.upTo(begin)
	if by != "" && !p.isWhole(whole) {
		by = "(" + by + ")"
	}
	return p.instead(whole, by)
}

// isWhole reports whether there is nothing beside l.
func (p *parser) isWhole(l lexeme) bool {
	return strings.TrimSpace(string(p.text[:l.pos])+string(p.text[l.end:])) == ""
}

// asWords returns n with a country that was named by words as these words: a
// country has no place in a story.
func (p *parser) asWords(n node, first int) node {
	if n.kind != about {
		return n
	}
	name, count := "", 0
	for _, l := range p.in[first:p.at] {
		if _, _, field := splitField(l.text); l.class != bare || field {
			return n
		}
		if count++; count > 1 {
			name += " "
		}
		name += l.text
	}
	k := word
	if count > 1 {
		k = phrase
	}
	if words, ok := textNode(k, n.pos, name); ok {
		return words
	}
	return n
}

// nearOf returns the node of two operands, which must be words, phrases or
// prefixes, or one of several of these. One in the title puts both there, as they
// stand in the same part of a story.
func nearOf(a, b node, distance int) (node, *Error) {
	n := node{kind: near, pos: a.pos, distance: distance, kids: []node{a, b}}
	for i := range n.kids {
		kid := &n.kids[i]
		if !kid.hasPlaces() {
			return node{}, misplaced(&n, kid)
		}
		if leaf := kid.leafAfter(MaxNear); leaf != nil {
			return node{}, &Error{Code: TooManyWords, Pos: leaf.pos, Text: canonical(leaf)}
		}
		n.title = n.title || kid.title || len(kid.kids) > 0 && kid.kids[0].title
	}
	if n.title {
		restrict(&n)
	}
	return n, nil
}

// hasPlaces reports whether n can stand near something.
func (n *node) hasPlaces() bool {
	if n.kind != some {
		return n.isWords()
	}
	for i := range n.kids {
		if kid := &n.kids[i]; !kid.isWords() || kid.title != n.kids[0].title {
			return false
		}
	}
	return true
}

// misplaced complains about the operand kid of n and proposes what was most likely
// meant.
func misplaced(n, kid *node) *Error {
	e := &Error{Code: MisplacedNear, Pos: kid.pos, Text: canonical(kid)}
	left, right := n.kids[0].namesAsWords(), n.kids[1].namesAsWords()
	if left.hasPlaces() && right.hasPlaces() {
		if named, err := nearOf(left, right, n.distance); err == nil {
			e.Hint = canonical(&named)
			return e
		}
	}
	switch {
	case kid == &n.kids[0] && kid.kind == not:
		if pair, err := nearOf(left.kids[0], right, n.distance); err == nil {
			out := negate(n.pos, pair)
			e.Hint = canonical(&out)
		}
	default:
		out := group(all, n.pos, []node{left, right})
		e.Hint = canonical(&out)
	}
	return e
}

package query

import (
	"slices"
	"strings"

	"newsbot/feed/country"
	"newsbot/feed/words"
)

// A kind is a kind of node.
type kind uint8

const (
	all      kind = iota // every one of kids
	some                 // one of kids
	not                  // not kids[0]
	word                 // text, not quoted
	phrase               // text, quoted
	prefix               // text, then anything
	about                // code
	mentions             // code
	source               // text
	lang                 // code
	near                 // kids, two: words, phrases, prefixes or a some of these, all of its title
)

// A node is a query or a part of one. Those of kind all and some have two kids
// or more, none of their own kind; not never holds a not.
type node struct {
	kind  kind
	title bool // word, phrase, prefix and near: in the title only
	pos   int  // in the text parsed, in characters
	kids  []node

	text string       // as the person wrote it
	code country.Code // of lang: a language

	distance int // of near

	terms  []string // word, phrase: stems in order; prefix, source: folded words
	joined string   // the stem of a hyphenated word or grouped number written as one; or empty
}

// isText reports what stands somewhere in a story.
func (n *node) isText() bool { return n.kind == near || n.isWords() }

func (n *node) isWords() bool { return n.kind == word || n.kind == phrase || n.kind == prefix }

// walk visits n and what is under it, and tells whether it stands under a not.
func (n *node) walk(visit func(n *node, negated bool)) { n.walkUnder(visit, false) }

func (n *node) walkUnder(visit func(*node, bool), negated bool) {
	visit(n, negated)
	for i := range n.kids {
		n.kids[i].walkUnder(visit, negated != (n.kind == not))
	}
}

// group makes one node of kids, one at least, flattening those of its own kind.
func group(k kind, pos int, kids []node) node {
	if len(kids) == 1 {
		return kids[0]
	}
	g := node{kind: k, pos: pos}
	for _, kid := range kids {
		if kid.kind == k {
			g.kids = append(g.kids, kid.kids...)
		} else {
			g.kids = append(g.kids, kid)
		}
	}
	return g
}

// negate returns the opposite of n.
func negate(pos int, n node) node {
	if n.kind == not {
		return n.kids[0]
	}
	return node{kind: not, pos: pos, kids: []node{n}}
}

// depth counts the levels of operators.
func (n *node) depth() int {
	deepest := 0
	for i := range n.kids {
		deepest = max(deepest, n.kids[i].depth())
	}
	if len(n.kids) > 0 && n.kind != near {
		deepest++
	}
	return deepest
}

// required reports whether every story that matches n contains something that
// n names. Only then can stories be found by what they contain. A language is not
// enough: half of all stories are in it.
func (n *node) required() bool {
	switch n.kind {
	case not, lang:
		return false
	case all:
		for i := range n.kids {
			if n.kids[i].required() {
				return true
			}
		}
		return false
	case some:
		for i := range n.kids {
			if !n.kids[i].required() {
				return false
			}
		}
	}
	return true
}

// textNode makes a word or phrase of text and reports whether it has words.
func textNode(k kind, pos int, text string) (node, bool) {
	forms, linked := words.Folded(text)
	if len(forms) == 0 {
		return node{}, false
	}
	n := node{kind: k, pos: pos, text: text, terms: make([]string, len(forms))}
	s := words.NewStemmer()
	for i, form := range forms {
		n.terms[i] = s.Stem(form)
	}
	if linked && (k == word || areNumbers(forms)) {
		n.joined = s.Stem(strings.Join(forms, ""))
	}
	return n, true
}

func areNumbers(forms []string) bool {
	return !slices.ContainsFunc(forms, func(form string) bool { return strings.Trim(form, "0123456789") != "" })
}

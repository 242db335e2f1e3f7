package query

import (
	"slices"
	"strings"

	"newsbot/feed/words"
)

// Match reports whether the story matches the query.
func (q *Query) Match(d *Document) bool { return q.root.match(d) }

func (n *node) match(d *Document) bool {
	switch n.kind {
	case all:
		for i := range n.kids {
			if !n.kids[i].match(d) {
				return false
			}
		}
		return true
	case some:
		for i := range n.kids {
			if n.kids[i].match(d) {
				return true
			}
		}
		return false
	case not:
		return !n.kids[0].match(d)
	case about:
		return slices.Contains(d.about, n.code)
	case mentions:
		return slices.Contains(d.mentioned, n.code)
	case source:
		return d.hasSource(n.terms)
	case lang:
		return d.language == string(n.code)
	}
	_, ok := n.find(d)
	return ok
}

// find returns where a word, phrase, prefix or near stands, as a rule first.
func (n *node) find(d *Document) (words.Span, bool) {
	if n.kind == near {
		return n.near(d)
	}
	if n.kind == prefix {
		for i := range d.forms {
			if f := &d.forms[i]; strings.HasPrefix(f.text, n.terms[0]) && n.allows(d, f.first.at) {
				return f.first.span, true
			}
		}
		return words.Span{}, false
	}
	if whole := n.whole(); whole != "" {
		if id, ok := d.stem(whole); ok && n.allows(d, d.first[id].at) {
			return d.first[id].span, true
		}
	}
	if len(n.terms) == 1 {
		return words.Span{}, false
	}
	at := d.adjacent(n.terms, n.title)
	if at < 0 {
		return words.Span{}, false
	}
	return words.Span{Start: d.spans[at].Start, End: d.spans[int(at)+len(n.terms)-1].End}, true
}

// whole returns the stem of a word that fulfils n on its own, or an empty text.
func (n *node) whole() string {
	if len(n.terms) == 1 {
		return n.terms[0]
	}
	return n.joined
}

// allows reports whether a place is one where n is looked for.
func (n *node) allows(d *Document, at int32) bool { return !n.title || at < d.title }

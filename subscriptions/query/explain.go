package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbot/feed/words"
)

// Explain returns what in the story made it match, in the order of the query:
// words and phrases in the story's own spelling, countries and sources as the
// canonical form writes them, "country:IT". It returns nil for a story that
// does not match. What must not be there is not told of.
func (q *Query) Explain(d *Document) []string {
	if !q.Match(d) {
		return nil
	}
	return q.root.explain(d, nil)
}

func (n *node) explain(d *Document, out []string) []string {
	switch n.kind {
	case all, some:
		for i := range n.kids {
			if kid := &n.kids[i]; kid.match(d) {
				out = kid.explain(d, out)
			}
		}
		return out
	case not:
		return out
	}
	why := ""
	if n.isText() {
		s, _ := n.find(d)
		why = d.spelling(s)
	} else {
		why = canonical(n)
	}
	if slices.Contains(out, why) {
		return out
	}
	return append(out, why)
}

// longestSpelling bounds what Explain tells of one word or phrase.
const longestSpelling = 200 // characters

// spelling returns a piece of the story on one line, without what is invisible.
func (d *Document) spelling(s words.Span) string {
	text := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, words.Cut(d.text[s.Start:s.End], 4*longestSpelling))
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > longestSpelling {
		return string([]rune(text)[:longestSpelling-1]) + "…"
	}
	return text
}

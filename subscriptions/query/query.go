// Package query is the language in which people say what they want to hear of.
//
//	nuclear energy        all these words, in any order and form
//	"nuclear energy"      the words beside each other
//	visit*                every word that begins so
//	oil OR gas, oil | gas one or the other; also ИЛИ, НЕМЕСЕ
//	-football, !football  not this; also NOT, НЕ, and after it ЕМЕС
//	(oil OR gas) Italy    parentheses group; AND (И, ЖӘНЕ, &) may be written or left out
//	oil near/5 pipeline   one at most 5 words from the other, in either order; also рядом/5, жақын/5
//	Italy, 🇮🇹, country:IT  stories about the country, in every spelling that country.Lookup knows
//	"Italy"               the word
//	mentions:IT           stories that name the country, be it in passing
//	in:title gas deal     the words beside it, in the same parentheses, in the title only
//	in:title:gas deal     one word, phrase or group in the title only
//	source:akorda         stories of a source whose name, address or attribution has the word
//	gas lang:ru           stories in a language, see Language
//
// near binds tighter than AND, AND tighter than OR. Operators may be written in
// lower case. Codes of two letters are countries only after country: or mentions:,
// except US. What stands near something are words, phrases and prefixes, or one of
// several in parentheses; a country's name is a word there.
//
// Words are whole words as package words reads them, compared without case,
// diacritics, apostrophes and an English possessive, by their stems. A hyphenated
// word is found as its parts beside each other and as one word: e-mail finds email,
// and the reverse; so 10 000 and 10,000 find each other. A word with letters that
// only Kazakh has is found from the same word written without, not the reverse.
// in:title does not touch countries, sources and languages: those belong to whole
// stories.
//
// Parse makes a Query of a text, NewDocument a Document of a story; Match and
// Explain bring them together. Every query names something that a story must
// contain, so that an index can find the queries for a story; one that no story can
// match is refused. The work is bounded: by MaxLength characters, MaxDepth levels of
// parentheses, MaxNear words on one side of near, and a fixed number of steps to
// find out what is needless in a query.
//
// A query has two canonical forms. String is for people, and what is stored: the
// words as they were written and in that order, as "white house" sorted would be
// "house white". Key is the same for queries of the same meaning.
package query

import (
	"slices"
	"sync"

	"newsbot/feed/country"
)

// A Query is a parsed query. It never changes and is safe for concurrent use.
type Query struct {
	root node
	expr Expr
	key  string

	write sync.Once // text, when it is asked for: of most stored queries it never is
	text  string
}

// String returns the canonical form: what the person wrote, with countries as
// country:IT, NOT as -, AND left out and no needless parentheses. Parse and
// Restore read it back to a query with the same form.
func (q *Query) String() string {
	q.write.Do(func() { q.text = canonical(&q.root) })
	return q.text
}

// Key is the same for queries that match the same stories because they differ
// only in case, word forms, quotes around one word, the order of operands, how NOT
// and parentheses are placed, or parts that others make needless. A few pairs of
// equal meaning have two keys: those with near over several words or as several
// nears, and those that take more than a fixed number of steps to compare. It is for
// comparing, not for keeping: it may change between versions.
func (q *Query) Key() string { return q.key }

// Describe returns the canonical form with each country as show writes it.
// mentioned says that stories naming it in passing are asked for too.
func (q *Query) Describe(show func(c country.Code, mentioned bool) string) string {
	return describe(&q.root, show)
}

// IsCountry reports whether the query is a country and nothing else.
func (q *Query) IsCountry() (country.Code, bool) {
	return q.root.code, q.root.kind == about
}

// Countries returns the countries that are asked for, in the order written.
func (q *Query) Countries() []country.Code {
	var codes []country.Code
	q.root.walk(func(n *node, negated bool) {
		if (n.kind == about || n.kind == mentions) && !negated && !slices.Contains(codes, n.code) {
			codes = append(codes, n.code)
		}
	})
	return codes
}

// Country returns the query for a country, as Parse would read "country:IT".
// The code must be one of country.All.
func Country(c country.Code) *Query {
	root := node{kind: about, code: c}
	return newQuery(root)
}

func newQuery(root node) *Query {
	expr := new(simplifier).simplified(exprOf(&root, false), nil)
	return &Query{root: root, expr: expr, key: keyOf(expr)}
}

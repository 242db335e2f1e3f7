package workload

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
)

// mixedRank draws the lemmas of Mixed: common ones, so that many queries match.
var mixedRank = newZipf(lemmaCount, 10)

// deepest is how many groups within each other a mixed query has at most.
const deepest = 4

// Mixed returns n queries of the whole language, each with something that a story
// must have: words, phrases, prefixes, countries, sources, in:title, near/N and
// lang:, alone and joined with AND, OR, NOT and parentheses in all the ways they
// are written. Many of them match stories of the same workload. They are up to a
// few hundred characters long: who has a limit drops those over it.
func (w *Workload) Mixed(n int) iter.Seq[string] {
	return func(yield func(string) bool) {
		m := mixer{w, w.random(streamMixed)}
		for range n {
			if !yield(m.group(m.random.IntN(deepest))) {
				return
			}
		}
	}
}

// A mixer writes mixed queries.
type mixer struct {
	*Workload
	random *rand.Rand
}

// group writes a query with a required part and groups down to depth.
func (m mixer) group(depth int) string {
	if depth == 0 {
		return m.leaf()
	}
	kids := make([]string, 2+m.random.IntN(2))
	for i := range kids {
		kids[i] = m.group(m.random.IntN(depth))
		if strings.Contains(kids[i], " ") && !isQuoted(kids[i]) {
			kids[i] = "(" + kids[i] + ")"
		}
	}
	switch m.random.IntN(3) {
	case 0:
		return strings.Join(kids, m.one(" OR ", " "+m.lang.operators[1]+" ", " | ", "|"))
	case 1:
		last := len(kids) - 1
		return strings.Join(kids[:last], " ") + m.one(" -", " NOT ", " "+m.lang.operators[2]+" ") + kids[last]
	}
	return strings.Join(kids, m.one(" ", " AND ", " "+m.lang.operators[0]+" "))
}

// isQuoted reports a phrase alone, with or without in:title: before it.
func isQuoted(s string) bool {
	return strings.Count(s, `"`) == 2 && strings.HasSuffix(s, `"`) && !strings.Contains(s[:strings.Index(s, `"`)], " ")
}

func (m mixer) leaf() string {
	switch n := m.random.IntN(100); {
	case n < 40:
		return m.word()
	case n < 52:
		return m.phrase()
	case n < 62:
		return m.prefix()
	case n < 72:
		return m.one("country:", "mentions:") + m.place()
	case n < 77:
		return m.source()
	case n < 85:
		return "in:title" + m.one(" ", ":") + m.word()
	case n < 88:
		return "in:title " + m.phrase()
	case n < 90:
		return "in:title (" + m.word() + " OR " + m.word() + ")"
	case n < 93:
		return capital(m.lang.name(m.seed, nameRank.draw(m.random)))
	case n < 98:
		return fmt.Sprintf("%s near/%d %s", m.word(), 1+m.random.IntN(20), m.word())
	}
	return "lang:" + Language(m.random.IntN(3)).String() + " " + m.word()
}

func (m mixer) word() string {
	if m.random.IntN(10) == 0 {
		return `"` + m.lang.function[functionRank.draw(m.random)] + `"` // some are operators without quotes
	}
	l := m.lemmas[mixedRank.draw(m.random)]
	if m.random.IntN(5) == 0 {
		return capital(l.inflected(m.random))
	}
	return l.inflected(m.random)
}

// phrase is a pair that belongs together, or such words that stand beside each
// other now and then.
func (m mixer) phrase() string {
	first, second := m.pair(pairRank.draw(m.random))
	words := []string{m.lemmas[first].inflected(m.random), m.lemmas[second].inflected(m.random)}
	switch m.random.IntN(4) {
	case 0:
		words = []string{m.lang.function[functionRank.draw(m.random)], m.lang.function[functionRank.draw(m.random)]}
	case 1:
		words = append(words, m.lang.function[functionRank.draw(m.random)])
	}
	return `"` + strings.Join(words, " ") + `"`
}

func (m mixer) prefix() string {
	word := []rune(m.lemmas[mixedRank.draw(m.random)].dictionary())
	return string(word[:min(len(word), 2+m.random.IntN(4))]) + "*"
}

func (m mixer) place() string { return string(places[placeRank.draw(m.random)]) }

func (m mixer) source() string {
	outlet := outlets[m.random.IntN(len(outlets))]
	if m.random.IntN(2) == 0 {
		return `source:"` + outlet + `"`
	}
	return "source:" + strings.Fields(outlet)[0]
}

func (m mixer) one(of ...string) string { return of[m.random.IntN(len(of))] }

package workload

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"newsbot/feed"
)

// storySize is the size of hostile stories in bytes.
const storySize = 1 << 20

// A Hostile is what someone sends who wants the bot to be slow or to fall.
type Hostile struct {
	Queries []string // each as long as may be
	Stories []*feed.Story
}

// Hostile returns the queries, which have up to longest characters, and stories of
// 1 MB: of everyday words, of one word repeated, of every word in the vocabulary,
// of one word without end, of one compound without end and of single letters. The
// words of the queries are common in the stories.
func (w *Workload) Hostile(longest int) Hostile {
	r := w.random(streamHostile)
	var h Hostile
	shapes := w.shapes(r)
	for range 25 {
		for _, s := range shapes {
			h.Queries = append(h.Queries, s.fill(longest))
		}
	}
	first := w.lemmas[unasked].dictionary()
	var vocabulary strings.Builder
	for _, l := range w.lemmas {
		vocabulary.WriteString(l.dictionary() + " ")
	}
	for n := 0; vocabulary.Len() < storySize; n++ {
		vocabulary.WriteString(w.lang.name(w.seed, n) + " ")
	}
	for i, text := range []string{
		w.prose(r, storySize/7),
		repeated(first + " "),
		vocabulary.String(),
		repeated(first),
		repeated(first + "-"),
		repeated("a b c d e f а б в г д е "),
	} {
		h.Stories = append(h.Stories, &feed.Story{
			Item: feed.Item{Title: text, Summary: text, Text: text, Language: w.lang.tag},
			Seq:  int64(i + 1), ID: fmt.Sprintf("hostile-%d", i+1), Source: "Example News", SourceURL: "https://example.org/rss",
			About: places, Mentioned: places,
		})
	}
	return h
}

func repeated(text string) string { return strings.Repeat(text, storySize/len(text)+1)[:storySize] }

// A shape is how a long query is written: parts with something between them, and
// around the whole.
type shape struct {
	before, between, after string
	part                   func() string
}

// fill returns the query with as many parts as longest characters allow.
func (s shape) fill(longest int) string {
	query := s.before + s.part()
	for {
		next := query + s.between + s.part()
		if utf8.RuneCountInString(next+s.after) > longest {
			return query + s.after
		}
		query = next
	}
}

// shapes are one word that must be there with many others, so that each story
// makes them all be looked at.
func (w *Workload) shapes(r *rand.Rand) []shape {
	common := func() string { return w.lemmas[unasked+r.IntN(200)].dictionary() }
	letters := func() string {
		for {
			if s := w.lang.syllable(r); s != "не" { // NOT
				return s
			}
		}
	}
	word := common()
	other := func() string {
		for {
			if s := common(); s != word { // else no story could match
				return s
			}
		}
	}
	return []shape{
		{"", " OR ", "", common},
		{"", "|", "", letters},
		{"", " | ", "", func() string { return letters() + "*" }},
		{`"`, " ", `"`, func() string { return word }},
		{"", " ", "", common},
		{word + " -", " -", "", other},
		{word + " -(", " OR ", ")", func() string { return letters() + "*" }},
		{"((((((", ") OR (", "))))))", func() string { return common() + " " + common() }},
		{"in:title (", " OR ", ")", func() string { return letters() + "*" }},
	}
}

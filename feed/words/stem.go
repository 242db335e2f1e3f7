package words

import (
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
)

const (
	longestStemmed = 64 // bytes; longer words are identifiers, not language

	// Of an English word less is another word, as "it" of "itly"; a Russian one
	// may be as short: "юга" is of "юг".
	shortestEnglish = 3 // letters
	shortestRussian = 2
)

// A Stemmer reduces folded words to their stems. The script alone decides how,
// so that a query and a story never disagree about the language of a word:
// English for a to z, Russian for а to я, which leaves out every word with one
// of the letters only Kazakh has: those are for Kazakh.
//
// The stem depends on nothing but the form, so a word always finds itself. A
// Stemmer is for one goroutine at a time.
type Stemmer struct {
	env   *snowballstem.Env
	names *names
}

// NewStemmer returns a Stemmer.
func NewStemmer() Stemmer { return Stemmer{snowballstem.NewEnv(""), knownNames()} }

// Stem returns the stem of a word that AppendFolded has folded, or the word itself
// where the stem would be too short to tell it from others. A name has the same
// stem in every script in which it is known.
func (s Stemmer) Stem(form string) string {
	return s.names.named(form, s.ordinary(form))
}

// ordinary returns the stem of a word that is no name.
func (s Stemmer) ordinary(form string) string {
	if len(form) > longestStemmed || len(form) == 0 {
		return form
	}
	stem, shortest := russian.Stem, shortestRussian
	switch r, _ := utf8.DecodeRuneInString(form); {
	case within(form, 'a', 'z'):
		stem, shortest = english.Stem, shortestEnglish
	case r < 'а':
		return form
	case !within(form, 'а', 'я'):
		if isKazakh(form) {
			return Kazakh(form)
		}
		return form
	}
	s.env.SetCurrent(form)
	stem(s.env)
	if out := s.env.Current(); utf8.RuneCountInString(out) >= shortest {
		return out
	}
	return form
}

func within(s string, from, to rune) bool {
	for _, r := range s {
		if r < from || r > to {
			return false
		}
	}
	return true
}

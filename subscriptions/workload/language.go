package workload

import (
	"math/rand/v2"
	"slices"
	"strings"

	"newsbot/feed/country"
	"newsbot/feed/words"
)

// A Language is one that words are made up in.
type Language int

// The languages.
const (
	English Language = iota
	Russian
	Kazakh
)

// String returns the tag of the language, as "en".
func (l Language) String() string { return l.tables().tag }

func (l Language) tables() *language {
	return [...]*language{&english, &russian, &kazakh}[l]
}

// A language is what words are made of.
type language struct {
	tag       string
	function  []string // 100, the commonest first
	onsets    []string // of a syllable
	vowels    []string
	codas     []string  // of the last syllable
	classes   []class   // of lemmas, one as common as another
	names     []string  // ends of names
	nameForms []ending  // what may follow a name
	operators [3]string // AND, OR, NOT as people write them
}

// A class is the endings of the words of one kind: the first is that of the form
// in a dictionary.
type class []ending

// An ending has a weight, which is in percent of all.
type ending struct {
	text   string
	weight int
}

// pick draws one of the endings.
func pick(endings []ending, r *rand.Rand) string {
	at := r.IntN(100)
	for _, e := range endings {
		if at -= e.weight; at < 0 {
			return e.text
		}
	}
	return endings[0].text
}

// A lemma is a word without its ending.
type lemma struct {
	base  string
	class class
}

func (l lemma) dictionary() string { return l.base + l.class[0].text }

func (l lemma) inflected(r *rand.Rand) string { return l.base + pick(l.class, r) }

// lemmas makes up the words of the language, common ones shorter than rare ones.
// No two share a stem. Each has random numbers of its own, so that where the
// gazetteer or the names learn a word, this one changes and no other.
func (l *language) lemmas(seed uint64) []lemma {
	all := make([]lemma, lemmaCount)
	taken := make(map[string]bool, 2*lemmaCount) // stems
	stemmer := words.NewStemmer()
	var stems []string
	for i := range all {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		for {
			all[i] = l.lemma(r, i)
			stems = all[i].stems(stems[:0], stemmer)
			if !slices.ContainsFunc(stems, func(s string) bool { return taken[s] || words.IsName(s) }) && !all[i].isCountry() {
				break
			}
		}
		for _, s := range stems {
			taken[s] = true
		}
	}
	return all
}

func (l *language) lemma(r *rand.Rand, rank int) lemma {
	base := l.syllable(r) + l.syllable(r)
	if r.IntN(lemmaCount) < 4*rank {
		base += l.syllable(r)
	}
	return lemma{base + l.codas[r.IntN(len(l.codas))], l.classes[r.IntN(len(l.classes))]}
}

// stems appends the stems of all forms, which are one or a few.
func (l lemma) stems(dst []string, s words.Stemmer) []string {
	for _, e := range l.class {
		if stem := s.Stem(l.base + e.text); !slices.Contains(dst, stem) {
			dst = append(dst, stem)
		}
	}
	return dst
}

func (l lemma) isCountry() bool {
	_, named := country.Lookup(l.dictionary())
	return named
}

func (l *language) syllable(r *rand.Rand) string {
	return l.onsets[r.IntN(len(l.onsets))] + l.vowels[r.IntN(len(l.vowels))]
}

// name returns the n-th name, in lower case. Different numbers are different
// names: they are the digits of a number spread over all there are.
func (l *language) name(seed uint64, n int) string {
	var b strings.Builder
	total := uint64(len(l.names))
	for range 3 {
		total *= uint64(len(l.onsets) * len(l.vowels))
	}
	const step = 7_368_787 // a prime that divides no total
	x := (seed%total + uint64(n)*step) % total
	digit := func(of []string) string {
		d := x % uint64(len(of))
		x /= uint64(len(of))
		return of[d]
	}
	for range 3 {
		b.WriteString(digit(l.onsets))
		b.WriteString(digit(l.vowels))
	}
	b.WriteString(digit(l.names))
	return b.String()
}

// capital returns the word with its first letter in upper case.
func capital(word string) string {
	for i := range word {
		if i > 0 {
			return strings.ToUpper(word[:i]) + word[i:]
		}
	}
	return strings.ToUpper(word)
}

// Package workload makes up news stories and the subscriptions that people would
// have to them, for benchmarks and property tests: the same of the same seed, of
// any number, with words as unevenly spread as in a language.
//
// A Workload is made with New for one Language. Stories are news of 297 words on
// average. Subscriptions are the simple queries that nearly all people write;
// Mixed are queries of the whole language, for comparison with an oracle; Hostile
// is what someone would send who means ill.
//
// The words are no real ones. They are made of syllables with the endings of the
// language, so that folding and stemming have their usual work, and are known to
// no gazetteer. How often they come is calibrated: of a million English
// subscriptions 287,000 are distinct and 41,700 match a story on average. The
// package stores nothing.
package workload

import "math/rand/v2"

// Sizes of a vocabulary.
const (
	lemmaCount = 50_000  // words that are no names
	nameCount  = 200_000 // names of people, firms and places
	pairCount  = 350_000 // pairs of words that belong together, as "interest rate"
)

// How much of it is told of: a thousand stories of 297 words have 21,000 different ones,
// as many as Heaps' law has for a collection of news, 44 n^0.49 (Manning, Raghavan and
// Schütze, Introduction to Information Retrieval, 5.1.1). People ask for more than that.
const (
	toldLemmas = 3000
	toldNames  = 3500
	toldPairs  = 1500
)

// A Workload makes stories and subscriptions. It never changes and is safe for
// concurrent use.
type Workload struct {
	seed   uint64
	lang   *language
	lemmas []lemma // the commonest in stories first
}

// New returns the workload of a language and a seed.
func New(l Language, seed uint64) *Workload {
	w := &Workload{seed: seed, lang: l.tables()}
	w.lemmas = w.lang.lemmas(seed)
	return w
}

// A stream keeps apart the random numbers of what is made for itself.
type stream uint64

const (
	streamStories stream = iota
	streamSubscriptions
	streamMixed
	streamHostile
)

func (w *Workload) random(s stream) *rand.Rand { return rand.New(rand.NewPCG(w.seed, uint64(s))) }

// scramble maps n to a number that looks random, always the same.
func scramble(seed uint64, n int) uint64 {
	x := seed + uint64(n+1)*0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

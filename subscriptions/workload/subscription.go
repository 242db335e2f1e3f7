package workload

import (
	"iter"
	"math/rand/v2"
)

// A Shape is a shape of a simple query.
type Shape uint8

// The shapes, and how many of 100 subscriptions have them.
const (
	Keyword Shape = iota // 70: one word, a fifth of them names
	Phrase               // 15: two words beside each other
	And                  // 10: two words
	Not                  // 5: the first word without the second
)

// A Subscription is a simple query in parts.
type Subscription struct {
	Shape Shape
	Words [2]string // the second is empty of a Keyword
}

// String returns the query as a person writes it.
func (s Subscription) String() string {
	switch s.Shape {
	case Phrase:
		return `"` + s.Words[0] + " " + s.Words[1] + `"`
	case And:
		return s.Words[0] + " " + s.Words[1]
	case Not:
		return s.Words[0] + " -" + s.Words[1]
	}
	return s.Words[0]
}

// Subscriptions returns n subscriptions, equal ones among them. Of the same
// workload the first ones are always the same. They are made one by one, 10
// million of them in a few seconds.
func (w *Workload) Subscriptions(n int) iter.Seq[Subscription] {
	return func(yield func(Subscription) bool) {
		r := w.random(streamSubscriptions)
		for range n {
			if !yield(w.subscription(r)) {
				return
			}
		}
	}
}

func (w *Workload) subscription(r *rand.Rand) Subscription {
	switch n := r.IntN(100); {
	case n < 14:
		return Subscription{Keyword, [2]string{capital(w.lang.name(w.seed, nameRank.draw(r)))}}
	case n < 70:
		return Subscription{Keyword, [2]string{w.typed(r, askedLemma(r))}}
	case n < 85:
		first, second := w.pair(pairRank.draw(r))
		return Subscription{Phrase, [2]string{w.typed(r, first), w.typed(r, second)}}
	case n < 95:
		first, second := twoLemmas(r)
		return Subscription{And, [2]string{w.typed(r, first), w.typed(r, second)}}
	}
	first, second := twoLemmas(r)
	return Subscription{Not, [2]string{w.typed(r, first), w.typed(r, second)}}
}

func twoLemmas(r *rand.Rand) (first, second int) {
	for first == second {
		first, second = askedLemma(r), askedLemma(r)
	}
	return first, second
}

// typed returns the word as somebody types it: mostly the dictionary's form, now
// and then another or with a capital letter.
func (w *Workload) typed(r *rand.Rand, n int) string {
	l := w.lemmas[n]
	switch r.IntN(20) {
	case 0, 1, 2:
		return l.inflected(r)
	case 3, 4:
		return capital(l.dictionary())
	}
	return l.dictionary()
}

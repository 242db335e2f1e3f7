package workload

import (
	"math"
	"math/rand/v2"
)

// A zipf draws ranks from 0 to n-1, rank r in proportion to 1/(r+shift): Zipf's
// law with s = 1 where shift is 1, which math/rand/v2 has only for s over 1. It is
// drawn by the inverse of the sum's integral, so the first rank of a shift of 1
// comes 10 % too often and all others within 2 %.
type zipf struct {
	n      int
	begin  float64
	growth float64 // the logarithm of end/begin
}

func newZipf(n int, shift float64) zipf {
	begin := shift - 0.5
	return zipf{n, begin, math.Log((float64(n) + begin) / begin)}
}

func (z zipf) draw(r *rand.Rand) int { return z.at(r.Float64()) }

// at returns the rank below which the share u of all draws is.
func (z zipf) at(u float64) int {
	return min(int(z.begin*math.Exp(u*z.growth)-z.begin), z.n-1)
}

// How often things come. The commonest 100 words are 45 % of a language, so the
// first lemma is in stories as common as the 101st word of all.
var (
	functionRank = newZipf(100, 1)
	storyRank    = newZipf(toldLemmas, 101)
	askedRank    = newZipf(lemmaCount, 1)
	nameRank     = newZipf(nameCount, 2000)
	toldNameRank = newZipf(toldNames, 2000)
	pairedRank   = newZipf(lemmaCount, 101)
	toldPairRank = newZipf(toldPairs, 50)
	pairRank     = newZipf(pairCount, 50)
)

// unasked are the commonest lemmas, too common to be news: the word that is asked
// for most is the next one, and so on.
const unasked = 225

// askedLemma draws a lemma as people subscribe to them.
func askedLemma(r *rand.Rand) int { return (unasked + askedRank.draw(r)) % lemmaCount }

// pair returns the lemmas of a pair of words that belong together.
func (w *Workload) pair(n int) (first, second int) {
	x := scramble(w.seed, n)
	const half = 1 << 32
	first = pairedRank.at(float64(x>>32) / half)
	second = pairedRank.at(float64(x%half) / half)
	if first == second {
		second = (second + 1) % lemmaCount
	}
	return first, second
}

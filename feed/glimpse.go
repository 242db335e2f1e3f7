package feed

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"newsbot/feed/words"
)

// A Glimpse is what stays of an item of the document last read: too little to
// show, enough to see that another item is an edited version of it.
type Glimpse struct {
	Whole   uint32   // the beginning of the item's Exact key
	Minute  int64    // since 1970 that it is of; 0: it has no date
	Keys    []uint32 // the beginnings of the keys by which it is known
	Title   []uint16 // hashes of the headline's words, ascending
	Numbers uint32   // a hash of the numbers in it, in order; 0: none
	Text    []uint32 // of the hashes of all pairs of neighbours in the text the lowest, ascending
}

// Bounds of what is kept.
const (
	MaxGlimpses  = 200 // of a document, those dated last
	titleWords   = 24
	textPairs    = 24      // of so many the likeness of two texts can be told to a tenth
	fewPairs     = 4       // of fewer it cannot
	glimpsedText = 4 << 10 // bytes of the text that are looked at
	stem         = 5       // letters of a word that count: endings are edited too
)

// glimpse returns that of an item with its Exact key and those by which it is
// known. Of an item that was seen before and has not changed the words are taken
// from there.
func glimpse(it *Item, whole Key, keys []Key, seen map[uint32]*Glimpse) Glimpse {
	g := Glimpse{Whole: shortKey(whole)}
	if !it.Published.IsZero() {
		g.Minute = it.Published.Unix() / 60
	}
	for _, k := range keys {
		g.Keys = append(g.Keys, shortKey(k))
	}
	if last := seen[g.Whole]; last != nil {
		g.Title, g.Numbers, g.Text = last.Title, last.Numbers, last.Text
		return g
	}
	numbers := fnv.New32a()
	eachWord(it.Title, func(word []byte) bool {
		if r, _ := utf8.DecodeRune(word); unicode.IsDigit(r) {
			numbers.Write(append(word, ' '))
			g.Numbers = numbers.Sum32()
		}
		g.Title = append(g.Title, uint16(mixed(word)))
		return len(g.Title) < titleWords
	})
	slices.Sort(g.Title)
	g.Title = slices.Compact(g.Title)
	g.Text = pairs(cmp.Or(it.Text, it.Summary))
	return g
}

func shortKey(k Key) uint32 {
	return uint32(k[0])<<24 | uint32(k[1])<<16 | uint32(k[2])<<8 | uint32(k[3])
}

// pairs returns the lowest hashes of pairs of words that stand side by side: a
// sample of the text that is the same wherever in another text it stands.
func pairs(text string) []uint32 {
	var all []uint32
	var before uint32
	eachWord(text, func(word []byte) bool {
		this := mixed(word)
		if before != 0 {
			all = append(all, finish(before*31+this))
		}
		before = max(this, 1)
		return true
	})
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.Clone(all[:min(len(all), textPairs)])
}

// eachWord calls yield with the beginning of each word, numbers whole, until it
// returns false.
func eachWord(text string, yield func([]byte) bool) {
	text = words.Normal(text, glimpsedText)
	scanner := words.NewScanner(text)
	var word []byte
	for {
		span, _, ok := scanner.Next()
		if !ok {
			return
		}
		word = words.AppendFolded(word[:0], text[span.Start:span.End])
		if len(word) == 0 {
			continue
		}
		if r, _ := utf8.DecodeRune(word); !unicode.IsDigit(r) {
			word = word[:len(firstRunes(string(word), stem))]
		}
		if !yield(word) {
			return
		}
	}
}

func mixed(word []byte) uint32 {
	h := fnv.New32a()
	h.Write(word)
	return finish(h.Sum32())
}

// finish spreads a hash evenly, since the lowest are chosen (MurmurHash3's last step).
func finish(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// likeTitles returns how much of two headlines is the same, from 0 to 1. One
// that holds all of another, and that three words or more, is halfway at least.
func likeTitles(a, b *Glimpse) float64 {
	shared := common(a.Title, b.Title)
	if shared == 0 {
		return 0
	}
	like := float64(shared) / float64(len(a.Title)+len(b.Title)-shared)
	if shared >= 3 && shared == min(len(a.Title), len(b.Title)) {
		like = max(like, 0.5)
	}
	return like
}

// likeTexts returns how much of the shorter of two texts is in the other, and
// whether that can be told.
func likeTexts(a, b *Glimpse) (like float64, ok bool) {
	// Of a long text only hashes up to its highest are known to be all there are.
	limit := uint32(math.MaxUint32)
	for _, g := range []*Glimpse{a, b} {
		if len(g.Text) == textPairs {
			limit = min(limit, g.Text[textPairs-1])
		}
	}
	of := func(g *Glimpse) []uint32 {
		n, found := slices.BinarySearch(g.Text, limit)
		if found {
			n++
		}
		return g.Text[:n]
	}
	x, y := of(a), of(b)
	n := min(len(x), len(y))
	if n < fewPairs {
		return 0, false
	}
	return float64(common(x, y)) / float64(n), true
}

// common counts what two ascending lists share.
func common[T cmp.Ordered](a, b []T) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch c := cmp.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			a, b, n = a[1:], b[1:], n+1
		}
	}
	return n
}

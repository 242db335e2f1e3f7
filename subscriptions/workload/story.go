package workload

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
)

// Of 1000 words in a story, how many are what. A pair is counted once.
const (
	perMilleFunction = 450
	perMilleName     = 40
	perMillePair     = 15
	perMilleNumber   = 10
	perMilleCompound = 5 // a name and a lemma with a hyphen
)

// Words of a story.
const (
	titleWords   = 9
	summaryWords = 28
	leastText    = 160
	mostText     = 360
)

// places are the countries that stories are about, the commonest first.
var places = []country.Code{"US", "RU", "CN", "UA", "IL", "GB", "FR", "DE", "IN", "KZ", "IR", "JP", "TR", "IT", "KR", "BR",
	"UZ", "PL", "ES", "CA", "AU", "SA", "EG", "MX", "PK", "KG", "AZ", "GE", "NG", "VN"}

var placeRank = newZipf(len(places), 1)

// outlets are the names of sources.
var outlets = []string{"Example News", "Daily Example", "Example Wire", "Evening Post", "Morning Post", "World Wire", "Kazakh Example",
	"Пример Новости", "Мысал Хабар", "Capital Times"}

// Stories returns n stories with the numbers 1 to n. Of the same workload the
// first ones are always the same.
func (w *Workload) Stories(n int) iter.Seq[*feed.Story] {
	return func(yield func(*feed.Story) bool) {
		r := w.random(streamStories)
		for seq := range n {
			if !yield(w.story(r, int64(seq+1))) {
				return
			}
		}
	}
}

func (w *Workload) story(r *rand.Rand, seq int64) *feed.Story {
	published := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(seq) * time.Minute)
	outlet := r.IntN(len(outlets))
	s := &feed.Story{
		Item: feed.Item{
			GUID:      fmt.Sprintf("%s-%d", w.lang.tag, seq),
			Link:      fmt.Sprintf("https://news%d.example.org/%s/%d", outlet, w.lang.tag, seq),
			Title:     strings.TrimSuffix(w.prose(r, titleWords), "."),
			Summary:   w.prose(r, summaryWords),
			Text:      w.prose(r, leastText+r.IntN(mostText-leastText)),
			Language:  w.lang.tag,
			Published: published,
			Views:     -1,
		},
		Seq: seq, ID: fmt.Sprintf("%s-%d", w.lang.tag, seq),
		SourceURL: fmt.Sprintf("https://news%d.example.org/rss", outlet), Source: outlets[outlet],
		Found: published.Add(time.Minute),
	}
	for range 1 + r.IntN(2) {
		s.About = add(s.About, places[placeRank.draw(r)])
	}
	s.Mentioned = append(s.Mentioned, s.About...)
	for range r.IntN(4) {
		s.Mentioned = add(s.Mentioned, places[placeRank.draw(r)])
	}
	return s
}

func add(codes []country.Code, c country.Code) []country.Code {
	for _, old := range codes {
		if old == c {
			return codes
		}
	}
	return append(codes, c)
}

// A writer puts words together to sentences.
type writer struct {
	strings.Builder
	*Workload
	random   *rand.Rand
	left     int // words to the end of the sentence
	sentence int // sentences to the end of the paragraph
	begins   bool
}

// prose returns about n words.
func (w *Workload) prose(r *rand.Rand, n int) string {
	out := writer{Workload: w, random: r, begins: true, sentence: 3, left: n}
	if n > 2*titleWords {
		out.left = 12 + r.IntN(16)
	}
	out.Grow(n * 8)
	for n > 0 {
		n -= out.next(n == 1)
	}
	return out.String()
}

// next writes what comes next and returns how many words it is.
func (out *writer) next(last bool) int {
	r := out.random
	switch n := r.IntN(1000); {
	case n < perMilleFunction:
		out.word(out.lang.function[functionRank.draw(r)], last)
		return 1
	case n < perMilleFunction+perMilleName:
		name := capital(out.lang.name(out.seed, toldNameRank.draw(r)))
		out.word(name+pick(out.lang.nameForms, r), last)
		return 1
	case n < perMilleFunction+perMilleName+perMillePair && !last:
		first, second := out.pair(toldPairRank.draw(r))
		out.word(out.lemmas[first].dictionary(), false)
		out.word(out.lemmas[second].inflected(r), false)
		return 2
	case n < perMilleFunction+perMilleName+perMillePair+perMilleNumber:
		out.word(fmt.Sprint(1+r.IntN(2100)), last)
		return 1
	case n < perMilleFunction+perMilleName+perMillePair+perMilleNumber+perMilleCompound && !last:
		out.word(out.name()+"-"+out.lemma().inflected(r), false)
		return 2
	}
	out.word(out.lemma().inflected(r), last)
	return 1
}

func (out *writer) lemma() lemma { return out.lemmas[storyRank.draw(out.random)] }

func (out *writer) name() string {
	return capital(out.lang.name(out.seed, nameRank.draw(out.random)))
}

// word writes a word with what comes before and after it.
func (out *writer) word(text string, last bool) {
	if out.begins {
		text = capital(text)
	} else {
		out.WriteByte(' ')
	}
	out.WriteString(text)
	out.begins = false
	if out.left--; out.left > 0 && !last {
		if out.random.IntN(16) == 0 {
			out.WriteByte(',')
		}
		return
	}
	out.WriteByte('.')
	out.begins = true
	out.left = 12 + out.random.IntN(16)
	if last {
		return
	}
	if out.sentence--; out.sentence > 0 {
		out.WriteByte(' ')
		return
	}
	out.WriteByte('\n')
	out.sentence = 3
}

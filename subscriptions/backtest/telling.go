package backtest

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/words"
	"newsbot/subscriptions/query"
)

// Bounds of what is counted to find telling words.
const (
	maxSample   = 3000 // stories of each kind
	everyNth    = 5    // of the stories that do not match
	leadBytes   = 300  // of a summary or, where there is none, of a text
	maxTerms    = 20_000
	minWord     = 3 // characters
	maxOperands = 4
)

// A telling is what is counted of stories to find words, phrases and countries that
// tell those that match from the others.
type telling struct {
	reader       reader
	with, others sample   // stories that match, and some of those that do not
	operands     []sample // stories with an operand of the query, while nothing matches
	queries      []*query.Query
}

func newTelling(q *query.Query) telling {
	t := telling{reader: reader{stemmer: words.NewStemmer()}}
	t.queries = q.Operands()
	if len(t.queries) < 2 { // what matches the only operand matches
		t.queries = nil
	}
	t.queries = t.queries[:min(len(t.queries), maxOperands)]
	t.operands = make([]sample, len(t.queries))
	return t
}

func (t *telling) matched(s *feed.Story) { t.with.add(t.reader.read(s), s) }

// other looks at a story that does not match, and at its number among all.
func (t *telling) other(s *feed.Story, number int) {
	if number%everyNth == 0 {
		t.others.add(t.reader.read(s), s)
	}
}

// operand looks at one that an operand matches.
func (t *telling) operand(i int, s *feed.Story) { t.operands[i].add(t.reader.read(s), s) }

// A sample counts in how many of its stories a term stands.
type sample struct {
	stories   int
	terms     map[string]*term
	countries map[country.Code]int // that they are about
}

// A term is a word or two beside each other, by stems.
type term struct {
	count  int
	text   string // as a story spells it
	words  int
	lastIn int // the number of the last story that has it
}

func (s *sample) add(terms []found, story *feed.Story) {
	if s.stories >= maxSample {
		return
	}
	if s.terms == nil {
		s.terms, s.countries = map[string]*term{}, map[country.Code]int{}
	}
	s.stories++
	for _, f := range terms {
		t := s.terms[f.stems]
		if t == nil {
			if len(s.terms) >= maxTerms {
				continue
			}
			t = &term{text: f.text, words: f.words}
			s.terms[f.stems] = t
		}
		if f.text > t.text && strings.EqualFold(f.text, t.text) {
			t.text = f.text // small letters sort after capitals, which headlines are full of
		}
		if t.lastIn != s.stories {
			t.count, t.lastIn = t.count+1, s.stories
		}
	}
	for _, c := range story.About {
		s.countries[c]++
	}
}

// share is of the stories that have the term.
func (s *sample) share(stems string) float64 {
	if t := s.terms[stems]; t != nil {
		return float64(t.count) / float64(max(1, s.stories))
	}
	return 0
}

// common is the share of other stories that have a word which makes no phrase, as "and".
const common = 0.1

// holdsCommon reports whether a word of a phrase is common.
func (s *sample) holdsCommon(stems string) bool {
	a, b, _ := strings.Cut(stems, " ")
	return s.share(a) > common || s.share(b) > common
}

// A found is a term in a story.
type found struct {
	stems, text string
	words       int
}

// A reader finds the terms of headline and lead.
type reader struct {
	stemmer words.Stemmer
	buf     []byte
	out     []found
}

// read returns the terms, valid until the next call.
func (r *reader) read(s *feed.Story) []found {
	r.out = r.out[:0]
	r.part(words.Normal(s.Title, leadBytes))
	r.part(words.Normal(cmp.Or(s.Summary, s.Text), leadBytes))
	return r.out
}

func (r *reader) part(text string) {
	scan := words.NewScanner(text)
	var before found
	var end int32
	for {
		span, _, ok := scan.Next()
		if !ok {
			return
		}
		r.buf = words.AppendFolded(r.buf[:0], text[span.Start:span.End])
		word := found{string(r.buf), text[span.Start:span.End], 1}
		word.stems = r.stemmer.Stem(word.stems)
		if !says(word.text) {
			before = found{}
			continue
		}
		r.out = append(r.out, word)
		if before.words == 1 && text[end:span.Start] == " " {
			r.out = append(r.out, found{before.stems + " " + word.stems, before.text + " " + word.text, 2})
		}
		before, end = word, span.End
	}
}

// says reports whether a word may tell stories apart: it is of letters, and of more
// than one or two.
func says(word string) bool {
	if utf8.RuneCountInString(word) < minWord {
		return false
	}
	for _, r := range word {
		if unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// A tell is a term that tells the stories of a sample from others.
type tell struct {
	text  string
	words int
	share float64 // of the sample's stories that have it
	score float64
}

const (
	minShare = 0.08 // of the stories, that have a term that tells
	maxShare = 0.75 // the same, of what is to divide them
	minLift  = 2    // how much more often it stands there than elsewhere
)

// tells returns the terms that tell s from others, the best first: those that fewest
// stories have at least, and a share of most at the most.
func (s *sample) tells(others *sample, fewest int, most float64) []tell {
	var out []tell
	for _, stems := range slices.Sorted(maps.Keys(s.terms)) {
		t := s.terms[stems]
		share := s.share(stems)
		lift := share / (others.share(stems) + 1/float64(others.stories+2))
		if t.words > 1 && others.holdsCommon(stems) {
			continue
		}
		if t.count < fewest || share < minShare || share > most || lift < minLift {
			continue
		}
		out = append(out, tell{t.text, t.words, share, share * math.Log(lift)})
	}
	slices.SortStableFunc(out, func(a, b tell) int { return cmp.Or(cmp.Compare(b.score, a.score), b.words-a.words) })
	return out
}

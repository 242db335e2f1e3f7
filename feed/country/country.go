package country

import (
	"slices"
	"sync"
	"time"
)

// Tags are the countries of one story, sorted by code.
type Tags struct {
	About     []Code    // what the story is about; a subset of Mentioned
	Mentioned []Code    // every country named
	Mentions  []Mention // the evidence, in reading order: title first, then text
}

// A Mention is one piece of evidence for a country.
type Mention struct {
	Code       Code
	Start, End int    // byte span in the title or in the text
	InTitle    bool   // which of the two the span is in
	Name       string // the name that matched, as the gazetteer keeps it: folded
	Rule       string // the kind of evidence: "name", "demonym", "city", …
}

// A Tagger finds countries in stories. It never changes after New and is safe
// for concurrent use.
type Tagger struct {
	home    Code
	g       *gazetteer
	leaders *Leaders
	pool    *sync.Pool // of *story
}

// Options are what a Tagger may be told.
type Options struct {
	// Home is the country of the readers, or "": being about home does not make
	// a story any less about the other countries in it.
	Home Code
	// Leaders are heads of state and government, whose names stand for their
	// countries. Nil: the built-in ones.
	Leaders *Leaders
}

// New returns a Tagger for readers in home, or "".
func New(home Code) *Tagger { return NewTagger(Options{Home: home}) }

// NewTagger returns a Tagger.
func NewTagger(o Options) *Tagger {
	g := loaded()
	if o.Leaders == nil {
		o.Leaders = defaultLeaders()
	}
	return &Tagger{home: o.Home, g: g, leaders: o.Leaders, pool: &sync.Pool{New: func() any { return newStory(g) }}}
}

// A story is the scratch memory of one Tag.
type story struct {
	g             *gazetteer
	title, text   part
	hits          []hit
	inTitle       int // that many of the hits are the title's
	places, named map[Code]int
	small         map[Code]int // towns that agree
	counts        map[*entry]int
	said          map[*entry]Code // towns whose country the story says
	standing      []standing
}

func newStory(g *gazetteer) *story {
	return &story{g: g, places: map[Code]int{}, named: map[Code]int{}, small: map[Code]int{},
		counts: map[*entry]int{}, said: map[*entry]Code{}}
}

// The scratch memory of a story of more words is not kept.
const mostWordsKept = 1 << 14

// Tag is TagAt for a story of today.
func (t *Tagger) Tag(title, text string) Tags { return t.TagAt(time.Now(), title, text) }

// TagAt finds the countries in a story's title and text, plain text both; at is
// when it was written, which says who was in office. It never fails: text of any
// size and of broken encoding is read as far as it has words.
func (t *Tagger) TagAt(at time.Time, title, text string) Tags {
	s := t.pool.Get().(*story)
	defer t.keep(s)
	s.find(t.leaders, at, title, text)
	tags := Tags{About: s.about(t.home), Mentions: make([]Mention, 0, len(s.hits))}
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop {
			continue
		}
		p := s.part(i)
		tags.Mentions = append(tags.Mentions, Mention{
			Code: h.code, Start: p.words[h.from].Start, End: p.words[h.to-1].End,
			InTitle: p.title, Name: h.name(), Rule: h.rule,
		})
		if !slices.Contains(tags.Mentioned, h.code) {
			tags.Mentioned = append(tags.Mentioned, h.code)
		}
	}
	slices.Sort(tags.Mentioned)
	return tags
}

// Explain returns the verdict on each country of a story, in the order in which
// they are named first.
func (t *Tagger) Explain(at time.Time, title, text string) []Verdict {
	s := t.pool.Get().(*story)
	defer t.keep(s)
	s.find(t.leaders, at, title, text)
	return s.verdicts(t.home)
}

// keep gives s back; one huge text must not keep its memory for ever.
func (t *Tagger) keep(s *story) {
	if cap(s.text.words) <= mostWordsKept && cap(s.title.words) <= mostWordsKept {
		t.pool.Put(s)
	}
}

// find fills s with what title and text name.
func (s *story) find(leaders *Leaders, at time.Time, title, text string) {
	s.title.read(s.g, title, true)
	s.text.read(s.g, text, false)
	s.hits = s.title.match(s.g, leaders, at, s.hits[:0])
	s.inTitle = len(s.hits)
	s.hits = s.text.match(s.g, leaders, at, s.hits)
	s.title.context(s.g, s.hits[:s.inTitle])
	s.text.context(s.g, s.hits[s.inTitle:])
	s.seconds()
	s.findDateline()
	s.resolve()
}

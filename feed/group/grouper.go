package group

import (
	"slices"
	"sync"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/words"
)

const (
	// Window is how long a story is found to tell the same as another.
	Window = 72 * time.Hour
	// MaxStories is how many stories of the window are known at most, the latest: all
	// of it at 20,000 a day.
	MaxStories = 60_000
	// MaxGroup is how many stories are joined at most.
	MaxGroup = 16
	// Threshold is how alike stories of one event are told at least, in English
	// and Russian; KazakhThreshold, in Kazakh. There a story has fewer words, so that
	// those of its kind ("vaccines delivered") weigh more.
	Threshold       = 0.50
	KazakhThreshold = 0.65
	// headlineWords is how many words a headline has that stands for its story.
	headlineWords = 4
)

// A Grouper knows the stories of the window. Its methods may be called from any
// goroutine.
type Grouper struct {
	common common

	mu      sync.Mutex
	stemmer words.Stemmer
	window
	bySeq   map[int64]*entry
	indexes map[language]*index
	links   exact
	titles  exact
}

// A window is the stories that are known, the oldest first, each under a number that
// goes on when the oldest is dropped.
type window struct {
	stories []*entry
	first   uint32 // the number of the oldest; may overflow, as only differences count
}

func (w *window) at(n uint32) *entry { return w.stories[n-w.first] }

// An entry is a story of the window.
type entry struct {
	seq              int64
	number           uint32 // in the window
	source           string
	found            time.Time
	link, headline   feed.Key
	about, mentioned []country.Code
	vector           []weight
	index            *index // nil: not compared by what it says
	group            *group
	score            float32 // while others like it are looked for; else 0
}

// A group is stories that tell the same.
type group struct {
	seqs    []int64  // ascending, those that left the window among them
	members []*entry // in the window
	mean    float32  // of how alike the members are to what was last looked for
	found   bool     // while that is looked for; else false
}

// New returns a Grouper that knows no story.
func New() *Grouper {
	g := &Grouper{common: readCommon(), stemmer: words.NewStemmer(), bySeq: map[int64]*entry{},
		indexes: map[language]*index{}, links: exact{}, titles: exact{}}
	for l, threshold := range map[language]float32{english: Threshold, russian: Threshold, kazakh: KazakhThreshold} {
		g.indexes[l] = &index{window: &g.window, common: g.common[l], threshold: threshold, terms: map[string]*term{}}
	}
	return g
}

// Join sets Earlier and Join of a story that is about to be stored. It remembers
// nothing: Add is for a story that is stored. Of stories of one source none
// decides what is joined with another, so several may be asked about before.
func (g *Grouper) Join(s *feed.Story) {
	s.Earlier, s.Join = nil, feed.Apart
	if s.Baseline {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire(s.Found)
	e := g.entry(s)
	found, by := g.find(e)
	if found != nil {
		s.Earlier, s.Join = slices.Clone(found.seqs), by
	}
}

// Add remembers a stored story with what was decided about it. Stories come in the
// order of their numbers. What a source had at the first look counts for nothing.
func (g *Grouper) Add(s *feed.Story) {
	if s.Baseline {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire(s.Found)
	if len(g.stories) == MaxStories {
		g.drop()
	}
	e := g.entry(s)
	e.group = g.groupOf(s)
	e.group.seqs = append(e.group.seqs, s.Seq)
	e.group.members = append(e.group.members, e)
	e.number = g.first + uint32(len(g.stories))
	g.stories = append(g.stories, e)
	g.bySeq[e.seq] = e
	g.links.add(e.link, e)
	g.titles.add(e.headline, e)
	if e.index != nil {
		e.index.add(e)
	}
}

// Later returns the stories that were joined with one after it, as far as the
// window reaches; ascending.
func (g *Grouper) Later(seq int64) []int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	e := g.bySeq[seq]
	if e == nil {
		return nil
	}
	after, _ := slices.BinarySearch(e.group.seqs, seq+1)
	return slices.Clone(e.group.seqs[after:])
}

// Reach returns how old a story may be and how many there may be after it for
// another to be joined with it. Of the latter there are more than MaxStories, as
// what a source had at the first look does not count.
func (g *Grouper) Reach() (age time.Duration, stories int) { return Window, 2 * MaxStories }

// entry reads a story.
func (g *Grouper) entry(s *feed.Story) *entry {
	e := &entry{seq: s.Seq, source: s.SourceURL, found: s.Found, about: s.About, mentioned: s.Mentioned,
		link: feed.LinkKey(s.Link), headline: feed.HeadlineKey(s.Title, headlineWords)}
	t := g.read(s)
	if e.index = g.indexes[t.language]; e.index != nil {
		e.vector = e.index.vector(t.stems)
	}
	return e
}

// groupOf returns the group of a stored story: that of the latest before it that is
// in the window, or one that has left it.
func (g *Grouper) groupOf(s *feed.Story) *group {
	for _, seq := range slices.Backward(s.Earlier) {
		if e := g.bySeq[seq]; e != nil {
			return e.group
		}
	}
	return &group{seqs: slices.Clone(s.Earlier)}
}

// expire drops what has left the window by now.
func (g *Grouper) expire(now time.Time) {
	for len(g.stories) > 0 && now.Sub(g.stories[0].found) > Window {
		g.drop()
	}
}

// drop forgets the oldest story.
func (g *Grouper) drop() {
	e := g.stories[0]
	g.stories[0] = nil
	g.stories = g.stories[1:]
	g.first++
	delete(g.bySeq, e.seq)
	g.links.remove(e.link)
	g.titles.remove(e.headline)
	if e.index != nil {
		e.index.remove(e)
	}
	e.group.members = slices.DeleteFunc(e.group.members, func(m *entry) bool { return m == e })
}

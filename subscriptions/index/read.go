package index

import (
	"net/url"

	"newsbot/feed"
	"newsbot/feed/words"
	"newsbot/subscriptions/query"
)

// A reading is what the story at hand has.
type reading struct {
	at      *feed.Story // while it is read
	story   uint32      // its number here, which marks the queries looked at
	stories uint64      // read so far
	here    []termID    // the terms it has
	found   []post      // of its terms
	text    []byte      // its words
	ends    [3]int32    // where title, summary and text end, in places
	place   int32       // of the next word
	open    []opened    // sequences that end before place
	next    []opened
	marks   []mark
	left    []mark
	right   []mark
	words   []words.Word
	met     []surface // by word
	kazakh  bool      // the story is in Kazakh, if judged
	judged  bool
}

// An opened is a phrase, or a word, that stands where a longer phrase may go on.
type opened struct {
	id    termID
	first int32 // its first place
}

// read finds the terms of a story.
func (x *Index) read(s *feed.Story) {
	x.stories++
	if x.story++; x.story == 0 { // after 4 billion stories
		clear(x.queries.met)
		x.story = 1
	}
	for _, id := range x.here {
		x.present[id/64] = 0
	}
	x.here, x.found, x.marks, x.place, x.ends = x.here[:0], x.found[:0], x.marks[:0], 0, [3]int32{}
	x.at, x.judged = s, false
	defer func() { x.at = nil }()
	for i, text := range [...]string{words.Normal(s.Title, query.MaxTitle), words.Normal(s.Summary, query.MaxText), words.Normal(s.Text, query.MaxText)} {
		x.readPart(text, i == 0)
		x.ends[i] = x.place
	}
	if x.counts[about] > 0 {
		for _, c := range s.About {
			x.meet(about, string(c))
		}
	}
	if x.counts[mentioned] > 0 {
		for _, c := range s.Mentioned {
			x.meet(mentioned, string(c))
		}
	}
	if x.counts[language] > 0 {
		x.meet(language, query.Language(s))
	}
	if x.counts[source] > 0 {
		x.readSource(s.Source)
		x.readSource(s.Attribution)
		x.readSource(s.Agency)
		if u, err := url.Parse(s.SourceURL); err == nil {
			x.readSource(u.Hostname())
		}
	}
}

// meet notes a term that stands nowhere.
func (x *Index) meet(k kind, text string) {
	if id := x.known(k, text); id != 0 {
		x.sight(id)
	}
}

// sight notes that the story has a term.
func (x *Index) sight(id termID) {
	if x.has(id) {
		return
	}
	x.present[id/64] |= 1 << (id % 64)
	x.here = append(x.here, id)
	if p := x.posts[id] &^ roles; p != 0 {
		x.found = append(x.found, p)
	}
	if x.counting() {
		x.names[id].used++
	}
}

// sightNext is sight where nothing is counted. Whether a word was met before nobody can
// foresee, nor can the processor: so there is no branch.
func (x *Index) sightNext(id termID) {
	bit := id % 64
	was := x.present[id/64]
	x.present[id/64] = was | 1<<bit
	fresh := int(^was >> bit & 1)
	x.here = append(x.here, id)[:len(x.here)+fresh]
	p := x.posts[id] &^ roles
	x.found = append(x.found, p)[:len(x.found)+fresh&int((p|-p)>>31)]
}

// counting reports whether the story is one of those by which terms are counted.
func (x *Index) counting() bool { return x.stories%counted == 0 }

// mark notes that a term stands at places first to last.
func (x *Index) mark(id termID, first, last int32, heading bool) {
	role := x.posts[id]
	if role&placed != 0 {
		n := &x.names[id]
		if !x.has(id) {
			n.marks = -1
		}
		x.marks = append(x.marks, mark{first, last, n.marks})
		n.marks = int32(len(x.marks) - 1)
	}
	x.sight(id)
	if heading && role&titled != 0 {
		x.mark(x.names[id].title, first, last, false)
	}
}

// grow goes on with the phrases that end before the next place by the word there, and
// notes those that it may begin.
func (x *Index) grow(s *surface, heading bool) {
	x.next = x.next[:0]
	x.growBy(s.stem, heading)
	if s.more != 0 {
		x.growBy(s.plain(), heading)
	}
	x.open, x.next = x.next, x.open
}

func (x *Index) growBy(id termID, heading bool) {
	role := x.posts[id]
	if role&ends != 0 {
		for _, o := range x.open {
			longer := x.pairs.find(o.id, id)
			if longer == 0 {
				continue
			}
			x.mark(longer, o.first, x.place, heading)
			if x.posts[longer]&begins != 0 {
				x.next = append(x.next, opened{longer, o.first})
			}
		}
	}
	if role&begins != 0 {
		x.next = append(x.next, opened{id, x.place})
	}
}

// readSource reads a name of the source. Its phrases are of words, not of stems.
func (x *Index) readSource(name string) {
	x.open = x.open[:0]
	forms, _ := words.Folded(words.Cut(name, query.MaxSource))
	for _, form := range forms {
		id := x.known(source, form)
		if id == 0 {
			x.open = x.open[:0]
			continue
		}
		x.sight(id)
		x.grow(&surface{stem: id}, false)
	}
}

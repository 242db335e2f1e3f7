package query

import (
	"net/url"
	"slices"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/words"
)

// Limits of what is read of one story, in bytes.
const (
	MaxTitle  = 4 << 10
	MaxText   = 64 << 10 // summary and text, each
	maxSource = 512      // each name of the source
)

// limits of title, summary and text.
var limits = [3]int{MaxTitle, MaxText, MaxText}

// A Document is a story ready to be matched: its words with their stems and
// places, its countries and the names of its source. It is made once a story,
// never changes and is safe for concurrent use.
type Document struct {
	text  string       // title, summary and text in NFKC
	title int32        // words in the title: those at places below
	at    []int32      // by place: the stem there, -1 between title, summary and text
	next  []int32      // by place: the next place of the same stem, or -1
	spans []words.Span // by place: where in text

	stems  []string // distinct
	first  []place  // by stem
	heads  []int32  // by stem: its first place in at, or -1 if it is only a compound
	byStem map[string]int32

	forms     []string // distinct folded words
	formFirst []place  // by form

	about, mentioned []country.Code
	sources          [][]string // folded words of each name of the source
	named            []string   // those names

	fields [3]string // title, summary and text as the story has them
	begins [3]int32  // where each begins in text
}

// A place is where a word stands first.
type place struct {
	at   int32
	span words.Span
}

// NewDocument reads a story. Of a text over MaxText the beginning is read.
func NewDocument(s *feed.Story) *Document {
	d := &Document{byStem: map[string]int32{}, about: distinct(s.About), mentioned: distinct(s.Mentioned)}
	b := builder{Document: d, stemmer: words.NewStemmer(), byForm: map[string]form{}}
	d.fields = [3]string{s.Title, s.Summary, s.Text}
	for i, text := range d.fields {
		d.begins[i] = int32(len(d.text))
		b.add(words.Normal(text, limits[i]))
		if i == 0 {
			d.title = int32(len(d.at))
		}
	}
	d.addSource(s.Source)
	d.addSource(s.Attribution)
	d.addSource(s.Agency)
	if u, err := url.Parse(s.SourceURL); err == nil {
		d.addSource(u.Hostname())
	}
	return d
}

// distinct returns the codes in order, each once.
func distinct(codes []country.Code) []country.Code {
	codes = slices.Clone(codes)
	slices.Sort(codes)
	return slices.Compact(codes)
}

func (d *Document) addSource(name string) {
	if forms, _ := words.Folded(words.Cut(name, maxSource)); len(forms) > 0 {
		d.sources, d.named = append(d.sources, forms), append(d.named, name)
	}
}

// stem returns where the stem is in d.stems.
func (d *Document) stem(s string) (int32, bool) {
	i, ok := d.byStem[s]
	return i, ok
}

// hasSource reports whether one name of the source has the words beside each
// other.
func (d *Document) hasSource(words []string) bool { return d.sourceOf(words) >= 0 }

// sourceOf returns which name of the source has the words beside each other, or -1.
func (d *Document) sourceOf(words []string) int {
	for n, name := range d.sources {
		for i := 0; i+len(words) <= len(name); i++ {
			if slices.Equal(name[i:i+len(words)], words) {
				return n
			}
		}
	}
	return -1
}

// adjacent returns the first place where the stems stand beside each other, or
// -1.
func (d *Document) adjacent(stems []string, inTitle bool) int32 {
	var known [16]int32
	ids := known[:0]
	for _, s := range stems {
		id, ok := d.stem(s)
		if !ok {
			return -1
		}
		ids = append(ids, id)
	}
	for at := d.heads[ids[0]]; at >= 0; at = d.next[at] {
		if inTitle && at >= d.title {
			return -1
		}
		if int(at)+len(ids) <= len(d.at) && slices.Equal(d.at[at:int(at)+len(ids)], ids) {
			return at
		}
	}
	return -1
}

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
	MaxSource = 512      // each name of the source
)

// limits of title, summary and text.
var limits = [3]int{MaxTitle, MaxText, MaxText}

// A Document is a story ready to be matched: its words with their stems and
// places, its countries and the names of its source. It is made once a story,
// never changes and is safe for concurrent use.
type Document struct {
	text  string       // title, summary and text in NFKC
	title int32        // words in the title: those at places below
	at    []int32      // by place: the form there, -1 between title, summary and text
	spans []words.Span // by place: where in text

	stems  []string // distinct
	first  []place  // by stem
	heads  []int32  // by stem: its first link, or -1 if it is only of a compound
	links  []link
	byStem map[string]int32

	forms     []form
	compounds []compound // in order

	language         string // see Language
	about, mentioned []country.Code
	sources          [][]string // folded words of each name of the source
	named            []string   // those names

	fields [3]string // title, summary and text as the story has them
	begins [3]int32  // where each begins in text
}

// A form is a folded word of the story, or how one with letters of Kazakh is
// spelt without.
type form struct {
	text  string
	stem  int32 // -1: it is only such a spelling
	plain int32 // its second stem, or -1
	spelt int32 // the form that is its spelling without letters of Kazakh, or -1
	first place
}

// has reports whether a stem is one of the form's.
func (f *form) has(stem int32) bool { return f.stem == stem || f.plain == stem }

// A link is a place of a stem, and the number of the next link of the stem.
type link struct{ at, next int32 }

// A compound is a hyphenated word read as one, and where its parts stand.
type compound struct {
	form int32
	stretch
}

// A place is where a word stands first.
type place struct {
	at   int32
	span words.Span
}

// NewDocument reads a story. Of a text over MaxText the beginning is read.
func NewDocument(s *feed.Story) *Document {
	d := &Document{byStem: map[string]int32{}, about: distinct(s.About), mentioned: distinct(s.Mentioned), language: Language(s)}
	b := builder{Document: d, stemmer: words.NewStemmer(), byForm: map[string]int32{}}
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
	if forms, _ := words.Folded(words.Cut(name, MaxSource)); len(forms) > 0 {
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
	found := int32(-1)
	d.eachAdjacent(stems, func(at int32) bool {
		if !inTitle || at < d.title {
			found = at
		}
		return false
	})
	return found
}

// eachAdjacent calls visit with each place where the stems stand beside each other
// until it returns false.
func (d *Document) eachAdjacent(stems []string, visit func(at int32) bool) {
	var known [16]int32
	ids := known[:0]
	for _, s := range stems {
		id, ok := d.stem(s)
		if !ok {
			return
		}
		ids = append(ids, id)
	}
	for l := d.heads[ids[0]]; l >= 0; l = d.links[l].next {
		if at := d.links[l].at; d.stand(ids[1:], at+1) && !visit(at) {
			return
		}
	}
}

// stand reports whether the stems stand at the places that begin with at.
func (d *Document) stand(stems []int32, at int32) bool {
	if int(at)+len(stems) > len(d.at) {
		return false
	}
	for i, form := range d.at[at : int(at)+len(stems)] {
		if form < 0 || !d.forms[form].has(stems[i]) {
			return false
		}
	}
	return true
}

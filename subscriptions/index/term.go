package index

import "strconv"

// A kind is a kind of term.
type kind byte

const (
	stem      kind = 's' // a word with this stem
	phrase    kind = 'b' // a stem or a phrase, and a stem beside it; or the same of words of a source's name
	beginning kind = 'p' // a word that begins so when folded
	inTitle   kind = 't' // another term, in the title
	about     kind = 'a' // the code of a country the story is about
	mentioned kind = 'm' // the code of a country the story names
	source    kind = 'w' // a folded word in a name of the source
	language  kind = 'l' // the language of the story
	kinds          = 'z'
)

// A termID numbers a term; 0 is none. Numbers of terms that are gone are used again.
type termID = uint32

const maxTerms = 1<<28 - 1 // what a word of code has room for

// A post says who is found by a term: in its lower bits, 0 for nobody, the query that asks
// for the term alone, or, with the bit listed, the place of a list; in its upper bits the
// roles of the term. It is what is needed of a term for every word of a story, and is
// kept small, as most of the time that a story takes goes by waiting for memory.
type post uint32

const (
	begins post = 1 << (28 + iota) // a phrase begins with it
	ends                           // a phrase ends with it
	placed                         // some query asks where it stands
	titled                         // there is a term for it in the title

	roles      = begins | ends | placed | titled
	listed     = 1 << 27
	maxQueries = listed - 1
)

// A name is what is needed of a term now and then.
type name struct {
	text  string // with the kind before it; empty for phrases and those of the title
	a, b  termID // of a phrase: its parts; a of the title: the term
	title termID // the term that is this one in the title, or 0
	refs  int32  // queries and words that hold it
	near  int32  // queries that ask where it stands
	marks int32  // the last of its marks in the story at hand, see reading
	used  uint32 // stories that had it, of those counted
	kind  kind
}

// A vocabulary holds the terms.
type vocabulary struct {
	posts   []post   // by term
	names   []name   // by term
	present []uint64 // the terms of the story at hand, a bit each
	byText  map[string]termID
	pairs   pairs // the phrases
	heads   beginnings
	free    []termID
	counts  [kinds]int // terms by kind
	buf     []byte
}

func newVocabulary() vocabulary {
	return vocabulary{posts: make([]post, 1), names: make([]name, 1), present: make([]uint64, 1), byText: map[string]termID{}, pairs: newPairs()}
}

// hold returns the term of a kind and text, and holds it.
func (v *vocabulary) hold(k kind, text string) termID {
	v.buf = append(append(v.buf[:0], byte(k)), text...)
	if id, ok := v.byText[string(v.buf)]; ok {
		v.names[id].refs++
		return id
	}
	key := string(v.buf)
	id := v.enter(k, name{text: key})
	v.byText[key] = id
	if k == beginning {
		v.heads.count(text, 1)
	}
	return id
}

// known returns the term of a kind and text, or 0.
func (v *vocabulary) known(k kind, text string) termID {
	v.buf = append(append(v.buf[:0], byte(k)), text...)
	return v.byText[string(v.buf)]
}

// holdTitle returns the term for id in the title, and holds it.
func (v *vocabulary) holdTitle(id termID) termID {
	if t := v.names[id].title; t != 0 {
		v.names[t].refs++
		return t
	}
	t := v.enter(inTitle, name{a: id})
	v.names[id].refs++
	v.names[id].title = t
	v.posts[id] |= titled
	return t
}

// holdPhrase returns the term for b beside a, and holds it.
func (v *vocabulary) holdPhrase(a, b termID) termID {
	if id := v.pairs.find(a, b); id != 0 {
		v.names[id].refs++
		return id
	}
	id := v.enter(phrase, name{a: a, b: b})
	v.names[a].refs++
	v.names[b].refs++
	v.posts[a] |= begins
	v.posts[b] |= ends
	v.pairs.insert(a, b, id)
	return id
}

// watch asks that the places of the term be marked from now on.
func (v *vocabulary) watch(id termID) {
	v.names[id].near++
	v.posts[id] |= placed
}

func (v *vocabulary) unwatch(id termID) {
	if v.names[id].near--; v.names[id].near == 0 {
		v.posts[id] &^= placed
	}
}

func (v *vocabulary) enter(k kind, n name) termID {
	v.counts[k]++
	n.refs, n.kind = 1, k
	if last := len(v.free) - 1; last >= 0 {
		id := v.free[last]
		v.free = v.free[:last]
		v.posts[id], v.names[id] = 0, n
		return id
	}
	if len(v.posts) > maxTerms {
		panic("index: more than " + strconv.Itoa(maxTerms) + " terms")
	}
	v.posts, v.names = append(v.posts, 0), append(v.names, n)
	if len(v.posts) > 64*len(v.present) {
		v.present = append(v.present, 0)
	}
	return termID(len(v.posts) - 1)
}

// release lets go of a term. One that nobody holds is gone, and lets go of its parts.
func (v *vocabulary) release(id termID) {
	n := &v.names[id]
	if n.refs--; n.refs > 0 {
		return
	}
	was, k := *n, n.kind
	v.counts[k]--
	switch k {
	case phrase:
		v.pairs.remove(was.a, was.b)
	case inTitle:
		v.names[was.a].title = 0
		v.posts[was.a] &^= titled
	case beginning:
		v.heads.count(was.text[1:], -1)
		fallthrough
	default:
		delete(v.byText, was.text)
	}
	v.posts[id], v.names[id] = 0, name{}
	v.free = append(v.free, id)
	if was.a != 0 {
		v.release(was.a)
	}
	if was.b != 0 {
		v.release(was.b)
	}
}

package parse

import (
	"strings"
	"unicode/utf8"
)

// A block is the tokens of one entry, or of all that is around the entries,
// with each start tag joined to its end.
type block struct {
	doc  string
	ns   namespaces
	toks []token
	ends []int // of a start tag: the token that closes it, or where it stops
}

// An element is a part of a block: a start tag and what is inside.
type element struct {
	b      *block
	name   string // with the prefix its namespace is known by
	tag    int    // the start tag
	lo, hi int    // the tokens inside
}

// newBlock joins the tags. Where each is closed in its turn that is all there
// is to it. Else an end tag closes all that was opened after its start, and the
// start of a field closes a field that cannot hold one.
func newBlock(doc string, ns namespaces, toks []token) *block {
	b := &block{doc: doc, ns: ns, toks: toks, ends: make([]int, len(toks))}
	if !b.join(false) {
		b.join(true)
	}
	return b
}

func (b *block) join(lenient bool) bool {
	open := make([]int, 0, 16)
	for i, t := range b.toks {
		switch t.kind {
		case startTag:
			b.ends[i] = i + 1
			if lenient && fields[b.ns.canonical(t.name)] {
				for len(open) > 0 && !b.holds(open[len(open)-1], t) {
					b.ends[open[len(open)-1]] = i
					open = open[:len(open)-1]
				}
			}
			if !t.closed && len(open) < maxDepth {
				open = append(open, i)
			}
		case endTag:
			at := len(open) - 1
			for at >= 0 && b.toks[open[at]].name != t.name {
				at--
			}
			if !lenient && (at < 0 || at != len(open)-1) {
				return false
			}
			if at < 0 {
				continue
			}
			for _, j := range open[at:] {
				b.ends[j] = i
			}
			open = open[:at]
		}
	}
	for _, j := range open {
		b.ends[j] = len(b.toks)
	}
	return len(open) == 0
}

// holds reports whether an element may have a field inside.
func (b *block) holds(outer int, field token) bool {
	name := b.ns.canonical(b.toks[outer].name)
	return containers[name] || proses[name] && fieldsAndHTML[b.ns.canonical(field.name)]
}

// fields are what an entry is made of; containers those among its elements that
// hold fields; proses may hold HTML, some tags of which are named as fields are.
var (
	fields = set("title", "link", "guid", "id", "description", "content:encoded", "content", "summary",
		"author", "dc:creator", "pubdate", "dc:date", "published", "updated", "issued", "modified",
		"category", "comments", "enclosure", "source", "language")
	containers    = set("rss", "rdf", "channel", "item", "feed", "entry", "author", "contributor", "source", "image", "textinput")
	proses        = set("description", "content", "content:encoded", "summary")
	fieldsAndHTML = set("title", "summary", "source")
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// elements returns the outermost elements of a block.
func (b *block) elements() []element { return b.within(0, len(b.toks)) }

// entry returns the element that the tokens of an entry begin with.
func (b *block) entry() element {
	return element{b: b, name: b.ns.canonical(b.toks[0].name), tag: 0, lo: 1, hi: max(b.ends[0], 1)}
}

// lastChild returns the last element directly inside e.
func (e element) lastChild() (last element, ok bool) {
	for i := e.lo; i < e.hi; i++ {
		if e.b.toks[i].kind == startTag {
			stop := max(min(e.b.ends[i], e.hi), i+1)
			last, ok = element{b: e.b, name: e.b.ns.canonical(e.b.toks[i].name), tag: i, lo: i + 1, hi: stop}, true
			i = stop - 1
		}
	}
	return last, ok
}

// children returns the elements directly inside e.
func (e element) children() []element { return e.b.within(e.lo, e.hi) }

func (b *block) within(lo, hi int) []element {
	var found []element
	for i := lo; i < hi; i++ {
		t := b.toks[i]
		if t.kind != startTag {
			continue
		}
		stop := max(min(b.ends[i], hi), i+1)
		found = append(found, element{b: b, name: b.ns.canonical(t.name), tag: i, lo: i + 1, hi: stop})
		i = stop - 1 // an end tag there is passed over as no start
	}
	return found
}

func (e element) attribute(name string) string {
	t := e.b.toks[e.tag]
	value, _ := attribute(e.b.doc[t.lo:t.hi], name)
	return strings.TrimSpace(value)
}

// isEmpty reports whether an element says nothing.
func (e element) isEmpty() bool {
	for _, t := range e.b.toks[e.lo:e.hi] {
		raw := e.b.doc[t.lo:t.hi]
		if t.kind == textToken && strings.TrimSpace(raw) != "" ||
			t.kind == cdataToken && strings.TrimSpace(raw[len(cdataOpen):len(raw)-len(cdataClose)]) != "" {
			return false
		}
	}
	return true
}

// hasTags reports whether tags of HTML stand inside, not escaped.
func (e element) hasTags() bool {
	for _, t := range e.b.toks[e.lo:e.hi] {
		if t.kind == startTag && isHTML(t.name) {
			return true
		}
	}
	return false
}

// text is what the element says with its markup left out: for what is a name,
// an address, a date.
func (e element) text() string { return e.read(func(string) string { return "" }, unescape, verbatim) }

// markup is what the element says, read once: "&lt;p&gt;" has become a tag, and
// a tag that was not escaped has stayed one.
func (e element) markup() string { return e.read(verbatim, unescape, verbatim) }

// source is the element's inside as XHTML: nothing is read, so an escaped "<"
// stays text.
func (e element) source() string { return e.read(verbatim, verbatim, escape) }

func verbatim(s string) string { return s }

func (e element) read(tag, text, cdata func(string) string) string {
	var out strings.Builder
	for _, t := range e.b.toks[e.lo:e.hi] {
		if out.Len() > maxMarkup {
			break // what is so long is cut, so more need not be held
		}
		raw := e.b.doc[t.lo:t.hi]
		switch t.kind {
		case textToken:
			// Brackets without their other half are no words of anybody's.
			write(&out, strings.TrimPrefix(raw, cdataOpen), cdataClose, text)
		case cdataToken:
			write(&out, raw[len(cdataOpen):len(raw)-len(cdataClose)], cdataOpen, cdata)
		case startTag, endTag:
			out.WriteString(tag(raw))
		}
	}
	return strings.TrimSpace(out.String())
}

// write adds what s says without drop, piece by piece, until there is more than is kept.
func write(out *strings.Builder, s, drop string, read func(string) string) {
	for len(s) > 0 && out.Len() <= maxMarkup {
		n := pieceOf(s)
		out.WriteString(read(strings.ReplaceAll(s[:n], drop, "")))
		s = s[n:]
	}
}

// pieceOf returns where s can be parted, so that neither a character nor a reference
// nor brackets are torn.
func pieceOf(s string) int {
	const size = 64 << 10
	if len(s) <= size {
		return len(s)
	}
	n := size
	for n > size-maxEntity && (!utf8.RuneStart(s[n]) || strings.IndexByte("[]>", s[n]) >= 0) {
		n--
	}
	if i := strings.LastIndexByte(s[n-maxEntity:n], '&'); i >= 0 {
		n += i - maxEntity
	}
	return n
}

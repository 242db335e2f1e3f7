package parse

import "fmt"

const (
	maxAlike = 30        // elements of one name that are kept after the limit of an entry
	maxAside = maxTokens // tokens that are
)

var errTooLong = fmt.Errorf("the entry is cut: it has more than %d tags", maxTokens)

// alsoRead are the elements beside fields that readers look at and no text is made of.
var alsoRead = set("name", "atom:name", "atom:author", "atom:link", "atom:id", "atom:published", "atom:updated", "atom:title", "atom:summary",
	"dc:title", "dc:description", "dc:language", "dc:source", "dc:subject", "dc:identifier", "dcterms:issued", "dcterms:created",
	"dcterms:modified", "created", "date", "abstract", "fulltext", "yandex:full-text", "feedburner:origlink",
	"itunes:author", "itunes:image", "itunes:summary", "media:group", "media:content", "media:thumbnail", "media:title",
	"media:description", "media:credit")

// A remainder is what is kept of an entry after as many tokens as it may have. What
// made it so long is left out: the rest of the field in which the limit was reached,
// and of what follows all but the fields, each with the first piece of its text.
type remainder struct {
	ns     namespaces
	inside string         // the field in which the limit was reached, as it is written; empty: none is open
	depth  int            // elements of that name that are open in it
	kept   []token        // within the field they count only if its end never comes
	starts map[string]int // of kept, by canonical name
	open   map[string]int // those of kept that are not closed, by name as written
	text   bool           // the next text is that of a kept element
}

func newRemainder(ns namespaces, toks []token) *remainder {
	r := &remainder{ns: ns, inside: openField(toks)}
	r.forget()
	return r
}

func (r *remainder) forget() {
	r.kept, r.starts, r.open, r.text = nil, make(map[string]int), make(map[string]int), false
}

// add takes the next token of the entry.
func (r *remainder) add(t token) {
	if r.inside != "" && t.name == r.inside && !t.closed {
		if r.depth += step(t); r.depth < 0 {
			r.inside = ""
			r.forget()
			r.kept = append(r.kept, t)
			return
		}
	}
	if len(r.kept) >= maxAside {
		return
	}
	switch t.kind {
	case textToken, cdataToken:
		if r.text {
			r.kept = append(r.kept, t)
		}
	case startTag:
		name := r.ns.canonical(t.name)
		r.text = false
		if !fields[name] && !alsoRead[name] || r.starts[name] >= maxAlike {
			return
		}
		r.starts[name]++
		if !t.closed {
			r.open[t.name]++
			r.text = true
		}
		r.kept = append(r.kept, t)
	case endTag:
		r.text = false
		if r.open[t.name] > 0 {
			r.open[t.name]--
			r.kept = append(r.kept, t)
		}
	}
}

func step(t token) int {
	if t.kind == endTag {
		return -1
	}
	return 1
}

// openField returns the name of the outermost element within an entry that its first
// tokens leave open, or nothing.
func openField(toks []token) string {
	var open []string
	for _, t := range toks {
		switch {
		case t.kind == startTag && !t.closed && len(open) < maxDepth:
			open = append(open, t.name)
		case t.kind == endTag:
			for i := len(open) - 1; i > 0; i-- {
				if open[i] == t.name {
					open = open[:i]
					break
				}
			}
		}
	}
	if len(open) < 2 {
		return ""
	}
	return open[1]
}

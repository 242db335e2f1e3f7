package parse

import (
	"errors"
	"slices"
	"strings"

	"newsbot/feed"
)

// xml reads RSS, RDF and Atom: the entries one by one, and what is around them
// as a block of its own, which gives the title, the language and the base.
func (r *reader) xml(doc string, format feed.Format) {
	w := xmlWalk{r: r, s: scanner{doc: doc}, entry: "item", read: rssEntry}
	if format == feed.Atom {
		w.entry, w.read = "entry", atomEntry
	}
	w.run()
	around := newBlock(doc, w.ns, w.around)
	head := readHead(around, format)
	r.doc.Title = oneLine(head.title.plain(), maxTitle)
	r.doc.Language = first(languageTag(head.language), r.language)
	if r.base == nil || r.base.Host == "" { // a file: the feed says itself where it lives
		head.base = append([]string{head.home}, head.base...)
	}
	r.doc.Pace = head.hints.read()
	r.doc.Next = absolute(r.base, head.hints.next)
	r.announce(head.hints.hubs, head.hints.self)
	for i, e := range w.entries {
		e.inherit(head)
		r.finish(e)
		w.entries[i] = entry{} // its text is held once from here on
	}
}

// An xmlWalk goes over a document once and keeps the tokens of one entry at
// a time.
type xmlWalk struct {
	r       *reader
	s       scanner
	ns      namespaces
	rooted  bool
	entry   string // "item" or "entry"
	read    func(element) entry
	entries []entry
	around  []token

	lastField string // of the entry before
	inside    bool
	toks      []token    // of the entry being read
	rest      *remainder // of its tokens, where they are too many; else nil
	room      []token    // for toks, used again for each entry
	line      int        // at pos
	pos       int        // up to where lines are counted
	started   int        // the line on which the entry began
}

var errCutOff = errors.New("the document ends in the middle of this entry")

func (w *xmlWalk) run() {
	w.line = 1
	w.room = make([]token, 0, 64)
	for {
		t, ok := w.s.next()
		if !ok {
			break
		}
		w.token(t)
	}
	switch {
	case !w.inside:
	case w.whole():
		w.close()
	default:
		w.r.problem(w.started, errCutOff)
	}
}

// whole reports whether the entry at the end of a document lacks nothing but its
// end: its last field is closed, and is that with which the entry before it ends.
func (w *xmlWalk) whole() bool {
	b := newBlock(w.s.doc, w.ns, w.tokens())
	last, ok := b.entry().lastChild()
	closed := ok && (last.hi < len(b.toks) && b.toks[last.hi].kind == endTag || b.toks[last.tag].closed)
	return closed && last.name == w.lastField
}

func (w *xmlWalk) token(t token) {
	if t.kind == startTag && !w.rooted {
		switch _, local := splitName(t.name); local {
		case "rss", "rdf", "feed":
			w.rooted = true
			w.ns = declared(w.s.doc[t.lo:t.hi], t.name)
		case w.entry, "channel": // the root is lost or misspelt
			w.rooted = true
			w.ns = declared("", w.rootName())
		}
	}
	if !w.rooted { // a warning of the program that writes the feed, and the like
		return
	}
	switch isTag := t.kind == startTag || t.kind == endTag; {
	case !isTag:
		w.keep(t)
	case w.ns.canonical(t.name) == w.entry && t.kind == startTag:
		w.close() // the one before was never closed
		w.lineAt(t.lo)
		w.inside, w.started, w.toks, w.rest = true, w.line, w.room[:0], nil
		w.keep(t)
		if t.closed {
			w.close()
		}
	case w.ns.canonical(t.name) == w.entry:
		w.keep(t)
		w.close()
	case t.kind == endTag && isRoot(w.ns.canonical(t.name)):
		w.close()
		w.keep(t)
	default:
		w.keep(t)
	}
}

// rootName is that of the root which an entry belongs under.
func (w *xmlWalk) rootName() string {
	if w.entry == "entry" {
		return "feed"
	}
	return "rss"
}

func isRoot(name string) bool {
	return name == "channel" || name == "rss" || name == "rdf" || name == "feed"
}

// keep stores a token where it belongs.
func (w *xmlWalk) keep(t token) {
	switch {
	case !w.inside:
		if len(w.around) < maxTokens {
			w.around = append(w.around, t)
		}
	case len(w.toks) < maxTokens:
		w.toks = append(w.toks, t)
	default:
		if w.rest == nil {
			w.rest = newRemainder(w.ns, w.toks)
		}
		w.rest.add(t)
	}
}

// tokens returns those of the entry being read.
func (w *xmlWalk) tokens() []token {
	if w.rest == nil {
		return w.toks
	}
	return slices.Concat(w.toks, w.rest.kept)
}

// close ends the entry being read, if there is one.
func (w *xmlWalk) close() {
	if !w.inside {
		return
	}
	w.inside, w.room = false, w.toks
	if w.r.full(len(w.entries)) {
		return
	}
	el := newBlock(w.s.doc, w.ns, w.tokens()).entry()
	if last, ok := el.lastChild(); ok {
		w.lastField = last.name
	}
	e := w.read(el)
	e.line, e.cut = w.started, w.rest != nil
	e.base = append([]string{el.attribute("xml:base")}, e.base...)
	w.entries = append(w.entries, e)
}

// lineAt counts the lines up to a position, each of them once.
func (w *xmlWalk) lineAt(pos int) {
	w.line += strings.Count(w.s.doc[w.pos:pos], "\n")
	w.pos = pos
}

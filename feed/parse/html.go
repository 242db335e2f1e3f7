package parse

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlText returns what a reader of a piece of HTML sees: paragraphs apart by
// "\n", list items after "- ". It goes over the tokens and builds no tree, so
// nesting costs nothing.
func htmlText(s string) string {
	if !strings.Contains(s, "<") {
		// No tags: a line end is a space, as in any HTML, and a blank line is how
		// those who write no tags part their paragraphs.
		return blankLines(html.UnescapeString(s))
	}
	text, whole := htmlLines(s, true)
	if !whole {
		text, _ = htmlLines(s, false)
	}
	return text
}

// htmlLines leaves out what is not to be seen if hide says so. It is whole
// unless all of the rest was hidden by a tag that nobody closed.
func htmlLines(s string, hide bool) (text string, whole bool) {
	w := htmlWalk{hide: hide}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		switch kind {
		case html.TextToken:
			if w.hidden == 0 {
				w.line = append(w.line, z.Text()...)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			raw := z.Raw() // TagName lowers the name in it in place
			if a := atom.Lookup(tagName(raw)); w.hidden == 0 && a == 0 && isWord(raw) {
				// No tag of HTML: "List<Item>" in a text that was not escaped. An end that
				// closes none is damage.
				if kind != html.EndTagToken {
					w.line = append(w.line, raw...)
				}
				continue
			}
			name, _ := z.TagName()
			w.tag(kind, atom.Lookup(name), raw)
		}
	}
	w.flush()
	return w.out.String(), w.hidden == 0 || w.hidden == atom.Script || w.hidden == atom.Style
}

// An htmlWalk gathers the lines of a text.
type htmlWalk struct {
	out    strings.Builder
	line   []byte
	hidden atom.Atom // the element whose inside nobody sees
	depth  int       // of elements named so in one another
	hide   bool
	from   int // where in line the text of the last <a> began
	to     int // and ended
}

func (w *htmlWalk) tag(kind html.TokenType, a atom.Atom, raw []byte) {
	start := kind == html.StartTagToken
	switch {
	case w.hidden != 0:
		if a == w.hidden {
			if start {
				w.depth++
			} else if kind == html.EndTagToken {
				w.depth--
			}
			if w.depth == 0 {
				w.hidden = 0
			}
		}
	case start && (a == atom.Script || a == atom.Style || w.hide && (hides[a] || isHidden(a, raw))):
		w.hidden, w.depth = a, 1
	case breaks[a]:
		w.flush()
		if a == atom.Li && start {
			w.line = append(w.line, "- "...)
		}
	case a == atom.Td || a == atom.Th:
		w.line = append(w.line, ' ')
	case a == atom.A && start:
		w.from = len(w.line)
	case a == atom.A:
		w.to = len(w.line)
	}
}

// flush ends a line.
func (w *htmlWalk) flush() {
	if w.from > 0 && w.from < w.to && len(bytes.TrimSpace(w.line[w.to:])) == 0 && isInvitation(string(w.line[w.from:w.to])) {
		w.line = w.line[:w.from] // "… Read more"
	}
	line := squeeze(string(w.line))
	w.line, w.from, w.to = w.line[:0], 0, 0
	if line == "" || line == "-" {
		return
	}
	if w.out.Len() > 0 {
		w.out.WriteByte('\n')
	}
	w.out.WriteString(line)
}

// tagName returns the name in a tag, which atom.Lookup wants in lower case.
func tagName(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw[1:], []byte("/"))
	n := bytes.IndexAny(raw, " \t\r\n\f/>")
	if n < 0 {
		n = len(raw)
	}
	return bytes.ToLower(raw[:min(n, 20)])
}

// isWord reports whether a tag is none of HTML and of no other vocabulary either.
func isWord(raw []byte) bool {
	name := tagName(raw)
	return !isHTML(string(name)) && !bytes.ContainsAny(name, ":-")
}

// isHidden reports whether an element says that it is not to be seen.
func isHidden(a atom.Atom, raw []byte) bool {
	if len(raw) < 10 || void[a] || a == 0 {
		return false
	}
	lower := bytes.ToLower(raw[:min(len(raw), 1000)])
	if bytes.Contains(lower, []byte("display")) {
		style, _ := attribute(string(lower), "style")
		if strings.Contains(strings.ReplaceAll(style, " ", ""), "display:none") {
			return true
		}
	}
	if bytes.Contains(lower, []byte(" hidden")) {
		value, ok := attribute(string(lower), "hidden")
		return ok && value != "until-found" || bytes.Contains(lower, []byte(" hidden>"))
	}
	return false
}

func blankLines(s string) string {
	if !strings.Contains(s, "\n") {
		return squeeze(s)
	}
	var out, current strings.Builder
	for line := range lines(s) {
		if line = squeeze(line); line != "" {
			current.WriteString(line + " ")
		} else if current.Len() > 0 {
			out.WriteString(strings.TrimSpace(current.String()) + "\n")
			current.Reset()
		}
	}
	return strings.TrimSpace(out.String() + current.String())
}

var (
	hides = atoms(atom.Script, atom.Style, atom.Head, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Select,
		atom.Audio, atom.Video, atom.Canvas, atom.Button, atom.Textarea, atom.Title)
	breaks = atoms(atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Pre, atom.Tr, atom.Table, atom.Hr, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Aside,
		atom.Figure, atom.Figcaption, atom.Dl, atom.Dt, atom.Dd, atom.Address, atom.Main, atom.Nav, atom.Form, atom.Fieldset)
)

// void are the elements without an inside.
var void = atoms(atom.Br, atom.Img, atom.Hr, atom.Input, atom.Meta, atom.Link, atom.Wbr, atom.Col, atom.Area, atom.Base, atom.Embed, atom.Source, atom.Track, atom.Param)

func atoms(list ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(list))
	for _, a := range list {
		m[a] = true
	}
	return m
}

// looksHTML reports whether a text that claims to be plain has tags that no
// plain text has.
func looksHTML(s string) bool {
	lower := strings.ToLower(s)
	for _, sign := range []string{"</p>", "<p>", "<br", "</a>", "</div>", "</li>", "<img "} {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	return false
}

// isHTML reports whether a name is that of a tag of HTML, of today or of old.
func isHTML(name string) bool { return tags[name] }

var tags = set(strings.Fields(`
	a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
	canvas caption center cite code col colgroup command datalist dd del details dfn dialog dir div dl dt em embed
	fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
	img input ins kbd keygen label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes
	noscript object ol optgroup option output p param path picture plaintext pre progress q rp rt ruby s samp script
	section select slot small source span strike strong style sub summary sup svg table tbody td template textarea
	tfoot th thead time title tr track tt u ul var video wbr xmp`)...)

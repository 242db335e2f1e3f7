package parse

import (
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
	var out, current strings.Builder
	flush := func() {
		line := squeeze(current.String())
		current.Reset()
		if line == "" || line == "-" {
			return
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
	}
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := atom.Atom(0) // the element whose inside nobody sees
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw()) // before TagName, which lowers it in place
		switch kind {
		case html.TextToken:
			if hidden == 0 {
				current.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case hidden != 0:
				if kind == html.EndTagToken && a == hidden {
					hidden = 0
				}
			case !isHTML(string(name)) && !strings.ContainsAny(string(name), ":-"):
				// No tag of HTML: "List<Item>" in a text that was not escaped.
				current.WriteString(raw)
			case kind == html.StartTagToken && hides[a]:
				hidden = a
			case breaks[a]:
				flush()
				if a == atom.Li && kind == html.StartTagToken {
					current.WriteString("- ")
				}
			case a == atom.Td || a == atom.Th:
				current.WriteByte(' ')
			}
		}
	}
	flush()
	return out.String()
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
	hides  = atoms(atom.Script, atom.Style, atom.Head, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Select)
	breaks = atoms(atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Pre, atom.Tr, atom.Table, atom.Hr, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Aside,
		atom.Figure, atom.Figcaption, atom.Dl, atom.Dt, atom.Dd, atom.Address, atom.Main, atom.Nav, atom.Form, atom.Fieldset)
)

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

package parse

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What the tree of a page may take.
const (
	maxTags   = 100_000   // "<" in a page: each makes a node of some hundred bytes
	maxNodes  = 300_000   // nodes of the tree, those that nobody wrote included, and attributes
	maxTag    = 512 << 10 // bytes of a tag
	maxActive = 8         // formatting elements open at a time
)

// readPage returns the tree of a page.
//
// It looks at the tags before. HTML carries an open <b> on into every paragraph that
// follows its own (13.2.4.3, "the list of active formatting elements"), so that of
// 300 of them and 20,000 paragraphs come six million nodes. Of so many only the first
// are read: what is bold matters to nobody here. Attributes count as elements do, and
// of a tag the length is bounded: they take more than their text.
func readPage(text string) (*html.Node, error) {
	if len(text) > maxPage {
		return nil, fmt.Errorf("the page is %d bytes long, the limit is %d", len(text), maxPage)
	}
	if n := strings.Count(text, "<"); n > maxTags {
		return nil, fmt.Errorf("the page has %d tags, the limit is %d", n, maxTags)
	}
	light := formatting{page: text, scopes: []int{0}}
	if err := light.read(); err != nil {
		return nil, err
	}
	return html.Parse(strings.NewReader(light.result()))
}

// A formatting goes over the tags of a page.
type formatting struct {
	page   string
	out    strings.Builder // the page up to copied, without what is too much
	copied int
	at     int

	// Formatting elements that are open, by tables and the like in one another: an
	// end tag closes none of outside. What stays open of an inner one counts on, as
	// it is not certain that a parser saw its end where it seems to be.
	scopes []int
	active int // in all scopes
	nodes  int
}

func (f *formatting) read() error {
	for f.at < len(f.page) {
		from := f.at
		z := html.NewTokenizer(strings.NewReader(f.page[from:]))
		z.SetMaxBuf(maxTag)
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			n := len(z.Raw())
			f.token(kind, z)
			f.at += n
			if f.nodes > maxNodes {
				return fmt.Errorf("the page makes more than %d elements and attributes", maxNodes)
			}
		}
		if z.Err() != html.ErrBufferExceeded {
			return nil
		}
		rest := z.Raw()
		if f.at += len(rest); f.at == from || len(rest) > 1 && rest[0] == '<' && nameByte(rest[1], true) {
			return fmt.Errorf("the page has a tag of more than %d bytes", maxTag)
		} // else it is a long text
	}
	return nil
}

func (f *formatting) token(kind html.TokenType, z *html.Tokenizer) {
	f.nodes++
	if kind != html.StartTagToken && kind != html.EndTagToken {
		f.nodes += f.active
		return
	}
	length := len(z.Raw())
	name, more := z.TagName()
	for ; more; f.nodes++ { // an attribute takes about as much
		_, _, more = z.TagAttr()
	}
	tag := atom.Lookup(name)
	last := len(f.scopes) - 1
	switch start := kind == html.StartTagToken; {
	case carried[tag] && start && f.active >= maxActive:
		f.out.WriteString(f.page[f.copied:f.at])
		f.copied = f.at + length
	case carried[tag] && start:
		f.scopes[last]++
		f.active++
	case carried[tag] && f.scopes[last] > 0:
		f.scopes[last]--
		f.active--
	case scoping[tag] && start:
		f.scopes = append(f.scopes, 0)
	case scoping[tag] && last > 0:
		f.scopes[last-1] += f.scopes[last]
		f.scopes = f.scopes[:last]
	}
	f.nodes += f.active
}

func (f *formatting) result() string {
	if f.copied == 0 {
		return f.page
	}
	f.out.WriteString(f.page[f.copied:])
	return f.out.String()
}

var (
	// carried are the formatting elements, but for <a> and <nobr>, of which a second
	// one ends the first.
	carried = atoms(atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U)
	scoping = atoms(atom.Table, atom.Td, atom.Th, atom.Caption, atom.Applet, atom.Marquee, atom.Object, atom.Template, atom.Svg, atom.Math, atom.Select)
)

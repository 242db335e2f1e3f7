package query

import (
	"strings"

	"newsbot/feed/country"
	"newsbot/feed/words"
)

// A printer writes a query in canonical form.
type printer struct {
	strings.Builder
	short   bool // in:title is written once, in front
	country func(code country.Code, mentioned bool) string
}

// canonical returns the form that String documents.
func canonical(root *node) string {
	return describe(root, func(code country.Code, mentioned bool) string {
		if mentioned {
			return "mentions:" + string(code)
		}
		return "country:" + string(code)
	})
}

func describe(root *node, show func(country.Code, bool) string) string {
	p := printer{short: onlyTitle(root), country: show}
	if p.short {
		p.WriteString("in:title ")
	}
	p.node(root, p.short)
	return p.String()
}

// onlyTitle reports whether there are words and all are looked for in the title.
func onlyTitle(root *node) bool {
	titles, others := false, false
	root.walk(func(n *node, _ bool) {
		if n.isText() {
			titles, others = titles || n.title, others || !n.title
		}
	})
	return titles && !others
}

// node writes n, in parentheses if it is an OR in the company of others.
func (p *printer) node(n *node, company bool) {
	switch n.kind {
	case all:
		p.all(n.kids)
	case some:
		if company {
			p.WriteByte('(')
		}
		for i := range n.kids {
			if i > 0 {
				p.WriteString(" OR ")
			}
			p.node(&n.kids[i], false)
		}
		if company {
			p.WriteByte(')')
		}
	case not:
		p.not(&n.kids[0], false)
	default:
		p.leaf(n, p.isName([]*node{n}))
	}
}

func (p *printer) not(n *node, inQuotes bool) {
	p.WriteByte('-')
	switch n.kind {
	case all, some:
		p.WriteByte('(')
		p.node(n, false)
		p.WriteByte(')')
	default:
		p.leaf(n, inQuotes || p.isName([]*node{n}))
	}
}

// all writes the kids of an AND. Words that beside each other would be read as
// the name of a country are put in quotes.
func (p *printer) all(kids []node) {
	inQuotes := p.names(kids)
	for i := range kids {
		if i > 0 {
			p.WriteByte(' ')
		}
		switch kid := &kids[i]; kid.kind {
		case not:
			p.not(&kid.kids[0], inQuotes[i])
		case word:
			p.leaf(kid, inQuotes[i])
		default:
			p.node(kid, true)
		}
	}
}

// names marks the kids that would be read as parts of a country's name.
func (p *printer) names(kids []node) []bool {
	marked := make([]bool, len(kids))
	for i := 0; i < len(kids); {
		texts := p.run(kids[i:])
		_, n := findCountry(texts, bareCountry)
		for j := range n {
			marked[i+j] = true
		}
		i += max(n, 1)
	}
	return marked
}

// run returns the texts of the words that kids begins with; the first may be
// negated.
func (p *printer) run(kids []node) []string {
	var texts []string
	for i := range kids {
		n := &kids[i]
		if i == 0 && n.kind == not {
			n = &n.kids[0]
		}
		if !p.plain(n) {
			break
		}
		texts = append(texts, n.text)
	}
	return texts
}

// plain reports a word written without anything before it.
func (p *printer) plain(n *node) bool { return n.kind == word && (!n.title || p.short) }

func (p *printer) isName(run []*node) bool {
	if !p.plain(run[0]) {
		return false
	}
	_, named := bareCountry(run[0].text)
	return named
}

func (p *printer) leaf(n *node, inQuotes bool) {
	if n.title && !p.short {
		p.WriteString("in:title:")
	}
	switch n.kind {
	case about, mentions:
		p.WriteString(p.country(n.code, n.kind == mentions))
	case prefix:
		p.WriteString(n.text + "*")
	case source:
		p.WriteString("source:")
		if isSimple(n.text) {
			p.WriteString(n.text)
		} else {
			p.WriteString(quote(n.text))
		}
	case phrase:
		p.WriteString(quote(n.text))
	default:
		if inQuotes || p.reserved(n) {
			p.WriteString(quote(n.text))
		} else {
			p.WriteString(n.text)
		}
	}
}

// reserved reports a word that on its own would be read as something else.
func (p *printer) reserved(n *node) bool {
	if !p.plain(n) {
		return false
	}
	_, _, field := splitField(n.text)
	typed := parser{}
	return field || typed.named(n.text) != opNone || n.text == kazakhNot
}

// isSimple reports whether a source can be written without quotes.
func isSimple(s string) bool {
	for _, r := range s {
		if !words.Begins(r) && r != '.' && r != '-' {
			return false
		}
	}
	return s == trim([]rune(s))
}

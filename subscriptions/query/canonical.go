package query

import (
	"strconv"
	"strings"
	"unicode/utf8"

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
	p.node(root, p.short && root.kind == some)
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

// node writes n, in parentheses if it is an OR or a near in the company of others:
// beside a near these could make a name with its words.
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
	case near:
		if company {
			p.WriteByte('(')
		}
		p.node(&n.kids[0], true)
		p.WriteString(" near/" + strconv.Itoa(n.distance) + " ")
		p.node(&n.kids[1], true)
		if company {
			p.WriteByte(')')
		}
	default:
		p.leaf(n, p.isName([]*node{n}))
	}
}

func (p *printer) not(n *node, inQuotes bool) {
	p.WriteByte('-')
	switch n.kind {
	case all, some, near:
		p.WriteByte('(')
		p.node(n, false)
		p.WriteByte(')')
	default:
		p.leaf(n, inQuotes || p.isName([]*node{n}))
	}
}

// all writes the kids of an AND. Words that beside each other would be read as
// the name of a country are put in quotes, those that would be read as one word,
// as 10 and 000, in parentheses.
func (p *printer) all(kids []node) {
	inQuotes := p.names(kids)
	before := "" // the word written last, if another may go on with it
	for i := range kids {
		if i > 0 {
			p.WriteByte(' ')
		}
		last := before
		before = ""
		switch kid := &kids[i]; kid.kind {
		case not:
			p.not(&kid.kids[0], inQuotes[i])
			if p.plain(&kid.kids[0]) {
				before = kid.kids[0].text
			}
		case word, prefix:
			if p.untitled(kid) && last != "" && goesOn(last, kid.text) {
				p.WriteByte('(')
				p.leaf(kid, inQuotes[i])
				p.WriteByte(')')
				break
			}
			p.leaf(kid, inQuotes[i])
			if p.plain(kid) {
				before = kid.text
			}
		default:
			p.node(kid, true)
		}
	}
}

// goesOn reports whether two words beside each other would be read as one.
func goesOn(first, second string) bool {
	return longestOne([]rune(first+" "+second)) > utf8.RuneCountInString(first)
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
func (p *printer) plain(n *node) bool { return n.kind == word && p.untitled(n) }

func (p *printer) untitled(n *node) bool { return !n.title || p.short }

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
	case lang:
		p.WriteString("lang:" + string(n.code))
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
	typed := parser{text: []rune(n.text)}
	return field || typed.operator(lexeme{class: bare, text: n.text, end: len(typed.text)}) != opNone
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

package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"newsbot/feed/words"
)

// Variations of a query, to propose to who asked it. Each has a canonical form that
// can be read back and another meaning than the query it was made of; where there
// is none, ok is false.

// InTitle returns the query with every word looked for in the title only.
func (q *Query) InTitle() (*Query, bool) {
	return q.varied(q.root.edit(func(n node) node { return n.inTitle(n.title || n.isText()) }))
}

// Anywhere returns the query with every word looked for in the whole story.
func (q *Query) Anywhere() (*Query, bool) {
	return q.varied(q.root.edit(func(n node) node { return n.inTitle(false) }))
}

// Mentions returns the query with stories that name its countries in passing too.
func (q *Query) Mentions() (*Query, bool) {
	return q.varied(q.root.edit(func(n node) node {
		if n.kind == about {
			n.kind = mentions
		}
		return n
	}))
}

// Phrases returns the query with words that were written one after the other beside
// each other.
func (q *Query) Phrases() (*Query, bool) {
	if q.root.kind != all {
		return nil, false
	}
	var kids []node
	for i := 0; i < len(q.root.kids); {
		end := i + 1
		var texts []string
		for j := i; j < len(q.root.kids) && q.root.kids[j].kind == word && q.root.kids[j].title == q.root.kids[i].title; j++ {
			texts, end = append(texts, q.root.kids[j].text), j+1
		}
		kid := q.root.kids[i]
		if len(texts) > 1 {
			title := kid.title
			kid, _ = textNode(phrase, kid.pos, strings.Join(texts, " "))
			kid.title = title
		}
		kids, i = append(kids, kid), end
	}
	return q.varied(group(all, q.root.pos, kids))
}

// Loose returns the query with the words of its phrases in any order.
func (q *Query) Loose() (*Query, bool) {
	return q.varied(q.root.edit(func(n node) node {
		parts := n.parts()
		if n.kind != phrase || len(parts) < 2 {
			return n
		}
		for i := range parts {
			parts[i].title = n.title
		}
		return group(all, n.pos, parts)
	}))
}

// shortestRoot is the shortest beginning of a word that Prefixes looks for, which is
// three fifths of the word at least: less is begun by other words.
const shortestRoot = 4 // characters

// Prefixes returns the query with every word that begins as one of its words does.
func (q *Query) Prefixes() (*Query, bool) {
	return q.varied(q.root.edit(func(n node) node {
		if n.kind != word || len(n.terms) != 1 || n.joined != "" {
			return n
		}
		forms, _ := words.Folded(n.text)
		root := common(forms[0], n.terms[0])
		if size := utf8.RuneCountInString(root); size < shortestRoot || 5*size < 3*utf8.RuneCountInString(forms[0]) {
			return n
		}
		return node{kind: prefix, pos: n.pos, title: n.title, text: root, terms: []string{root}}
	}))
}

// common returns what a and b begin with.
func common(a, b string) string {
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			return a[:i]
		}
	}
	return a
}

// Without returns the query without one of its conditions, for each of those it may
// be without, and that condition.
func (q *Query) Without() (varied []*Query, dropped []Part) {
	if q.root.kind != all {
		return nil, nil
	}
	for i := range q.root.kids {
		rest := slices.Delete(slices.Clone(q.root.kids), i, i+1)
		if v, ok := q.varied(group(all, q.root.pos, rest)); ok {
			varied, dropped = append(varied, v), append(dropped, q.root.kids[i].part())
		}
	}
	return varied, dropped
}

// And returns the query with another condition.
func (q *Query) And(other *Query) (*Query, bool) {
	return q.varied(group(all, q.root.pos, []node{q.root, other.root}))
}

// AndNot returns the query without the stories that match another.
func (q *Query) AndNot(other *Query) (*Query, bool) {
	return q.varied(group(all, q.root.pos, []node{q.root, negate(other.root.pos, other.root)}))
}

// Operands returns the words, phrases and prefixes that the query asks for, each as
// a query of its own. One that is only an alternative to others, or must not be
// there, is none.
func (q *Query) Operands() []*Query {
	var out []*Query
	for _, n := range q.root.conditions() {
		if n.isText() {
			out = append(out, newQuery(n))
		}
	}
	return out
}

// Leaves returns every word, phrase and prefix that is not one that must not be there,
// each as a query of its own.
func (q *Query) Leaves() []*Query {
	var out []*Query
	q.root.edit(func(n node) node {
		if n.isText() {
			out = append(out, newQuery(n))
		}
		return n
	})
	return out
}

func (n *node) conditions() []node {
	if n.kind == all {
		return n.kids
	}
	return []node{*n}
}

// OrAt returns the query with another in the place of one of its Operands, as an
// alternative to it. The other is looked for in the title where the operand is.
func (q *Query) OrAt(operand int, other *Query) (*Query, bool) {
	kids := slices.Clone(q.root.conditions())
	for i := range kids {
		if !kids[i].isText() {
			continue
		}
		if operand == 0 {
			titled := kids[i].title
			alternative := other.root.edit(func(n node) node { return n.inTitle(n.isText() && titled) })
			kids[i] = group(some, kids[i].pos, []node{kids[i], alternative})
			return q.varied(group(all, q.root.pos, kids))
		}
		operand--
	}
	return nil, false
}

// edit returns n with each part that is no AND, OR or NOT replaced. What must not be
// there stays as it is.
func (n *node) edit(change func(node) node) node {
	switch n.kind {
	case all, some:
		kids := make([]node, len(n.kids))
		for i := range n.kids {
			kids[i] = n.kids[i].edit(change)
		}
		return group(n.kind, n.pos, kids)
	case not:
		return *n
	}
	return change(*n)
}

// varied returns the query of root if it can be read back and means something else.
func (q *Query) varied(root node) (*Query, bool) {
	v, err := Restore(canonical(&root))
	if err != nil || v.Key() == q.Key() {
		return nil, false
	}
	return v, true
}

package query

import "strings"

// requiredHint rewrites n so that its negative branches narrow the others or,
// where there are none, a word.
func requiredHint(n *node) string {
	var asked, refused []node
	if n.kind == some {
		for _, kid := range n.kids {
			if kid.required() {
				asked = append(asked, kid)
			} else {
				refused = append(refused, kid)
			}
		}
	}
	if len(asked) == 0 || len(refused) == 0 {
		asked, refused = []node{sample(n)}, []node{*n}
	}
	hint := group(all, 0, append([]node{group(some, 0, asked)}, refused...))
	return canonical(&hint)
}

// sample is a word that n does not hold.
func sample(n *node) node {
	text := "energy"
	if strings.Contains(strings.ToLower(canonical(n)), text) {
		text = "gas"
	}
	word, _ := textNode(word, 0, text)
	return word
}

// example is a query that shows how it is written, for one that holds nothing to
// make a better hint of.
func example(e *Error) string {
	switch e.Code {
	case UnclosedGroup, UnopenedGroup, EmptyGroup:
		return "(oil OR gas)"
	case EmptyQuotes, UnclosedQuote:
		return `"nuclear energy"`
	case DanglingOperator:
		switch strings.ToLower(e.Text) {
		case "and", "и", "және", "&", "&&":
			return "oil AND gas"
		}
		if strings.Contains(e.Text, "/") {
			return "oil near/5 pipeline"
		}
		return "oil OR gas"
	case DanglingNot:
		return "energy -football"
	case TitleWithoutWords, MisplacedTitle:
		return "in:title gas"
	case MissingValue:
		switch text := strings.ToLower(e.Text); {
		case strings.HasPrefix(text, "source"):
			return "source:akorda"
		case strings.HasPrefix(text, "lang"):
			return "gas lang:en"
		}
		return "in:title gas"
	case BadDistance, MisplacedNear:
		return "oil near/5 pipeline"
	case UnknownLanguage:
		return "gas lang:en"
	case MisplacedStar, PrefixTooShort:
		return "visit*"
	}
	return ""
}

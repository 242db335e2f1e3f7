package query

import (
	"slices"
	"strings"
)

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

// simplestWords is how many words of a text with many mistakes a hint keeps.
const simplestWords = 8

// simplest returns a query of nothing but the first words of a text that is too wrong to
// be mended: without operators, with the values of fields as words, and without words
// behind a sign or a word for NOT. It is empty where there are none.
func (r reader) simplest(text string) string {
	var kept []string
	refused := false
	runes, _ := typed([]rune(text))
	for _, piece := range strings.FieldsFunc(string(runes), divides) {
		op := (&parser{}).named(piece)
		sign := []rune(piece)[0]
		signed := isDash(sign) || sign == '!'
		word := simplestWord(piece)
		switch {
		case op == opAfter:
			kept = kept[:max(0, len(kept)-1)]
		case op == opNot || signed && word == "":
			refused = true
			continue
		case op == opNone && !signed && !refused && word != "" && !slices.Contains(kept, word) && len(kept) < simplestWords:
			kept = append(kept, word)
		}
		refused = refused && word == ""
	}
	for ; len(kept) > 0; kept = kept[:len(kept)-1] {
		hint := strings.Join(kept, " ")
		if _, err := r.read(hint); err == nil {
			return hint
		}
	}
	return ""
}

// simplestWord returns what is left of a piece of text without its fields and stars, or
// nothing of an operator.
func simplestWord(piece string) string {
	word := trim([]rune(strings.ReplaceAll(piece, "*", "")))
	for {
		_, value, ok := splitField(word)
		if !ok {
			break
		}
		word = trim([]rune(value))
	}
	if name, _, _ := strings.Cut(strings.ToLower(word), "/"); isNear(name) {
		return ""
	}
	return word
}

// divides reports what stands between two words in any reading of a text.
func divides(r rune) bool {
	return separates(r) || quotes[r] != "" || strings.ContainsRune("()（）|｜&＆", r)
}

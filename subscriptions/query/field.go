package query

import (
	"strings"
	"unicode/utf8"

	"newsbot/feed/country"
	"newsbot/feed/words"
)

// isField reports whether s with a colon after it takes a value.
func isField(s string) bool {
	switch strings.ToLower(s) {
	case "country", "mentions", "source", "title", "in:title", "lang", "language":
		return true
	}
	return false
}

// isTitle reports the modifier in:title, which has no value of its own.
func isTitle(l lexeme) bool { return l.class == bare && strings.EqualFold(l.text, "in:title") }

// splitField splits "name:value". A word without a colon is none, nor is one
// without a name of letters before it, as 10:30.
func splitField(s string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(s, ":")
	for _, r := range name {
		if !words.Begins(r) || '0' <= r && r <= '9' {
			return "", "", false
		}
	}
	return strings.ToLower(name), value, ok && name != ""
}

// field reads the operand that begins with l, which is "name:value"; where the
// value is empty it is what follows.
func (p *parser) field(l lexeme, name, value string) (node, bool, *Error) {
	if rest, found := strings.CutPrefix(strings.ToLower(value), "title:"); name == "in" && found {
		name, value = "title", value[len(value)-len(rest):]
	}
	switch name {
	case "country":
		return p.country(about, l, value)
	case "mentions":
		return p.country(mentions, l, value)
	case "source":
		return p.source(l, value)
	case "lang", "language":
		return p.lang(l, value)
	case "title":
		return p.inTitle(l, value)
	case "in":
		hint := "in:title"
		if p.ends(p.peek()) {
			hint += ":" + value
		}
		return node{}, false, &Error{Code: MisplacedTitle, Pos: l.pos, Text: l.text, Hint: p.instead(l, hint)}
	}
	return node{}, false, &Error{Code: UnknownField, Pos: l.pos, Text: name + ":", Hint: p.instead(l, meant(l, name, value))}
}

// meant returns what was most likely meant by a field that there is not.
func meant(l lexeme, name, value string) string {
	switch name {
	case "mention", "mentioned":
		return "mentions:" + value
	case "intitle", "headline":
		return "in:title:" + value
	case "site", "from":
		return "source:" + value
	}
	if code, ok := fieldCountry(value); ok {
		return "country:" + string(code)
	}
	return quote(l.text)
}

func (p *parser) country(k kind, l lexeme, value string) (node, bool, *Error) {
	at := l
	if value == "" {
		at = p.take()
		if at.class != quoted && (at.class != bare || at.text == "" || p.operator(at) != opNone) {
			return node{}, false, &Error{Code: MissingValue, Pos: l.pos, Text: l.text, Hint: p.instead(l, l.text+"KZ")}
		}
		value = at.text
	}
	texts := []string{strings.TrimSpace(value)}
	if at.class == bare && len(value) > 2 { // a code ends where it ends
		texts = p.run(value)
	}
	code, n := findCountry(texts, fieldCountry)
	if n == 0 {
		return node{}, false, p.unknownCountry(l, at, texts)
	}
	p.at += n - 1
	return node{kind: k, pos: l.pos, code: code}, true, nil
}

// unknownCountry complains about the value at of the field l, and the words after
// it.
func (p *parser) unknownCountry(l, at lexeme, texts []string) *Error {
	e := &Error{Code: UnknownCountry, Pos: at.pos, Text: texts[0]}
	e.Hint = p.instead(p.upTo(l), quote(texts[0]))
	field, _, _ := strings.Cut(p.raw(l), ":")
	if at.pos == l.pos {
		e.Pos += utf8.RuneCountInString(field) + 1
	}
	for n := min(len(texts), longestName); n > 0; n-- {
		name := strings.Join(texts[:n], " ")
		if e.Suggestions = country.Suggest(name); len(e.Suggestions) == 0 {
			continue
		}
		e.Text = name
		p.at += n - 1
		p.suggest(e, p.upTo(l), field)
		return e
	}
	for _, code := range nearestCodes(texts[0]) {
		e.Suggestions = append(e.Suggestions, country.Name(code, "en"))
	}
	if len(e.Suggestions) > 0 {
		p.suggest(e, p.upTo(l), field)
	}
	return e
}

// suggest proposes the text with each country that e suggests as the value of a field,
// in the place of l.
func (p *parser) suggest(e *Error, l lexeme, field string) {
	for _, name := range e.Suggestions {
		code, _ := country.Lookup(name)
		e.Choices = append(e.Choices, p.instead(l, field+":"+string(code)))
	}
	e.Hint = e.Choices[0]
}

func (p *parser) source(l lexeme, value string) (node, bool, *Error) {
	if value == "" {
		next := p.take()
		if next.class != quoted && (next.class != bare || p.operator(next) != opNone) {
			return node{}, false, &Error{Code: MissingValue, Pos: l.pos, Text: l.text, Hint: p.instead(l, "source:akorda")}
		}
		value = next.text
	}
	forms, _ := words.Folded(value)
	switch {
	case strings.Contains(value, "*"):
		hint := "source:" + quote(value)
		if bare := strings.ReplaceAll(value, "*", ""); isSimple(bare) {
			hint = "source:" + bare
		}
		return node{}, false, &Error{Code: MisplacedStar, Pos: l.pos, Text: l.text, Hint: p.instead(p.upTo(l), hint)}
	case len(forms) == 0:
		return node{}, false, &Error{Code: MissingValue, Pos: l.pos, Text: l.text, Hint: p.instead(l, "source:akorda")}
	}
	return node{kind: source, pos: l.pos, text: clean(value), terms: forms}, true, nil
}

// lang reads the language of a story.
func (p *parser) lang(l lexeme, value string) (node, bool, *Error) {
	if value == "" {
		next := p.take()
		if next.class != quoted && (next.class != bare || p.operator(next) != opNone) {
			return node{}, false, &Error{Code: MissingValue, Pos: l.pos, Text: l.text, Hint: p.instead(l, "lang:en")}
		}
		value = next.text
	}
	code, ok := lookupLanguage(strings.TrimSpace(value))
	if !ok {
		hint := p.instead(p.upTo(l), "lang:"+nearestLanguage(value))
		return node{}, false, &Error{Code: UnknownLanguage, Pos: l.pos, Text: value, Hint: hint}
	}
	return node{kind: lang, pos: l.pos, code: country.Code(code)}, true, nil
}

// inTitle reads what is looked for in the title only. A name there is a word:
// what a story is about is known for the whole of it.
func (p *parser) inTitle(l lexeme, value string) (node, bool, *Error) {
	if value == "" {
		next := p.peek()
		if p.ends(next) || p.operator(next) != opNone {
			return node{}, false, &Error{Code: MissingValue, Pos: l.pos, Text: l.text, Hint: p.instead(l, "in:title:gas")}
		}
		n, ok, err := p.operand()
		if err == nil && ok && !restrict(&n) {
			err = &Error{Code: TitleWithoutWords, Pos: l.pos, Text: l.text, Hint: p.titleHint(p.upTo(l), &n)}
		}
		return n, ok, err
	}
	text := trim([]rune(value))
	if isDash([]rune(value)[0]) {
		return node{}, false, &Error{Code: MisplacedTitle, Pos: l.pos, Text: l.text, Hint: p.instead(l, "-in:title:"+text)}
	}
	n, ok, err := node{}, false, (*Error)(nil)
	if strings.Contains(text, "*") {
		n, ok, err = star(l.pos, text)
	} else {
		n, ok = textNode(word, l.pos, text)
	}
	if err != nil {
		err.Hint = p.instead(l, "in:title:"+err.Hint)
	}
	n.title = true
	return n, ok, err
}

// titleHint proposes the text with the names of n's countries as words of the
// title, where n was read from l.
func (p *parser) titleHint(l lexeme, n *node) string {
	named := n.namesAsWords()
	if !restrict(&named) {
		return ""
	}
	out := canonical(&named)
	if named.kind == some && !p.isWhole(l) {
		out = "(" + out + ")"
	}
	return p.instead(l, out)
}

// namesAsWords returns n with the names of countries, also of those that are only
// mentioned, as phrases.
func (n *node) namesAsWords() node {
	out := *n
	if n.kind == about || n.kind == mentions {
		if words, ok := textNode(phrase, n.pos, country.Name(n.code, "en")); ok {
			return words
		}
	}
	out.kids = make([]node, len(n.kids))
	for i := range n.kids {
		out.kids[i] = n.kids[i].namesAsWords()
	}
	return out
}

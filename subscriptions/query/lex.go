package query

import (
	"strings"
	"unicode"

	"newsbot/feed/words"
)

// A class is a class of lexemes.
type class uint8

const (
	bare   class = iota // a word, a field, an operator in letters
	quoted              // a phrase, without its quotes
	open
	closing
	bar   // | or ||
	minus // - right before what it negates
	end
)

// A lexeme is a piece of a query: text[pos:end] in characters.
type lexeme struct {
	class    class
	text     string
	pos, end int
}

// quotes maps an opening quote to those that close it.
var quotes = map[rune]string{
	'"': "\"”“„", '“': "\"”“", '”': "\"”", '„': "\"”“", '‟': "\"”", '«': "»",
}

// lex cuts a query into lexemes; the last one is of class end.
func lex(text []rune) ([]lexeme, *Error) {
	var out []lexeme
	for i := 0; i < len(text); {
		l, err := scan(text, i)
		if err != nil {
			return nil, err
		}
		if i = l.end; l.class != end {
			out = append(out, l)
		}
	}
	return append(out, lexeme{class: end, pos: len(text), end: len(text)}), nil
}

// scan returns the lexeme at i; one of class end is to be skipped.
func scan(text []rune, i int) (lexeme, *Error) {
	one := func(c class) (lexeme, *Error) {
		return lexeme{class: c, text: string(text[i]), pos: i, end: i + 1}, nil
	}
	switch r := text[i]; {
	case r == '(' || r == '（':
		return one(open)
	case r == ')' || r == '）':
		return one(closing)
	case r == '|' || r == '｜':
		j := i + 1
		for j < len(text) && text[j] == r {
			j++
		}
		return lexeme{class: bar, text: string(text[i:j]), pos: i, end: j}, nil
	case quotes[r] != "":
		return scanPhrase(text, i)
	case r == '<':
		return lexeme{class: end, pos: i, end: tagEnd(text, i)}, nil
	case separates(r) || unicode.Is(unicode.Cf, r):
		return one(end)
	case isFlag(text, i):
		return lexeme{class: bare, text: string(text[i : i+2]), pos: i, end: i + 2}, nil
	case isDash(r):
		return scanDash(text, i)
	}
	return scanBare(text, i), nil
}

func scanPhrase(text []rune, i int) (lexeme, *Error) {
	for j := i + 1; j < len(text); j++ {
		if strings.ContainsRune(quotes[text[i]], text[j]) {
			return lexeme{class: quoted, text: string(text[i+1 : j]), pos: i, end: j + 1}, nil
		}
	}
	return lexeme{}, &Error{
		Code: UnclosedQuote, Pos: i, Text: string(text[i:]), Hint: quote(string(text[i+1:])),
	}
}

// scanDash reads what begins with a dash: a minus if it stands right before
// something, else punctuation. A hyphen on its own could mean either, so it is
// refused.
func scanDash(text []rune, i int) (lexeme, *Error) {
	j := i + 1
	for j < len(text) && isDash(text[j]) {
		j++
	}
	dashes := string(text[i:j])
	if j < len(text) && !unicode.IsSpace(text[j]) && text[j] != ')' && text[j] != '|' {
		return lexeme{class: minus, text: dashes, pos: i, end: j}, nil
	}
	if dashes != "-" && dashes != "−" {
		return lexeme{class: end, pos: i, end: j}, nil
	}
	e := &Error{Code: DanglingNot, Pos: i, Text: dashes}
	for j < len(text) && unicode.IsSpace(text[j]) {
		j++
	}
	if j < len(text) {
		if l := scanBare(text, j); l.text != "" {
			e.Hint = "-" + strings.TrimRight(l.text, ":")
		}
	}
	return lexeme{}, e
}

// scanBare reads up to the next space or other delimiter. What is left of a
// word without its punctuation may be nothing.
func scanBare(text []rune, i int) lexeme {
	j := i
	for j < len(text) && !delimits(text, j) && (j == i || !isFlag(text, j)) {
		j++
	}
	if j == i {
		j++
	}
	return lexeme{class: bare, text: trim(text[i:j]), pos: i, end: j}
}

func delimits(text []rune, i int) bool {
	switch r := text[i]; r {
	case '(', ')', '（', '）', '|', '｜', '»':
		return true
	case ',', ';', '，', '、', '；':
		return i == 0 || i+1 == len(text) || !unicode.IsDigit(text[i-1]) || !unicode.IsDigit(text[i+1])
	default:
		return quotes[r] != "" || separates(r)
	}
}

func separates(r rune) bool {
	switch r {
	case ',', ';', '，', '、', '；', '»', '<', '>':
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// trim drops invisible characters, and punctuation at both ends except what the
// parser reads: a star, and the colon of a field without its value.
func trim(text []rune) string {
	s := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, string(text))
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !words.Begins(r) && r != '*' })
	word := strings.TrimRightFunc(s, func(r rune) bool {
		return !words.Begins(r) && !unicode.IsMark(r) && r != '*'
	})
	if strings.HasPrefix(s[len(word):], ":") && isField(word) {
		return word + ":"
	}
	return word
}

func isDash(r rune) bool {
	return r == '-' || r == '−' || r == '–' || r == '—' || r == '‐' || r == '‑'
}

// isFlag reports whether a flag of two regional indicators begins at i.
func isFlag(text []rune, i int) bool {
	return i+1 < len(text) && isIndicator(text[i]) && isIndicator(text[i+1])
}

func isIndicator(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }

// quote returns text as a phrase.
func quote(text string) string { return `"` + clean(text) + `"` }

// clean returns text on one line, without what cannot stand inside quotes.
func clean(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if quotes[r] != "" || r == '»' || r == '*' || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)), " ")
}

package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	and   // & or &&
	minus // - or ! right before what it negates
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
		return repeated(bar, text, i), nil
	case r == '&' || r == '＆':
		return repeated(and, text, i), nil
	case quotes[r] != "":
		return scanPhrase(text, i)
	case r == '<':
		return lexeme{class: end, pos: i, end: tagEnd(text, i)}, nil
	case separates(r) || unicode.Is(unicode.Cf, r):
		return one(end)
	case isFlag(text, i):
		return lexeme{class: bare, text: string(text[i : i+2]), pos: i, end: i + 2}, nil
	case isDash(r), isExclaimed(text, i):
		return scanSign(text, i)
	}
	return scanBare(text, i), nil
}

// repeated returns the lexeme of text[i] and the same characters after it.
func repeated(c class, text []rune, i int) lexeme {
	j := i + 1
	for j < len(text) && text[j] == text[i] {
		j++
	}
	return lexeme{class: c, text: string(text[i:j]), pos: i, end: j}
}

func scanPhrase(text []rune, i int) (lexeme, *Error) {
	for j := i + 1; j < len(text); j++ {
		if strings.ContainsRune(quotes[text[i]], text[j]) {
			return lexeme{class: quoted, text: string(text[i+1 : j]), pos: i, end: j + 1}, nil
		}
	}
	return lexeme{}, &Error{
		Code: UnclosedQuote, Pos: i, Text: string(text[i:]), Hint: string(text[:i]) + quote(string(text[i+1:])),
	}
}

// scanSign reads what begins with a dash or an exclamation mark: a minus if it
// stands right before something, else punctuation. A hyphen on its own could mean
// either, so it is refused, and so is an exclamation mark before a word.
func scanSign(text []rune, i int) (lexeme, *Error) {
	j := i + 1
	for j < len(text) && (isDash(text[j]) || text[j] == text[i]) {
		j++
	}
	sign := string(text[i:j])
	if j < len(text) && !unicode.IsSpace(text[j]) && text[j] != ')' && text[j] != '|' {
		return lexeme{class: minus, text: sign, pos: i, end: j}, nil
	}
	next := j
	for next < len(text) && unicode.IsSpace(text[next]) {
		next++
	}
	if sign != "-" && sign != "−" && (sign != "!" || next == len(text)) {
		return lexeme{class: end, pos: i, end: j}, nil
	}
	e := &Error{Code: DanglingNot, Pos: i, Text: sign, Hint: string(text[:i])}
	if next < len(text) {
		e.Hint += "-" + string(text[next:])
	}
	return lexeme{}, e
}

// isExclaimed reports an exclamation mark where a word could begin.
func isExclaimed(text []rune, i int) bool {
	return (text[i] == '!' || text[i] == '！') &&
		(i == 0 || unicode.IsSpace(text[i-1]) || strings.ContainsRune("(|&:", text[i-1]))
}

// scanBare reads up to the next space or other delimiter, or further where words
// reads several as one, as in "J. K." and "10 000". What is left of a word without
// its punctuation may be nothing.
func scanBare(text []rune, i int) lexeme {
	j := i
	for {
		for j < len(text) && !delimits(text, j) && (j == i || !isFlag(text, j)) {
			j++
		}
		if j == len(text) || text[j] != ' ' || i+longestOne(text[i:]) <= j {
			break
		}
		j = i + longestOne(text[i:])
	}
	if j == i {
		j++
	}
	return lexeme{class: bare, text: trim(text[i:j]), pos: i, end: j}
}

// longestRun is how far longestOne looks, in characters.
const longestRun = 40

// longestOne returns how many characters of text are read as one word, spaces in it
// included: none where punctuation stands before the first space.
func longestOne(text []rune) int {
	s := string(text[:min(len(text), longestRun)])
	scan := words.NewScanner(s)
	end := int32(0)
	for {
		span, linked, ok := scan.Next()
		if !ok || end == 0 && strings.Contains(s[:span.Start], " ") || end > 0 && (!linked || s[end:span.Start] != " ") {
			return utf8.RuneCountInString(s[:end])
		}
		end = span.End
	}
}

func delimits(text []rune, i int) bool {
	switch r := text[i]; r {
	case '(', ')', '（', '）', '|', '｜', '»', '＆':
		return true
	case '&':
		return !isInside(text, i)
	case ',', ';', '，', '、', '；':
		return i == 0 || i+1 == len(text) || !unicode.IsDigit(text[i-1]) || !unicode.IsDigit(text[i+1])
	default:
		return quotes[r] != "" || separates(r)
	}
}

// isInside reports whether the & at i is part of a word, as in AT&T, and not before
// a field or a prefix, as in tv&in:title and tv&ga*.
func isInside(text []rune, i int) bool {
	j := i + 1
	for j < len(text) && words.Begins(text[j]) {
		j++
	}
	if j < len(text) && (text[j] == ':' || text[j] == '*') {
		return false
	}
	before := string(text[max(0, i-longestPair):i])
	scan := words.NewScanner(before + string(text[i:min(len(text), i+longestPair)]))
	for {
		span, _, ok := scan.Next()
		if !ok || int(span.Start) > len(before) {
			return false
		}
		if int(span.End) > len(before) {
			return true
		}
	}
}

// longestPair is how far isInside looks on either side, in characters.
const longestPair = 8

func separates(r rune) bool {
	switch r {
	case ',', ';', '，', '、', '；', '»', '<', '>':
		return true
	}
	return unicode.IsSpace(r) || unicode.IsControl(r)
}

// trim drops invisible characters, and punctuation at both ends except what words
// reads as a part of one and what the parser reads: a star, and the colon of a
// field without its value.
func trim(text []rune) string {
	s := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, string(text))
	start, end := len(s), 0
	for scan := words.NewScanner(s); ; {
		span, _, ok := scan.Next()
		if !ok {
			break
		}
		start, end = min(start, int(span.Start)), int(span.End)
	}
	if i := strings.IndexByte(s, '*'); i >= 0 {
		start, end = min(start, i), max(end, strings.LastIndexByte(s, '*')+1)
	}
	if start >= end {
		return ""
	}
	word := s[start:end]
	if strings.HasPrefix(s[end:], ":") && isField(word) {
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

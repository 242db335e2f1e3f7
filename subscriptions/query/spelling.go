package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"newsbot/feed/words"
)

var fieldNames = [3]Field{Title, Summary, Text}

// placeOf returns where a piece of the document's text stands in the story.
func (d *Document) placeOf(s words.Span) Place {
	i := len(d.begins) - 1
	for i > 0 && s.Start < d.begins[i] {
		i--
	}
	text := words.Cut(d.fields[i], limits[i])
	start, end := rawSpan(text, int(s.Start-d.begins[i]), int(s.End-d.begins[i]))
	from := utf8.RuneCountInString(text[:start])
	return Place{
		Field: fieldNames[i], Start: start, End: end,
		From: from, To: from + utf8.RuneCountInString(text[start:end]),
		Spelling: oneLine(text[start:end]),
	}
}

// rawSpan returns the piece of text of which NFKC made the bytes from start to
// end, taking what became of one sequence of characters as a whole.
func rawSpan(text string, start, end int) (int, int) {
	if norm.NFKC.IsNormalString(text) {
		return start, end
	}
	var it norm.Iter
	it.InitString(norm.NFKC, text)
	from, to, normal := 0, len(text), 0
	for !it.Done() {
		normal += len(it.Next())
		if normal <= start {
			from = it.Pos()
		}
		if normal >= end && it.Pos() > from { // it gives ﷺ in pieces, and stays before it
			to = it.Pos()
			break
		}
	}
	return from, to
}

// names returns the names of the source, each once.
func (d *Document) names() []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range d.named {
		if name = oneLine(name); !seen[name] {
			out, seen[name] = append(out, name), true
		}
	}
	return out
}

// longestSpelling bounds what Explain tells of one word, phrase or source.
const longestSpelling = 200 // characters

// oneLine returns a piece of the story on one line, without what is invisible.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, words.Cut(text, 4*longestSpelling))
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > longestSpelling {
		return string([]rune(text)[:longestSpelling-1]) + "…"
	}
	return text
}

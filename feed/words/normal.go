package words

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns text in NFKC, cut to at most limit bytes before and after.
func Normal(text string, limit int) string {
	text = Cut(text, limit)
	if norm.NFKC.IsNormalString(text) {
		return text
	}
	return Cut(norm.NFKC.String(text), limit)
}

// Cut returns text up to limit bytes, ending with a whole character.
func Cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// Folded returns the words of a short text, folded, and whether they are the
// parts of one hyphenated word or of one number.
func Folded(text string) (forms []string, linked bool) {
	w := Scanner{text: Normal(text, 1<<16)}
	linked = true
	for {
		s, with, ok := w.Next()
		if !ok {
			return forms, linked && len(forms) > 1
		}
		linked = linked && (len(forms) == 0 || with)
		forms = append(forms, string(AppendFolded(nil, w.text[s.Start:s.End])))
	}
}

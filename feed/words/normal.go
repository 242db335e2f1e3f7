package words

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns text in NFKC, cut to at most limit bytes before and after.
func Normal(text string, limit int) string {
	text = Cut(text, limit)
	if isPlain(text) || norm.NFKC.IsNormalString(text) {
		return text
	}
	return Cut(norm.NFKC.String(text), limit)
}

// isPlain reports a text of such characters only that are as they are in NFKC whatever
// stands beside them: ASCII, Latin letters up to ÿ, Cyrillic letters, and the quotes and
// dashes of newspapers. So nearly every text need not be looked up character by character.
func isPlain(text string) bool {
	i := 0
	for i < len(text) {
		c := text[i]
		if n := plainSizes[c]; n > 0 {
			i += int(n)
			continue
		}
		rest := text[i:min(i+3, len(text))]
		switch {
		case c == 0xC2 && (strings.HasPrefix(rest, "«") || strings.HasPrefix(rest, "»")), c == 0xD2 && len(rest) > 1 && rest[1] >= 0x8A:
			i += 2
		case c == 0xE2 && len(rest) == 3 && strings.Contains("–—‘’‚‛“”„", rest):
			i += 3
		default:
			return false
		}
	}
	return i == len(text) // or the last character is cut short
}

// plainSizes are the sizes of characters that isPlain takes, by their first byte; 0 where
// it takes a closer look. In a text that is no UTF-8 it stops at what follows.
var plainSizes = func() (size [256]uint8) {
	for c := range utf8.RuneSelf {
		size[c] = 1
	}
	size[0xC3], size[0xD0], size[0xD1], size[0xD3] = 2, 2, 2, 2 // U+00C0 to U+00FF, U+0400 to U+047F, U+04C0 to U+04FF
	return size
}()

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

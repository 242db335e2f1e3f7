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
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c < utf8.RuneSelf:
			i++
			continue
		case 0xD0 <= c && c <= 0xD3 || c == 0xC3: // U+0400 to U+04FF, U+00C0 to U+00FF
			if i+1 == len(text) || text[i+1]&0xC0 != 0x80 || c == 0xD2 && text[i+1] < 0x8A {
				return false
			}
			i += 2
			continue
		case c == 0xC2:
			if strings.HasPrefix(text[i:], "«") || strings.HasPrefix(text[i:], "»") {
				i += 2
				continue
			}
		case c == 0xE2:
			if i+2 < len(text) && text[i+1] == 0x80 && 0x93 <= text[i+2] && text[i+2] <= 0x9E && text[i+2] != 0x97 && text[i+2] != 0x95 && text[i+2] != 0x96 {
				i += 3 // – — ‘ ’ ‚ ‛ “ ” „
				continue
			}
		}
		return false
	}
	return true
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

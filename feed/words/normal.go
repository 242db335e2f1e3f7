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
		if i+8 <= len(text) {
			b := load(text, i)
			if b&(0x80*ones) == 0 {
				i += 8
				continue
			}
			if n := cyrillicOf(b); n > 0 {
				i += 2 * n
				continue
			}
		}
		rest := text[i:min(i+3, len(text))]
		switch c := rest[0]; {
		case c < utf8.RuneSelf:
			i++
		case c == 0xD0, c == 0xD1, c == 0xD3, c == 0xC3, c == 0xD2 && len(rest) > 1 && rest[1] >= 0x8A:
			i += 2 // U+0400 to U+04FF without combining marks, U+00C0 to U+00FF
		case c == 0xC2 && (strings.HasPrefix(rest, "«") || strings.HasPrefix(rest, "»")):
			i += 2
		case c == 0xE2 && len(rest) == 3 && strings.Contains("–—‘’‚‛“”„", rest):
			i += 3
		default:
			return false
		}
	}
	return i == len(text) // or the last character is cut short
}

// load returns 8 bytes of a text, the first one lowest.
func load(text string, at int) uint64 {
	b := text[at : at+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
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

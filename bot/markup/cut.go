package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cut returns text of at most limit UTF-16 units. What is longer ends with "…"
// after the last whole word that fits, or within a word that is longer than half
// of the limit. A character and what combines with it stay together.
func Cut(text string, limit int) string {
	if Units(text) <= limit {
		return text
	}
	if limit < 1 {
		return ""
	}
	end := prefix(text, limit-1)
	if next, _ := utf8.DecodeRuneInString(text[end:]); !unicode.IsSpace(next) {
		if border := strings.LastIndexFunc(text[:end], unicode.IsSpace); border > end/2 {
			end = border
		} else {
			end = character(text, end)
		}
	}
	return strings.TrimRightFunc(text[:end], trailing) + "…"
}

// prefix returns the length in bytes of the longest prefix of text that has at
// most limit units.
func prefix(text string, limit int) int {
	units := 0
	for i, r := range text {
		if units += utf16Len(r); units > limit {
			return i
		}
	}
	return len(text)
}

func utf16Len(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// character moves end back so that it does not divide a character from what
// combines with it: marks, joined emoji, skin tones and the two halves of a flag.
func character(text string, end int) int {
	for end > 0 {
		next, _ := utf8.DecodeRuneInString(text[end:])
		last, size := utf8.DecodeLastRuneInString(text[:end])
		joined := unicode.Is(unicode.M, next) || next == zeroWidthJoiner || last == zeroWidthJoiner ||
			(next >= 0x1F3FB && next <= 0x1F3FF) || (indicator(next) && oddIndicators(text[:end]))
		if !joined {
			break
		}
		end -= size
	}
	return end
}

func indicator(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func oddIndicators(text string) bool {
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeLastRuneInString(text)
		if !indicator(r) {
			break
		}
		n++
		text = text[:len(text)-size]
	}
	return n%2 == 1
}

// trailing is what looks wrong before an ellipsis.
func trailing(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:.–—-(…", r) }

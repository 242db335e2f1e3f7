package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The signs inside words. Each rule looks at a few characters around a sign, so
// that a text is read once from front to back.

// dotNet is the one name that begins with a sign.
const dotNet = ".net"

// longestSide is the most letters on either side of an & in a word: AT&T, R&D.
// Longer ones are two words, as in oil&gas.
const longestSide = 2

// sign returns how many bytes the word that begins at start goes on with the sign
// at at.
func (w *Scanner) sign(start, at int) int {
	switch w.text[at] {
	case '\'', '`':
		return w.apostrophe(at, 1)
	case '.', ',': // 3.5 and 10,000
		if at+1 < len(w.text) && isDigit(w.text[at-1]) && isDigit(w.text[at+1]) {
			return 2
		}
	case '&':
		if w.isPair(start, at) {
			return 1
		}
	case '+': // C++
		if w.isLetter(start, at) && strings.HasPrefix(w.text[at:], "++") && !w.begins(at+2) {
			return 2
		}
	case '#': // C#
		if w.isLetter(start, at) && !w.begins(at+1) {
			return 1
		}
	}
	return 0
}

// isPair reports whether the & at at stands between a few letters.
func (w *Scanner) isPair(start, at int) bool {
	before := w.letters(start, at)
	after := w.letters(at+1, len(w.text))
	return before > 0 && after > 0
}

// letters counts the letters from at up to the end of the word or to limit; 0 if
// there are more than longestSide, or other characters of a word.
func (w *Scanner) letters(at, limit int) int {
	for n := 0; ; n++ {
		r, size := decode(w.text, at)
		if at >= limit || !Begins(r) {
			if at < limit && r == '&' {
				return 0
			}
			return n
		}
		if n == longestSide || !isAlphabetic(r) {
			return 0
		}
		at += size
	}
}

// isAlphabetic reports a letter of a word of more than one.
func isAlphabetic(r rune) bool {
	if 0 <= r && r < utf8.RuneSelf {
		return ascii[r] == letter
	}
	return beginsBeyond(r) && !isIdeograph(r) && !unicode.IsDigit(r)
}

// isLetter reports whether the word from start to at is one Latin letter.
func (w *Scanner) isLetter(start, at int) bool {
	return at == start+1 && w.text[start] < utf8.RuneSelf && ascii[w.text[start]] == letter
}

// initials returns the end of initials whose first letter is text[start:at], as
// "U.S.", "J. K." and "А. С.", or at: two or more letters with dots between, and
// with a space after a dot if another dot follows.
func (w *Scanner) initials(start, at int) int {
	if r, n := decode(w.text, start); start+n != at || !isAlphabetic(r) {
		return at
	}
	end := at
	for end < len(w.text) && w.text[end] == '.' {
		next := end + 1
		spaced := next < len(w.text) && w.text[next] == ' '
		if spaced {
			next++
		}
		r, n := decode(w.text, next)
		if n == 0 || !isAlphabetic(r) {
			break
		}
		next += n
		if w.goesOn(next) || spaced && (next == len(w.text) || w.text[next] != '.') {
			break
		}
		end = next
	}
	if end == at {
		return at
	}
	if end < len(w.text) && w.text[end] == '.' {
		end++
	}
	if r, n := decode(w.text, end); isApostrophe(r) && w.isS(end+n) {
		end += n + 1
	}
	return end
}

// isS reports an s that is a word's end.
func (w *Scanner) isS(at int) bool {
	return at < len(w.text) && (w.text[at] == 's' || w.text[at] == 'S') && !w.goesOn(at+1)
}

// goesOn reports whether a letter before at is not a word of its own.
func (w *Scanner) goesOn(at int) bool {
	return w.begins(at) || at < len(w.text) && w.text[at] >= utf8.RuneSelf && w.more(at) > 0
}

// begins reports whether a word could begin at at.
func (w *Scanner) begins(at int) bool {
	r, n := decode(w.text, at)
	return n > 0 && Begins(r)
}

// isDotNet reports whether the dot at at begins the word .NET.
func (w *Scanner) isDotNet(at int) bool {
	if len(w.text)-at < len(dotNet) || !strings.EqualFold(w.text[at:at+len(dotNet)], dotNet) || w.begins(at+len(dotNet)) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(w.text[:at])
	return at == 0 || before != '.' && !Begins(before)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNumber(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

package words

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// A Span is a piece of a text, in bytes.
type Span struct{ Start, End int32 }

// A Scanner cuts a text in NFKC into words: runs of letters and digits, with the
// apostrophes inside them, and what tokens.go lists: numbers as 10,000 and 3.5,
// initials as U.S. and J. K., and names as C++ and AT&T. Chinese and Japanese are
// written without spaces, so there each character counts as a word and what
// people call a word is found as a phrase.
type Scanner struct {
	text    string
	at      int
	grouped bool // the last word was up to three digits, as a number is grouped
}

// NewScanner returns a Scanner of a text in NFKC, see Normal.
func NewScanner(text string) *Scanner { return &Scanner{text: text} }

// Next returns the next word, and whether it is one with the word before: nothing
// but a hyphen stands between them, or the space in a number as 10 000.
func (w *Scanner) Next() (s Span, linked, ok bool) {
	if start, end := plainWord(w.text, w.at); end > 0 {
		w.at, w.grouped = end, false
		return Span{int32(start), int32(end)}, false, true
	}
	return w.next()
}

// A Word is where a word stands, and what Next says of it.
type Word struct {
	Span
	Linked bool
}

// Append appends all words that are left.
func (w *Scanner) Append(dst []Word) []Word {
	for {
		if start, end := plainWord(w.text, w.at); end > 0 {
			dst = append(dst, Word{Span: Span{int32(start), int32(end)}})
			w.at, w.grouped = end, false
			continue
		}
		s, linked, ok := w.next()
		if !ok {
			return dst
		}
		dst = append(dst, Word{s, linked})
	}
}

// next is Next of any word.
func (w *Scanner) next() (s Span, linked, ok bool) {
	gap := w.at
	start, r, n := w.seek(gap)
	if n == 0 {
		w.at = start
		return Span{}, false, false
	}
	end := start + n
	switch {
	case r == '.':
		end = start + len(dotNet)
	case isIdeograph(r):
	default:
		end = w.end(start, end)
	}
	w.at = end
	wasGrouped := w.grouped
	w.grouped = end-start <= 3 && isNumber(w.text[start:end])
	linked = gap > 0 && (isHyphen(w.text[gap:start]) ||
		wasGrouped && w.grouped && end-start == 3 && w.text[gap:start] == " ")
	return Span{int32(start), int32(end)}, linked, true
}

// plainWord returns where the next word is if it is what nearly all are: after a space,
// or a comma or the like and a space, or nothing, two letters or more of ASCII or
// Cyrillic, and then one of these. end is 0 for others. It only makes Next faster.
func plainWord(text string, at int) (start, end int) {
	if at+2 < len(text) {
		switch class := plainBytes[text[at]]; {
		case class == space:
			at++
		case class == stop && plainBytes[text[at+1]] == space:
			at += 2
		}
	}
	start = at
	if at < len(text) && text[at] < utf8.RuneSelf {
		for at+16 <= len(text) { // sixteen letters at a time, and where they end without a branch
			n := lettersOf(load(text, at))
			n += lettersOf(load(text, at+8)) & -(n >> 3)
			at += n
			if n < 16 {
				break
			}
		}
		for at < len(text) && plainBytes[text[at]] == oneByte {
			at++
		}
	} else {
		for at+8 <= len(text) {
			n := cyrillicOf(load(text, at))
			at += 2 * n
			if n < 4 {
				break
			}
		}
		for at+1 < len(text) && plainBytes[text[at]] == twoBytes {
			if text[at+1]&0xC0 != 0x80 || text[at] == 0xD2 && text[at+1] < 0x8A {
				return 0, 0
			}
			at += 2
		}
	}
	if at == len(text) || plainBytes[text[at]] < space || at < start+2 || at == start+2 && text[start] >= utf8.RuneSelf {
		return 0, 0
	}
	return start, at
}

// lettersOf returns how many letters of ASCII eight bytes begin with.
func lettersOf(b uint64) int {
	// The upper bit of a byte is set in from where it is a or more, in past where it is
	// more than z. No byte carries into the next, as none of low has its upper bit.
	low := (b | 0x20*ones) &^ (0x80 * ones)
	from := low + (0x80-'a')*ones
	past := low + (0x7F-'z')*ones
	others := (^from | past | b) & (0x80 * ones)
	return bits.TrailingZeros64(others) / 8
}

// cyrillicOf returns how many Cyrillic letters eight bytes begin with, or fewer: it takes
// those from U+0400 to U+047F and from U+0490 to U+04FF.
func cyrillicOf(b uint64) int {
	others := b&(0xC0FC*pairs) ^ 0x80D0*pairs // 0 in each two bytes from U+0400 to U+04FF
	marks := b&(0xF0FF*pairs) ^ 0x80D2*pairs  // 0 from U+0480 to U+048F
	marks = (marks - pairs) &^ marks & (0x8000 * pairs)
	return min(bits.TrailingZeros64(others), bits.TrailingZeros64(marks)) / 16
}

const pairs = 0x0001000100010001 // in each two of eight bytes

const ones = 0x0101010101010101 // in each of eight bytes

// What plainWord takes: letters of ASCII, what Cyrillic letters begin with from U+0400 to
// U+04FF, and what ends a word of two letters or more whatever comes after it.
const (
	oneByte = 1 + iota
	twoBytes
	space
	stop
	dash
)

var plainBytes = func() (class [256]uint8) {
	for c := range ascii {
		if ascii[c] == letter {
			class[c] = oneByte
		}
	}
	for c := 0xD0; c <= 0xD3; c++ {
		class[c] = twoBytes
	}
	class[' '], class['\n'] = space, space
	for _, c := range ",.;:!?)" {
		class[c] = stop
	}
	class['-'] = dash
	return class
}()

// seek returns where the next word begins, with its first character and the
// number of its bytes; 0 at the end of the text.
func (w *Scanner) seek(at int) (start int, r rune, n int) {
	for at < len(w.text) {
		if c := w.text[at]; c < utf8.RuneSelf {
			if ascii[c] != 0 || c == '.' && w.isDotNet(at) {
				return at, rune(c), 1
			}
			at++
			continue
		}
		r, n := decode(w.text, at)
		if beginsBeyond(r) {
			return at, r, n
		}
		at += n
	}
	return at, 0, 0
}

// end returns where the word ends that begins at start and goes on up to at.
func (w *Scanner) end(start, at int) int {
	if at < len(w.text) && w.text[at] == '.' {
		if end := w.initials(start, at); end > at {
			return end
		}
	}
	for at < len(w.text) {
		c := w.text[at]
		if c >= utf8.RuneSelf {
			n := w.more(at)
			if n == 0 {
				return at
			}
			at += n
			continue
		}
		n := 1
		if ascii[c] == 0 {
			if n = w.sign(start, at); n == 0 {
				return at
			}
		}
		at += n
	}
	return at
}

// more returns how many bytes the word goes on with the character at at, which
// is not ASCII.
func (w *Scanner) more(at int) int {
	r, n := decode(w.text, at)
	switch {
	case isApostrophe(r):
		return w.apostrophe(at, n)
	case beginsBeyond(r):
		if isIdeograph(r) {
			return 0
		}
	case !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r):
		return 0
	}
	return n
}

// apostrophe returns the n bytes of the apostrophe at at if the word goes on
// after it.
func (w *Scanner) apostrophe(at, n int) int {
	if r, _ := decode(w.text, at+n); !Begins(r) || isIdeograph(r) {
		return 0
	}
	return n
}

// The classes of ASCII; 0 is of what a word cannot begin with.
const (
	letter = 1
	digit  = 2
)

var ascii = func() (class [utf8.RuneSelf]uint8) {
	for c := range class {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			class[c] = letter
		case '0' <= c && c <= '9':
			class[c] = digit
		}
	}
	return class
}()

// decode returns the character at at and the number of its bytes, 0 at the end.
func decode(text string, at int) (rune, int) {
	if at+1 < len(text) {
		c, d := text[at], text[at+1]
		if c < utf8.RuneSelf {
			return rune(c), 1
		}
		if 0xC2 <= c && c < 0xE0 && d&0xC0 == 0x80 {
			return rune(c&0x1F)<<6 | rune(d&0x3F), 2
		}
	}
	if at >= len(text) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(text[at:])
}

// Begins reports whether a word may begin with r.
func Begins(r rune) bool {
	if 0 <= r && r < utf8.RuneSelf {
		return ascii[r] != 0
	}
	return beginsBeyond(r)
}

// beginsBeyond is Begins of what is not ASCII.
func beginsBeyond(r rune) bool {
	switch {
	case isCyrillic(r):
		return r < 0x482 || r > 0x489
	case isApostrophe(r) || r == 0x640: // letters to Unicode; folding drops them
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isHyphen(gap string) bool { return gap == "-" || gap == "\u2010" || gap == "\u2011" }

func isIdeograph(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

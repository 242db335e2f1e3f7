// Package words cuts a text into words and folds each to the form in which the
// gazetteer keeps names: lower case, Latin letters without diacritics, ё as е.
// The generator and the tagger share it, so that both see the same keys.
package words

import (
	"unicode"
	"unicode/utf8"
)

// A Shape says how a word is written.
type Shape uint8

const (
	Lower  Shape = iota // begins with a small letter or a digit
	Title               // begins with a capital
	Upper               // two letters or more, all capitals
	Dotted              // letters with full stops, as "U.S."
)

// A Gap is what stands between a word and the one before it; the strongest
// that occurs wins.
type Gap uint8

const (
	Space  Gap = iota
	Hyphen     // "-" or "–" with no blank on either side
	Tight      // another sign with no blank, as in an address
	Comma
	Other // brackets, quotes, dashes, colons
	Stop  // the end of a sentence or a line
)

// A Word is one word of a text.
type Word struct {
	Start, End int    // byte span, without a possessive ending
	Key        []byte // folded; shares the Scanner's buffer
	Shape      Shape
	Gap        Gap
	Dot        bool // a full stop follows at once
	Flag       bool // a pair of regional indicators; Key is the code in lower case
	Cyrillic   bool
}

// A Scanner cuts texts into words and reuses its memory.
type Scanner struct {
	Words  []Word
	Kazakh bool // the text has a letter that Kazakh has and Russian has not
	keys   []byte
}

// Scan returns the words of text. They are valid until the next Scan.
func (s *Scanner) Scan(text string) []Word {
	s.Words, s.Kazakh = s.Words[:0], false
	if cap(s.keys) < 2*len(text)+8 {
		s.keys = make([]byte, 0, 2*len(text)+8)
	}
	s.keys = s.keys[:0]
	gap, blank, sign := Stop, true, false
	for i := 0; i < len(text); {
		r, size := decode(text, i)
		if isFlag(r) {
			if next, more := decode(text, i+size); isFlag(next) {
				s.flag(r, next, i, i+size+more)
				i += size + more
				gap, blank, sign = Space, true, false
				continue
			}
		}
		if isWord(r) {
			if sign && !blank && gap < Tight {
				gap = Tight
			}
			i = s.word(text, i, gap)
			gap, blank, sign = Space, false, false
			continue
		}
		switch {
		case r == '\n':
			gap, blank = Stop, true
		case r == ' ' || r == '\t' || r == '\r' || unicode.IsSpace(r):
			blank = true
			if gap == Hyphen || gap == Tight {
				gap = Other
			}
		case (r == '-' || r == '–' || r == '‑' || r == '—') && !blank && !sign:
			gap = max(gap, Hyphen)
			sign = false
		case r == ',':
			gap = max(gap, Comma)
			sign = true
		case r == '.' || r == '!' || r == '?' || r == ';' || r == '…':
			if next, _ := decode(text, i+size); r == '.' && !blank && isWord(next) {
				gap = max(gap, Tight)
			} else {
				gap = Stop
			}
			sign = true
		case r == '@' || r == '_' || r == '\\':
			gap, sign = max(gap, Tight), true
		case r == 0xAD || r == 0x200B || r == 0xFEFF: // invisible
		default:
			gap = max(gap, Other)
		}
		i += size
	}
	return s.Words
}

func decode(text string, i int) (rune, int) {
	if i >= len(text) {
		return utf8.RuneError, 0
	}
	c := text[i]
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	// Two bytes are most of what is not ASCII.
	if c >= 0xC2 && c < 0xE0 && i+1 < len(text) && text[i+1]&0xC0 == 0x80 {
		return rune(c&0x1F)<<6 | rune(text[i+1]&0x3F), 2
	}
	return utf8.DecodeRuneInString(text[i:])
}

func isFlag(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func isWord(r rune) bool {
	if r < common {
		return kinds[r]&inWord != 0
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || isMark(r))
}

func isMark(r rune) bool { return r >= 0x300 && r <= 0x36F }

func isUpper(r rune) bool {
	if r < common {
		return kinds[r]&isCapital != 0
	}
	return unicode.IsUpper(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

func (s *Scanner) flag(a, b rune, start, end int) {
	from := len(s.keys)
	s.keys = append(s.keys, byte(a-0x1F1E6)+'a', byte(b-0x1F1E6)+'a')
	s.Words = append(s.Words, Word{Start: start, End: end, Key: s.keys[from:], Flag: true, Shape: Upper})
}

// word reads the word at i and returns where the next search begins.
func (s *Scanner) word(text string, i int, gap Gap) int {
	w := Word{Start: i, Gap: gap}
	from := len(s.keys)
	letters, capitals, first := 0, 0, true
	apostrophe, atKey := -1, 0 // where the last apostrophe stood, in text and keys
	for i < len(text) {
		// The plain letters, which are nearly all.
		if c := text[i]; c < utf8.RuneSelf && kinds[c]&inWord != 0 {
			letters++
			if kinds[c]&isCapital != 0 {
				capitals++
				c += 'a' - 'A'
				if first && w.Shape != Dotted {
					w.Shape = Title
				}
			}
			first = false
			s.keys = append(s.keys, c)
			i++
			continue
		}
		// Most Cyrillic letters, U+0400 to U+04FF: two bytes.
		if c := text[i]; 0xD0 <= c && c <= 0xD3 && i+1 < len(text) && text[i+1]&0xC0 == 0x80 {
			r := rune(c&0x1F)<<6 | rune(text[i+1]&0x3F)
			if kind := kinds[r]; kind&inWord != 0 {
				letters++
				if kind&isCapital != 0 {
					capitals++
					if first && w.Shape != Dotted {
						w.Shape = Title
					}
				}
				first = false
				w.Cyrillic = true
				s.Kazakh = s.Kazakh || kind&isKazakh != 0
				r = lower[r]
				s.keys = append(s.keys, 0xC0|byte(r>>6), 0x80|byte(r&0x3F))
				i += 2
				continue
			}
		}
		r, size := decode(text, i)
		if !isWord(r) {
			next, more := decode(text, i+size)
			if isApostrophe(r) && isWord(next) {
				apostrophe, atKey = i, len(s.keys)
				s.keys = append(s.keys, '\'')
				i += size
				continue
			}
			// A full stop after a single letter, before a single letter or
			// after a dotted one, belongs to an abbreviation.
			if r == '.' && (letters == 1 || w.Shape == Dotted) && capitals == letters && letters > 0 && apostrophe < 0 {
				after, _ := decode(text, i+size+more)
				if isUpper(next) && !isWord(after) {
					w.Shape = Dotted
					i += size
					continue
				}
				if w.Shape == Dotted {
					i += size
				}
			}
			break
		}
		upper := isUpper(r)
		if !isMark(r) {
			letters++
			if upper {
				capitals++
				if first && w.Shape != Dotted {
					w.Shape = Title
				}
			}
			first = false
		}
		if r >= 0x400 && r <= 0x52F {
			w.Cyrillic = true
			s.Kazakh = s.Kazakh || kinds[r]&isKazakh != 0
		}
		s.keys = appendFold(s.keys, r)
		i += size
	}
	w.End = i
	if w.Shape == Title && letters > 1 && capitals == letters {
		w.Shape = Upper
	}
	next := i
	if apostrophe >= 0 && len(s.keys) == atKey+2 && s.keys[atKey+1] == 's' {
		w.End, s.keys = apostrophe, s.keys[:atKey] // possessive
		if w.Shape == Title && letters > 2 && capitals == letters-1 {
			w.Shape = Upper
		}
	}
	w.Key = s.keys[from:len(s.keys):len(s.keys)]
	if len(w.Key) == 0 {
		return next // nothing but marks
	}
	w.Dot = next < len(text) && text[next] == '.' || w.Shape == Dotted
	s.Words = append(s.Words, w)
	return next
}

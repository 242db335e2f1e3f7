package words

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Span is a piece of a text, in bytes.
type Span struct{ Start, End int32 }

// A Scanner cuts a text in NFKC into words: runs of letters and digits, with the
// apostrophes inside them. Chinese and Japanese are written without spaces, so
// there each character counts as a word and what people call a word is found
// as a phrase.
type Scanner struct {
	text string
	at   int
}

// NewScanner returns a Scanner of a text in NFKC, see Normal.
func NewScanner(text string) *Scanner { return &Scanner{text: text} }

// Next returns the next word, and whether nothing but a hyphen stands between
// it and the word before.
func (w *Scanner) Next() (s Span, linked, ok bool) {
	gap := w.at
	for w.at < len(w.text) {
		r, n := utf8.DecodeRuneInString(w.text[w.at:])
		if Begins(r) {
			break
		}
		w.at += n
	}
	if w.at == len(w.text) {
		return Span{}, false, false
	}
	s.Start = int32(w.at)
	linked = gap > 0 && isHyphen(w.text[gap:w.at])
	r, n := utf8.DecodeRuneInString(w.text[w.at:])
	w.at += n
	if !isIdeograph(r) {
		w.finish()
	}
	s.End = int32(w.at)
	return s, linked, true
}

// finish moves on to the end of the word.
func (w *Scanner) finish() {
	for w.at < len(w.text) {
		r, n := utf8.DecodeRuneInString(w.text[w.at:])
		switch {
		case isApostrophe(r):
			after, _ := utf8.DecodeRuneInString(w.text[w.at+n:])
			if !Begins(after) || isIdeograph(after) {
				return
			}
		case Begins(r):
			if isIdeograph(r) {
				return
			}
		case r < utf8.RuneSelf || !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r):
			return
		}
		w.at += n
	}
}

// Begins reports whether a word may begin with r.
func Begins(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
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
// parts of one hyphenated word.
func Folded(text string) (forms []string, hyphenated bool) {
	w := Scanner{text: Normal(text, 1<<16)}
	hyphenated = true
	for {
		s, linked, ok := w.Next()
		if !ok {
			return forms, hyphenated && len(forms) > 1
		}
		hyphenated = hyphenated && (len(forms) == 0 || linked)
		forms = append(forms, string(AppendFolded(nil, w.text[s.Start:s.End])))
	}
}

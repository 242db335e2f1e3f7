package query

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A span is a piece of a text, in bytes.
type span struct{ start, end int32 }

// words cuts a text in NFKC into words: runs of letters and digits, with the
// apostrophes inside them. Chinese and Japanese are written without spaces, so
// there each character counts as a word and what people call a word is found
// as a phrase.
type words struct {
	text string
	at   int
}

// next returns the next word, and whether nothing but a hyphen stands between
// it and the word before.
func (w *words) next() (s span, linked, ok bool) {
	gap := w.at
	for w.at < len(w.text) {
		r, n := utf8.DecodeRuneInString(w.text[w.at:])
		if beginsWord(r) {
			break
		}
		w.at += n
	}
	if w.at == len(w.text) {
		return span{}, false, false
	}
	s.start = int32(w.at)
	linked = gap > 0 && isHyphen(w.text[gap:w.at])
	r, n := utf8.DecodeRuneInString(w.text[w.at:])
	w.at += n
	if !isIdeograph(r) {
		w.finish()
	}
	s.end = int32(w.at)
	return s, linked, true
}

// finish moves on to the end of the word.
func (w *words) finish() {
	for w.at < len(w.text) {
		r, n := utf8.DecodeRuneInString(w.text[w.at:])
		switch {
		case isApostrophe(r):
			after, _ := utf8.DecodeRuneInString(w.text[w.at+n:])
			if !beginsWord(after) || isIdeograph(after) {
				return
			}
		case beginsWord(r):
			if isIdeograph(r) {
				return
			}
		case r < utf8.RuneSelf || !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r):
			return
		}
		w.at += n
	}
}

func beginsWord(r rune) bool {
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

// normal returns text in NFKC, cut to at most limit bytes before and after.
func normal(text string, limit int) string {
	text = cut(text, limit)
	if norm.NFKC.IsNormalString(text) {
		return text
	}
	return cut(norm.NFKC.String(text), limit)
}

// cut returns text up to limit bytes, ending with a whole character.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// folded returns the words of a short text, folded, and whether they are the
// parts of one hyphenated word.
func folded(text string) (forms []string, hyphenated bool) {
	w := words{text: normal(text, 1<<16)}
	hyphenated = true
	for {
		s, linked, ok := w.next()
		if !ok {
			return forms, hyphenated && len(forms) > 1
		}
		hyphenated = hyphenated && (len(forms) == 0 || linked)
		forms = append(forms, string(appendFolded(nil, w.text[s.start:s.end])))
	}
}

package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latin holds, for U+00C0 to U+024F, the folded form of each letter.
var latin = func() (table [0x190]string) {
	special := map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th",
		'ł': "l", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ə': "a",
	}
	for i := range table {
		lower := unicode.ToLower(rune(0xC0 + i))
		if s, ok := special[lower]; ok {
			table[i] = s
			continue
		}
		if lower == 'i' || rune(0xC0+i) == 'İ' {
			table[i] = "i"
			continue
		}
		base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(lower)))
		table[i] = string(base)
	}
	return table
}()

// Latin, Greek and Cyrillic letters end here; of those below, tables know what
// package unicode would have to search for.
const common = 0x530

const (
	inWord = 1 << iota
	isCapital
	isKazakh
)

var kinds = func() (table [common]uint8) {
	for r := range rune(common) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || isMark(r) {
			table[r] |= inWord
		}
		if unicode.IsUpper(r) {
			table[r] |= isCapital
		}
	}
	for _, r := range "әғқңөұүһіӘҒҚҢӨҰҮҺІ" {
		table[r] |= isKazakh
	}
	return table
}()

var lower = func() (table [common]rune) {
	for r := range rune(common) {
		table[r] = unicode.ToLower(r)
	}
	table['ё'], table['Ё'] = 'е', 'е'
	return table
}()

// appendFold appends the folded form of one rune of a word.
func appendFold(dst []byte, r rune) []byte {
	switch {
	case 'A' <= r && r <= 'Z':
		return append(dst, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		return append(dst, byte(r))
	case r >= 0x400 && r < common:
		r = lower[r]
		return append(dst, 0xC0|byte(r>>6), 0x80|byte(r&0x3F)) // two bytes below U+0800
	case r >= 0xC0 && r < 0x250:
		return append(dst, latin[r-0xC0]...)
	case isMark(r):
		// и with a breve is й; every other mark falls.
		if r == 0x306 && strings.HasSuffix(string(dst[max(0, len(dst)-2):]), "и") {
			return append(dst[:len(dst)-2], "й"...)
		}
		return dst
	case r >= 0x1E00 && r < 0x1F00:
		base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(unicode.ToLower(r))))
		return utf8.AppendRune(dst, base)
	}
	return utf8.AppendRune(dst, unicode.ToLower(r))
}

// Fold returns the words of a name, folded and apart by single blanks.
func Fold(name string) string {
	var s Scanner
	var b strings.Builder
	for i, w := range s.Scan(name) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.Write(w.Key)
	}
	return b.String()
}

package words

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// AppendFolded appends word, which a Scanner found, the way words are compared: in
// lower case, without diacritics, apostrophes, an English possessive and
// invisible characters. ё becomes е; й and the letters of Kazakh stay, as they
// are letters of their own. Initials lose their dots (U.S. is us), numbers the
// commas between thousands, and a decimal comma becomes a point.
func AppendFolded(dst []byte, word string) []byte {
	for i, r := range word {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			dst = append(dst, byte(r))
		case 'A' <= r && r <= 'Z':
			dst = append(dst, byte(r)+'a'-'A')
		case 'а' <= r && r <= 'я':
			dst = append(dst, word[i], word[i+1])
		case 'А' <= r && r <= 'Я':
			dst = utf8.AppendRune(dst, r+'а'-'А')
		case isApostrophe(r):
			if rest := word[i+utf8.RuneLen(r):]; rest == "s" || rest == "S" {
				return dst
			}
		case r == '.' || r == ',' || r == ' ':
			dst = appendFoldedPoint(dst, word, i)
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
		default:
			dst = appendFoldedRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// appendFoldedPoint appends the dot, comma or space at i of a word, if it stays.
func appendFoldedPoint(dst []byte, word string, i int) []byte {
	switch after := word[i+1:]; {
	case i == 0: // .NET
		return append(dst, '.')
	case word[i] == ' ' || !isDigit(word[i-1]) || after == "" || !isDigit(after[0]):
		return dst
	case word[i] == ',' && len(after) >= 3 && isNumber(after[:3]) && (len(after) == 3 || !isDigit(after[3])):
		return dst
	}
	return append(dst, '.')
}

func appendFoldedRune(dst []byte, r rune) []byte {
	switch {
	case r == 'ё' || r == 'ѐ':
		r = 'е'
	case r == 'ѝ':
		r = 'и'
	case isCyrillic(r):
	case isDropped(r):
		return dst
	case r < 0x250 || 0x370 <= r && r < 0x400 || 0x1E00 <= r && r < 0x2000:
		return appendBase(dst, r)
	}
	return utf8.AppendRune(dst, r)
}

// appendBase appends a Latin or Greek letter without its diacritics.
func appendBase(dst []byte, r rune) []byte {
	switch r {
	case 'ß':
		return append(dst, "ss"...)
	case 'æ':
		return append(dst, "ae"...)
	case 'œ':
		return append(dst, "oe"...)
	case 'þ':
		return append(dst, "th"...)
	case 'ø':
		return append(dst, 'o')
	case 'ł':
		return append(dst, 'l')
	case 'đ', 'ð':
		return append(dst, 'd')
	case 'ħ':
		return append(dst, 'h')
	case 'ŧ':
		return append(dst, 't')
	case 'ı':
		return append(dst, 'i')
	case 'ς':
		return append(dst, "σ"...)
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	parts := norm.NFD.Properties(buf[:n]).Decomposition()
	if parts == nil {
		return append(dst, buf[:n]...)
	}
	for len(parts) > 0 {
		r, n := utf8.DecodeRune(parts)
		if !isDropped(r) {
			dst = append(dst, parts[:n]...)
		}
		parts = parts[n:]
	}
	return dst
}

// isDropped reports marks and invisible characters that do not tell words
// apart: diacritics, the vowel points of Arabic and Hebrew, soft hyphens.
func isDropped(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case 0x300 <= r && r <= 0x36F, 0x591 <= r && r <= 0x5C7,
		0x64B <= r && r <= 0x65F, r == 0x640, r == 0x670:
		return true
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}

func isCyrillic(r rune) bool { return 0x400 <= r && r < 0x530 }

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '’', '‘', '‛', 'ʼ', 'ʻ', 'ʹ':
		return true
	}
	return false
}

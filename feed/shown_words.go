package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hideIn returns a text without a secret. One that could be a word of the text, as the
// page of /private/page, is replaced only where it stands in an address.
func hideIn(text, secret string) string {
	if !isPlain(secret) {
		return strings.ReplaceAll(text, secret, hidden)
	}
	var out strings.Builder
	rest := 0 // where what is not written yet begins
	for i := 0; ; {
		n := strings.Index(text[i:], secret)
		if n < 0 {
			break
		}
		i += n
		end := i + len(secret)
		if next, _ := utf8.DecodeRuneInString(text[end:]); !followsName(text[:i]) || isWordRune(next) {
			i = end
			continue
		}
		out.WriteString(text[rest:i] + hidden)
		i, rest = end, end
	}
	return out.String() + text[rest:]
}

const (
	shortSecret = 6  // bytes; a shorter one may be a number or a time: 25s
	longWord    = 16 // letters that no word of a message has
)

// isPlain reports whether a secret could be words of a message.
func isPlain(secret string) bool {
	if len(secret) < shortSecret {
		return true
	}
	for word := range strings.FieldsFuncSeq(secret, func(r rune) bool { return strings.ContainsRune(" -_.,'", r) }) {
		first, n := utf8.DecodeRuneInString(word)
		switch tail := word[n:]; {
		case !unicode.IsLetter(first) || strings.ContainsFunc(tail, func(r rune) bool { return !unicode.IsLetter(r) }):
			return false
		case utf8.RuneCountInString(word) >= longWord:
			return false
		case tail != strings.ToLower(tail) && word != strings.ToUpper(word):
			return false
		}
	}
	return true
}

// followsName reports whether what comes after a text is a part of an address: it
// follows what parts those, as it is or escaped.
func followsName(before string) bool {
	if before == "" {
		return false
	}
	if strings.IndexByte("/=?&;#:@", before[len(before)-1]) >= 0 {
		return true
	}
	n := len(before) - 3
	return n >= 0 && before[n] == '%' && isHex(before[n+1]) && isHex(before[n+2])
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

func isWordRune(r rune) bool { return unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) }

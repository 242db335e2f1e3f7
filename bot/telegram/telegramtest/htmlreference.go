package telegramtest

import "strings"

// reference decodes the character reference that s begins with and returns how
// many bytes it takes; 0 where it is none that Telegram knows and so stays text.
// The semicolon may be missing.
func reference(s string) (r rune, size int) {
	if strings.HasPrefix(s, "&#") {
		r, size = numericReference(s)
	} else {
		r, size = namedReference(s)
	}
	if size > 0 && size < len(s) && s[size] == ';' {
		size++
	}
	return r, size
}

func numericReference(s string) (rune, int) {
	base, pos := rune(10), 2
	if strings.HasPrefix(s, "&#x") {
		base, pos = 16, 3
	}
	var r rune
	for ; pos < len(s) && pos < 10; pos++ {
		d := digit(s[pos])
		if d < 0 || d >= base {
			break
		}
		r = r*base + d
	}
	// Ten bytes are too many, whatever their value.
	if r <= 0 || r >= 0x10ffff || pos >= 10 {
		return 0, 0
	}
	return r, pos
}

func namedReference(s string) (rune, int) {
	pos := 1
	for pos < len(s) && letter(s[pos]) {
		pos++
	}
	switch s[1:pos] {
	case "lt":
		return '<', pos
	case "gt":
		return '>', pos
	case "amp":
		return '&', pos
	case "quot":
		return '"', pos
	}
	return 0, 0
}

// digit is the value of a hexadecimal digit, or -1.
func digit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

// surrogate says whether a number is half of a UTF-16 pair and so no character.
func surrogate(r rune) bool { return 0xd800 <= r && r <= 0xdfff }

package parse

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// So many characters beyond ASCII in a row of valid UTF-8 are no accident in any
// other encoding.
const noAccident = 8

// decodeMixed reads a document that is UTF-8 in one place and something else in
// another, as a program makes it that puts together what it was given: each text by
// itself, so that a bad one does not garble the others. It reports whether the
// document is one.
func decodeMixed(body []byte, labels []string) (string, bool) {
	ends := textEnds(body)
	var foreign []byte // what is to be read in another way, one after the other
	mixed := false
	for text := range texts(body, ends) {
		good, bad := countLenient(text)
		mixed = mixed || bad == 0 && good >= noAccident
		if isForeign(good, bad) && len(foreign) < maxDetected {
			foreign = append(append(foreign, text...), ' ')
		}
	}
	if !mixed || foreign == nil {
		return "", false
	}
	_, bad := countLenient(foreign)
	enc := encodingFor(foreign, labels, bad)
	var out strings.Builder
	out.Grow(len(body) + len(body)/8)
	for text := range texts(body, ends) {
		if isForeign(countLenient(text)) {
			out.WriteString(decodeWith(enc, text))
		} else {
			out.WriteString(toValid(text))
		}
	}
	return out.String(), true
}

// isForeign says whether a text is in another encoding than UTF-8. A few bad bytes may
// also be a character that was cut in two.
func isForeign(good, bad int) bool { return bad > fewBytes && bad > 2*good }

// textEnds returns the characters between which a document has its texts. No encoding
// that is read here has them in the middle of a character.
func textEnds(body []byte) string {
	if trimmed := bytes.TrimSpace(body[:min(len(body), 256)]); len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		return `"`
	}
	return "<>"
}

// texts yields the body in pieces, each with the character that ends it.
func texts(body []byte, ends string) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		start := 0
		for i, c := range body {
			if strings.IndexByte(ends, c) < 0 || c == '"' && i > 0 && body[i-1] == '\\' {
				continue
			}
			if !yield(body[start : i+1]) {
				return
			}
			start = i + 1
		}
		if start < len(body) {
			yield(body[start:])
		}
	}
}

// countLenient counts as countUTF8 does, but takes the halves of a UTF-16 pair, each
// encoded by itself (CESU-8, of programs in Java), for what they are: no other encoding.
func countLenient(b []byte) (good, bad int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case b[i] == 0xED && i+2 < len(b) && b[i+1]&0xE0 == 0xA0 && b[i+2]&0xC0 == 0x80:
			n = 3
			good++
		default:
			bad++
		}
		i += n
	}
	return good, bad
}

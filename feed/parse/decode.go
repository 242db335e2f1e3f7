package parse

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode returns the body as UTF-8 without byte order mark and without the
// control characters no text holds. What the bytes are goes before what they
// are called: a byte order mark, then valid UTF-8, then the charset of
// the Content-Type, then that of the XML declaration, then detection.
func decode(body []byte, contentType string) string {
	if text, ok := decodeMarked(body); ok {
		return clean(text)
	}
	if enc := wide(body); enc != nil {
		return clean(decodeWith(enc, body))
	}
	labels := []string{httpCharset(contentType), xmlCharset(body)}
	if utf8.Valid(body) {
		return clean(decodeShifted(body, labels))
	}
	if damagedUTF8(body) {
		return clean(string(bytes.ToValidUTF8(body, []byte("\uFFFD"))))
	}
	for _, label := range labels {
		// A label that says UTF-8 is disproved already.
		if enc, name := charset.Lookup(label); enc != nil && name != "utf-8" && name != "replacement" {
			return clean(decodeWith(enc, body))
		}
	}
	return clean(decodeWith(detect(body), body))
}

// decodeMarked reads what a byte order mark announces.
func decodeMarked(b []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return string(bytes.ToValidUTF8(b[3:], []byte("\uFFFD"))), true
	case bytes.HasPrefix(b, []byte("\xFF\xFE\x00\x00")):
		return decodeWith(utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), b), true
	case bytes.HasPrefix(b, []byte("\x00\x00\xFE\xFF")):
		return decodeWith(utf32.UTF32(utf32.BigEndian, utf32.UseBOM), b), true
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return decodeWith(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), b), true
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return decodeWith(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), b), true
	}
	return "", false
}

// wide finds UTF-16 without a mark by the zero bytes beside its ASCII, which
// make it look like valid UTF-8.
func wide(b []byte) encoding.Encoding {
	sample := b[:min(len(b), 256)]
	var even, odd int
	for i, c := range sample {
		switch {
		case c != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	switch {
	case len(sample) < 4:
		return nil
	case odd > len(sample)/4 && even == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case even > len(sample)/4 && odd == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// decodeShifted reads 7-bit text. All of it is valid UTF-8, but where an escape
// byte and a label agree on a shifting encoding it says something else.
func decodeShifted(body []byte, labels []string) string {
	if bytes.IndexByte(body, 0x1B) >= 0 {
		for _, label := range labels {
			if enc, name := charset.Lookup(label); name == "iso-2022-jp" {
				return decodeWith(enc, body)
			}
		}
	}
	return string(body)
}

// damagedUTF8 reports whether a text is UTF-8 with a few bytes gone wrong: in
// any other encoding sequences that happen to be valid are the rare ones.
func damagedUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > 10*bad
}

func decodeWith(enc encoding.Encoding, b []byte) string {
	text, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
	}
	return string(text)
}

func httpCharset(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

var declaration = regexp.MustCompile(`<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']`)

func xmlCharset(b []byte) string {
	if m := declaration.FindSubmatch(b[:min(len(b), 1024)]); m != nil {
		return string(m[1])
	}
	return ""
}

var tag = regexp.MustCompile(`<[^<>]*>`)

// detect guesses an encoding from the letters alone: markup is ASCII and drowns them.
func detect(b []byte) encoding.Encoding {
	sample := tag.ReplaceAll(b[:min(len(b), 256<<10)], nil)
	if best, err := chardet.NewTextDetector().DetectBest(sample); err == nil {
		if enc, name := charset.Lookup(best.Charset); enc != nil && name != "utf-8" && name != "replacement" {
			return enc
		}
	}
	enc, _ := charset.Lookup("windows-1252") // every byte of it is a letter
	return enc
}

// clean drops the characters that XML forbids and no reader shows, and
// byte order marks, wherever they are.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return r
		case r < ' ' || r == 0x7F || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF:
			return -1
		}
		return r
	}, s)
}

func isClean(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c < ' ' || c == 0x7F || c == 0xEF: // 0xEF begins U+FEFF, U+FFFE and U+FFFF
			return false
		}
	}
	return true
}

package parse

import (
	"bytes"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// decode returns the body as UTF-8 without byte order mark and without the
// control characters no text holds. What the bytes are goes before what they
// are called: a byte order mark, then valid UTF-8, then the charset of
// the Content-Type, then that of the XML declaration or of the page, then detection.
func decode(body []byte, contentType string) string {
	if text, ok := decodeMarked(body); ok {
		return clean(text)
	}
	if enc := wide(body); enc != nil {
		return clean(decodeWith(enc, body))
	}
	if utf8.Valid(body) {
		return clean(decodeShifted(body))
	}
	labels := []string{httpCharset(contentType), xmlCharset(body), pageCharset(body)}
	if labels[1] != "" && isDefault(labels[0]) {
		labels[0], labels[1] = labels[1], labels[0]
	}
	if text, ok := decodeMixed(body, labels); ok {
		return clean(text)
	}
	good, bad := countLenient(body)
	if good > 2*bad { // in any other encoding sequences that happen to be valid are the rare ones
		return clean(toValid(body))
	}
	return clean(decodeWith(encodingFor(body, labels, bad), body))
}

// isDefault knows the charset that HTTP/1.1 gave to all text that named none (RFC
// 2616, 3.7.1): servers put it on what they did not look at.
func isDefault(label string) bool {
	_, name := lookup(label)
	return name == "windows-1252"
}

// encodingFor returns how to read what is no UTF-8: as the first label says that does
// not make nonsense of it, else as detected, else as the first label says.
func encodingFor(body []byte, labels []string, bad int) encoding.Encoding {
	named, disorder := "", 2.0
	var best encoding.Encoding
	sample := body[:min(len(body), maxDetected)]
	for _, label := range labels {
		enc, name := lookup(label)
		// A label that says UTF-8 or UTF-16 is disproved already.
		if enc == nil || name == named || name == "utf-8" || name == "replacement" || strings.HasPrefix(name, "utf-16") {
			continue
		}
		named = name
		d := garbled(decodeWith(enc, sample))
		if d < maxGarbled {
			return enc
		}
		if d < disorder {
			best, disorder = enc, d
		}
	}
	enc := detect(body, bad)
	if best != nil && garbled(decodeWith(enc, sample)) >= min(disorder/3, maxGarbled) {
		enc = best
	}
	return enc
}

// decodeMarked reads what a byte order mark announces.
func decodeMarked(b []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return toValid(b[3:]), true
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

// wide finds UTF-16 and UTF-32 without a mark by the zero bytes beside its ASCII,
// which make it look like valid UTF-8.
func wide(b []byte) encoding.Encoding {
	sample := b[:min(len(b), 256)]
	switch {
	case len(sample) < 4:
		return nil
	case bytes.HasPrefix(sample, []byte("<\x00\x00\x00")):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case bytes.HasPrefix(sample, []byte("\x00\x00\x00<")):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case sample[0] == '<' && sample[1] == 0 && sample[2] != 0 && sample[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case sample[0] == 0 && sample[1] == '<' && sample[2] == 0 && sample[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
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
	case odd > len(sample)/4 && even == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case even > len(sample)/4 && odd == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// decodeShifted reads valid UTF-8, which 7-bit Japanese is as well: nothing else has
// the escapes into its alphabet and back.
func decodeShifted(body []byte) string {
	into := bytes.Contains(body, []byte("\x1B$B")) || bytes.Contains(body, []byte("\x1B$@"))
	if into && (bytes.Contains(body, []byte("\x1B(B")) || bytes.Contains(body, []byte("\x1B(J"))) {
		return decodeWith(japanese.ISO2022JP, body)
	}
	return inPlace(body)
}

// countUTF8 counts the characters beyond ASCII that are valid, and the bytes that
// are not.
func countUTF8(b []byte) (good, bad int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good, bad
}

// decodeWith decodes piece by piece: the whole is held once.
func decodeWith(enc encoding.Encoding, b []byte) string {
	var out strings.Builder
	_, beyond := countUTF8(b[:min(len(b), maxDetected)])
	if beyond > min(len(b), maxDetected)/4 {
		out.Grow(2 * len(b)) // letters of two bytes
	} else {
		out.Grow(len(b) + len(b)/8)
	}
	if _, err := io.Copy(&out, transform.NewReader(bytes.NewReader(b), enc.NewDecoder())); err != nil {
		return toValid(b)
	}
	return out.String()
}

// toValid returns b with U+FFFD for what is no UTF-8.
func toValid(b []byte) string {
	_, bad := countUTF8(b)
	if bad == 0 {
		return inPlace(b)
	}
	var out strings.Builder
	out.Grow(len(b) + 2*bad) // at most: bad bytes beside each other become one sign
	for len(b) > 0 {
		n := 0
		for n < len(b) {
			if r, size := utf8.DecodeRune(b[n:]); r != utf8.RuneError || size > 1 {
				n += size
				continue
			}
			break
		}
		out.Write(b[:n])
		b = b[n:]
		if n = badRun(b); n > 0 {
			out.WriteString("\uFFFD")
			b = b[n:]
		}
	}
	return out.String()
}

// badRun returns how many bytes at the front of b are no UTF-8.
func badRun(b []byte) (n int) {
	for n < len(b) {
		if r, size := utf8.DecodeRune(b[n:]); r != utf8.RuneError || size > 1 {
			break
		}
		n++
	}
	return n
}

// inPlace returns b as a text without a copy, which would be as long as the longest
// body: nobody writes into a body, and of the text no part outlives it (reader.add).
func inPlace(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

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

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{1,200}charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})`)

// pageCharset is what a web page says of itself.
func pageCharset(b []byte) string {
	if m := metaCharset.FindSubmatch(b[:min(len(b), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
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

package parse

import (
	"strings"
)

// mendJSON repairs what people and programs do to JSON: line ends in strings, quotes
// that are not escaped, escapes that are none, commas too many and too few, comments,
// words that are no values, a byte lost at the end. Of an end that is missing
// everything is kept up to the last object that was whole; cut then is where the
// rest begins, else -1. What cannot be mended stays as it is.
func mendJSON(text string) (mended string, cut int) {
	m := mender{in: text, cut: -1}
	m.out.Grow(len(text) + len(text)/16)
	for m.pos < len(m.in) {
		if m.step(); len(m.open) > maxDepth {
			return text, -1
		}
	}
	if len(m.open) > 0 {
		m.finish()
	}
	return m.out.String(), m.cut
}

// A mender goes over a text once.
type mender struct {
	in    string
	pos   int
	out   strings.Builder
	open  []byte // the brackets that are open
	last  byte   // the last byte written that is no space
	comma bool   // one is owed, if another value follows

	whole     int // length of out after the last object that was whole
	wholeIn   int // and of in
	wholeOpen int // how many brackets were open there
	cut       int
}

func (m *mender) step() {
	c := m.in[m.pos]
	switch {
	case isSpace(c):
		m.out.WriteByte(c)
		m.pos++
	case strings.HasPrefix(m.in[m.pos:], "//"):
		m.skipTo("\n", 0)
	case strings.HasPrefix(m.in[m.pos:], "/*"):
		m.skipTo("*/", 2)
	case c == ',':
		m.comma = m.last != '{' && m.last != '[' && m.last != ':' && m.last != 0
		m.pos++
	case c == '{' || c == '[':
		m.separate()
		m.open = append(m.open, c)
		m.put(c)
	case c == '}' || c == ']':
		m.shut(c)
	case c == ':':
		m.comma = false
		m.put(c)
	case c == '"':
		m.separate()
		m.text()
	default:
		m.separate()
		m.word()
	}
}

func (m *mender) put(c byte) {
	m.out.WriteByte(c)
	m.last = c
	m.pos++
}

// separate writes the comma between two values, be it there or missing.
func (m *mender) separate() {
	if m.comma || m.last == '}' || m.last == ']' || m.last == '"' {
		m.out.WriteByte(',')
	}
	m.comma = false
}

func (m *mender) shut(c byte) {
	m.comma = false // the last one was too many
	want := byte('{')
	if c == ']' {
		want = '['
	}
	if len(m.open) == 0 || m.open[len(m.open)-1] != want {
		m.pos++ // closes what is not open
		return
	}
	if m.last == ':' {
		m.out.WriteString("null")
	}
	m.open = m.open[:len(m.open)-1]
	m.put(c)
	if c == '}' && len(m.open) > 0 && m.open[len(m.open)-1] == '[' && len(m.open) == 2 {
		m.whole, m.wholeIn, m.wholeOpen = m.out.Len(), m.pos, len(m.open)
	}
}

func (m *mender) skipTo(end string, size int) {
	i := strings.Index(m.in[m.pos:], end)
	if i < 0 {
		m.pos = len(m.in)
		return
	}
	m.pos += i + size
}

// text copies a string. A quote ends it where a sign of JSON follows.
func (m *mender) text() {
	m.out.WriteByte('"')
	for i := m.pos + 1; i < len(m.in); i++ {
		switch c := m.in[i]; {
		case c == '\\':
			n := escapeLength(m.in[i:])
			if n == 0 { // no escape: the sign itself
				m.out.WriteString(`\\`)
				continue
			}
			m.out.WriteString(m.in[i : i+n])
			i += n - 1
		case c == '"' && endsString(m.in[i+1:]):
			m.out.WriteByte('"')
			m.last, m.pos = '"', i+1
			return
		case c == '"':
			m.out.WriteString(`\"`)
		case c == '\n':
			m.out.WriteString(`\n`)
		case c == '\t' || c == '\r':
			m.out.WriteByte(' ')
		default:
			m.out.WriteByte(c)
		}
	}
	m.out.WriteByte('"') // never closed
	m.last, m.pos = '"', len(m.in)
}

// escapeLength returns the length of the escape at the front of s, or 0.
func escapeLength(s string) int {
	switch {
	case len(s) < 2:
		return 0
	case strings.IndexByte(`"\/bfnrt`, s[1]) >= 0:
		return 2
	case s[1] != 'u' || len(s) < 6 || strings.Trim(s[2:6], "0123456789abcdefABCDEF") != "":
		return 0
	}
	return 6
}

// endsString reports whether what follows a quote is what may follow a string.
func endsString(rest string) bool {
	for i := 0; i < len(rest) && i < 1000; i++ {
		if !isSpace(rest[i]) {
			return strings.IndexByte(",:}]", rest[i]) >= 0
		}
	}
	return true
}

// word copies a number, true, false or null; any other word is null.
func (m *mender) word() {
	from := m.pos
	for m.pos < len(m.in) && !isSpace(m.in[m.pos]) && strings.IndexByte(`,:{}[]"`, m.in[m.pos]) < 0 {
		m.pos++
	}
	word := m.in[from:m.pos]
	switch {
	case word == "true" || word == "false" || word == "null" || isNumeral(word):
	case m.isKey():
		word = `"` + strings.Trim(word, `'\`) + `"`
	default:
		word = "null"
	}
	m.out.WriteString(word)
	m.last = 'w'
}

func (m *mender) isKey() bool {
	return strings.HasPrefix(strings.TrimLeft(m.in[m.pos:min(len(m.in), m.pos+20)], " \t\r\n"), ":")
}

func isNumeral(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, dotted := strings.Cut(digits, ".")
	return strings.Trim(whole+fraction, "0123456789") == "" && whole != "" && (!dotted || fraction != "") && (whole[0] != '0' || len(whole) == 1)
}

// finish closes what was open at the end, after the last item that was whole.
func (m *mender) finish() {
	text := m.out.String()
	open := m.open
	if m.whole > 0 && len(open) >= 2 {
		text, open, m.cut = text[:m.whole], open[:m.wholeOpen], m.wholeIn
		if len(m.open) == m.wholeOpen && strings.TrimSpace(m.in[m.wholeIn:]) == "" {
			m.cut = -1 // nothing but the brackets is missing
		}
	}
	m.out.Reset()
	m.out.WriteString(text)
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == '{' {
			m.out.WriteByte('}')
		} else {
			m.out.WriteByte(']')
		}
	}
}

package parse

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxNested is how deep the values of a JSON document may be in one another.
const maxNested = 1000

// A jsonCursor goes over JSON in place. encoding/json would hold every value once
// more while it looks for its end, and make a list of a million of a list of a
// million; of what a feed says little is kept, and the rest is passed over.
type jsonCursor struct {
	text  string
	pos   int
	depth int
}

var errJSONEnd = errors.New("it ends in the middle")

// unexpected is the error that there is something else than what is due.
func (c *jsonCursor) unexpected(due string) error {
	if c.pos >= len(c.text) {
		return errJSONEnd
	}
	r, _ := utf8.DecodeRuneInString(c.text[c.pos:])
	return fmt.Errorf("%q where %s is due", r, due)
}

// peek returns the next byte that is no space, or 0 at the end.
func (c *jsonCursor) peek() byte {
	for c.pos < len(c.text) && isSpace(c.text[c.pos]) {
		c.pos++
	}
	if c.pos == len(c.text) {
		return 0
	}
	return c.text[c.pos]
}

// take passes over the sign, if it is the next.
func (c *jsonCursor) take(sign byte) bool {
	if c.peek() != sign {
		return false
	}
	c.pos++
	return true
}

// object calls visit at the value of each field, which visit passes over.
func (c *jsonCursor) object(visit func(key string) error) error {
	return c.all('{', '}', "a field", func() error {
		if c.peek() != '"' {
			return c.unexpected("a field")
		}
		key, err := c.value()
		if err != nil {
			return err
		}
		if !c.take(':') {
			return c.unexpected(`":"`)
		}
		return visit(unquote(key, maxName))
	})
}

// list calls visit at each value, which visit passes over.
func (c *jsonCursor) list(visit func() error) error { return c.all('[', ']', "a value", visit) }

func (c *jsonCursor) all(open, shut byte, due string, visit func() error) error {
	if !c.take(open) {
		return c.unexpected(strconv.Quote(string(open)))
	}
	if c.depth++; c.depth > maxNested {
		return fmt.Errorf("values are nested more than %d deep", maxNested)
	}
	defer func() { c.depth-- }()
	if c.take(shut) {
		return nil
	}
	for {
		if err := visit(); err != nil {
			return err
		}
		switch {
		case c.take(shut):
			return nil
		case !c.take(','):
			return c.unexpected(`"," or "` + string(shut) + `"`)
		case c.peek() == shut:
			return c.unexpected(due)
		}
	}
}

// value passes over a value and returns it as it is written.
func (c *jsonCursor) value() (string, error) {
	first := c.peek()
	from := c.pos
	var err error
	switch first {
	case '{':
		err = c.object(func(string) error { return c.skip() })
	case '[':
		err = c.list(c.skip)
	case '"':
		err = c.quoted()
	default:
		err = c.word()
	}
	return c.text[from:c.pos], err
}

func (c *jsonCursor) skip() error {
	_, err := c.value()
	return err
}

// quoted passes over a string.
func (c *jsonCursor) quoted() error {
	for c.pos++; c.pos < len(c.text); c.pos++ {
		switch s := c.text[c.pos]; {
		case s == '"':
			c.pos++
			return nil
		case s < ' ':
			return c.unexpected("the end of a string")
		case s == '\\':
			n := escapeLength(c.text[c.pos:])
			if n == 0 {
				if c.pos++; c.pos >= len(c.text)-4 {
					return errJSONEnd
				}
				return c.unexpected("an escape")
			}
			c.pos += n - 1
		}
	}
	return errJSONEnd
}

// word passes over a number, true, false or null.
func (c *jsonCursor) word() error {
	from := c.pos
	for c.pos < len(c.text) && isWordByte(c.text[c.pos]) {
		c.pos++
	}
	switch word := c.text[from:c.pos]; {
	case word == "true" || word == "false" || word == "null" || isJSONNumber(word):
		return nil
	case word != "" && c.pos == len(c.text):
		return errJSONEnd
	}
	c.pos = from
	return c.unexpected("a value")
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'E'
}

// isJSONNumber reports whether s is a number as RFC 8259 (6) has it.
func isJSONNumber(s string) bool {
	mantissa, exponent := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, exponent = s[:i], strings.TrimLeft(s[i+1:i+min(2, len(s)-i)], "+-")+s[min(i+2, len(s)):]
		if exponent == "" || strings.Trim(exponent, "0123456789") != "" {
			return false
		}
	}
	return isNumeral(mantissa)
}

// unquote returns what a string says that quoted passed over, the first limit bytes
// of it and perhaps a few more.
func unquote(s string, limit int) string {
	s = s[1 : len(s)-1]
	if !strings.Contains(s[:min(len(s), limit)], `\`) {
		return cutBytes(s, limit)
	}
	out := make([]byte, 0, min(len(s), limit+utf8.UTFMax))
	for i := 0; i < len(s) && len(out) < limit; {
		if s[i] != '\\' {
			out = append(out, s[i])
			i++
			continue
		}
		n := escapeLength(s[i:])
		switch c := s[i+1]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := unit(s[i:])
			if utf16.IsSurrogate(r) { // a half; utf16 makes U+FFFD of one that is alone
				if escapeLength(s[i+n:]) == 6 {
					if both := utf16.DecodeRune(r, unit(s[i+n:])); both != utf8.RuneError {
						r, n = both, 12
					}
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, c)
		}
		i += n
	}
	return strings.ToValidUTF8(string(out), "") // a character that the limit cut
}

// unit returns the number of \uXXXX.
func unit(s string) rune {
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}

package parse

import "strings"

type kind uint8

const (
	textToken  kind = iota
	cdataToken      // lo and hi are the whole of it, brackets included
	startTag
	endTag
	otherToken // a comment, a declaration, a processing instruction
)

// A token is a piece of an XML text: doc[lo:hi].
type token struct {
	kind   kind
	closed bool   // a start tag that ends itself: <br/>
	name   string // of a tag: in lower case, with its prefix
	lo, hi int
}

const (
	cdataOpen  = "<![CDATA["
	cdataClose = "]]>"
)

// A scanner cuts a text into tokens. It never fails: what is no markup is
// text. Each byte is looked at a bounded number of times, whatever the text.
type scanner struct {
	doc                                 string
	pos                                 int
	comment, cdata, instruction, subset ending
}

// An ending is where a terminator was found last; it is not looked for again before
// that, nor at all once there is none.
type ending struct {
	at   int // just after it
	none bool
}

func (s *scanner) next() (token, bool) {
	if s.pos >= len(s.doc) {
		return token{}, false
	}
	t := token{lo: s.pos}
	if s.doc[s.pos] == '<' {
		switch rest := s.doc[s.pos:]; {
		case strings.HasPrefix(rest, "<!--"):
			t.kind = otherToken
			if t.hi = s.until("-->", 4, &s.comment); s.runsOver(t.hi, "<!--") {
				t.hi = s.pos + 4
			}
		case strings.HasPrefix(rest, cdataOpen):
			t.kind = cdataToken
			if t.hi = s.until(cdataClose, len(cdataOpen), &s.cdata); s.runsOver(t.hi, cdataOpen) {
				t.kind, t.hi = textToken, s.pos+len(cdataOpen)
			}
		case strings.HasPrefix(rest, "<?"):
			t.kind = otherToken
			t.hi = s.until("?>", 2, &s.instruction)
		case strings.HasPrefix(rest, "<!"):
			t.kind = otherToken
			t.hi = s.directive()
		default:
			s.tag(&t)
		}
	}
	if t.hi == 0 { // text, or a '<' that opens nothing
		t.kind = textToken
		t.hi = len(s.doc)
		if i := strings.IndexByte(s.doc[s.pos+1:], '<'); i >= 0 {
			t.hi = s.pos + 1 + i
		}
	}
	s.pos = t.hi
	return t, true
}

// until returns the position after the next terminator, or 0.
func (s *scanner) until(terminator string, skip int, e *ending) int {
	from := s.pos + skip
	if e.none || from > len(s.doc) {
		return 0
	}
	if e.at-len(terminator) < from {
		i := strings.Index(s.doc[from:], terminator)
		if i < 0 {
			e.none = true
			return 0
		}
		e.at = from + i + len(terminator)
	}
	return e.at
}

// runsOver reports whether what was opened at pos and ends at hi was in truth never
// closed: it runs over the end of an entry and over another opening, to whose
// terminator it has no right.
func (s *scanner) runsOver(hi int, opening string) bool {
	if hi == 0 {
		return false
	}
	inside := s.doc[s.pos+len(opening) : hi]
	next := strings.Index(inside, opening)
	if next < 0 {
		return false
	}
	return strings.Contains(inside[:next], "</item>") || strings.Contains(inside[:next], "</entry>")
}

// directive returns the end of <!DOCTYPE …>, its internal subset included:
// entities declared there are never expanded.
func (s *scanner) directive() int {
	i := strings.IndexAny(s.doc[s.pos+1:], "[<>")
	if i < 0 {
		return 0
	}
	switch at := s.pos + 1 + i; s.doc[at] {
	case '>':
		return at + 1
	case '[':
		return s.until("]>", i+1, &s.subset)
	}
	return 0
}

// tag reads a start or end tag; hi stays 0 where it is none.
func (s *scanner) tag(t *token) {
	i := s.pos + 1
	t.kind = startTag
	if i < len(s.doc) && s.doc[i] == '/' {
		t.kind = endTag
		i++
	}
	from := i
	for i < len(s.doc) && nameByte(s.doc[i], i == from) {
		i++
	}
	if i == from || i-from > 100 {
		return
	}
	name := strings.ToLower(s.doc[from:i])
	var quote byte
	inQuote := 0 // where the first ">" of an open value is
	signs := 0   // "<" in values
	for ; i < len(s.doc); i++ {
		switch c := s.doc[i]; {
		case c == '<' && quote != 0 && signs < maxSigns && i-s.pos < maxValue && closesSoon(s.doc[i:], quote):
			signs++ // not escaped, but the value goes on to its end
		case c == '<':
			// No attribute may hold one: the tag was never closed. An end tag may lack
			// its last sign all the same.
			switch {
			case inQuote > 0: // the quote was never closed
				t.name, t.hi, t.closed = name, inQuote+1, s.doc[inQuote-1] == '/'
			case t.kind == endTag && strings.TrimSpace(s.doc[from+len(name):i]) == "":
				t.name, t.hi = name, i
			}
			return
		case quote != 0:
			switch {
			case c == quote:
				quote, inQuote = 0, 0
			case c == '>' && inQuote == 0:
				inQuote = i
			}
		case (c == '"' || c == '\'') && afterEquals(s.doc[from:i]):
			quote = c
		case c == '>':
			t.name, t.hi, t.closed = name, i+1, s.doc[i-1] == '/'
			return
		}
	}
}

// How far, in bytes, the end of a value is looked for that holds a "<", and how many of
// those a tag may have: without a limit a text could be gone over at each of them.
const (
	maxValue = 500
	maxSigns = 3
)

// closesSoon reports whether the quote that ends a value follows, and behind it what
// may follow a value.
func closesSoon(rest string, quote byte) bool {
	rest = rest[:min(len(rest), maxValue)]
	i := strings.IndexByte(rest, quote)
	if i < 0 || i+1 >= len(rest) || strings.Contains(rest[:i], "</") {
		return false
	}
	return isSpace(rest[i+1]) || rest[i+1] == '>' || rest[i+1] == '/'
}

// afterEquals reports whether a quote at the end of s opens a value; one
// in the middle of nowhere must not swallow the rest of the tag.
func afterEquals(s string) bool {
	i := len(s) - 1
	for i >= 0 && i > len(s)-8 && isSpace(s[i]) {
		i--
	}
	return i >= 0 && s[i] == '='
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func nameByte(c byte, first bool) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 0x80:
		return true
	case first:
		return false
	}
	return c >= '0' && c <= '9' || c == ':' || c == '-' || c == '.'
}

// attribute returns the value of an attribute of a tag, decoded. Names are
// compared without regard to case.
func attribute(tag, name string) (string, bool) {
	i := 1
	for i < len(tag) && !isSpace(tag[i]) && tag[i] != '>' {
		i++
	}
	for i < len(tag) {
		for i < len(tag) && (isSpace(tag[i]) || tag[i] == '/' || tag[i] == '>' || tag[i] == '"' || tag[i] == '\'') {
			i++
		}
		from := i
		for i < len(tag) && !isSpace(tag[i]) && tag[i] != '=' && tag[i] != '>' {
			i++
		}
		key := tag[from:i]
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		if i >= len(tag) || tag[i] != '=' {
			continue
		}
		i++
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		var value string
		value, i = attributeValue(tag, i)
		if strings.EqualFold(key, name) {
			return unescape(value), true
		}
	}
	return "", false
}

func attributeValue(tag string, i int) (string, int) {
	if i < len(tag) && (tag[i] == '"' || tag[i] == '\'') {
		if n := strings.IndexByte(tag[i+1:], tag[i]); n >= 0 {
			return tag[i+1 : i+1+n], i + n + 2
		}
	}
	from := i
	for i < len(tag) && !isSpace(tag[i]) && tag[i] != '>' {
		i++
	}
	return tag[from:i], max(i, from)
}

func splitName(name string) (prefix, local string) {
	if p, l, ok := strings.Cut(name, ":"); ok {
		return p, l
	}
	return "", name
}

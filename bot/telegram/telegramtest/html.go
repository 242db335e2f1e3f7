package telegramtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// ParseHTML reads Telegram's HTML (https://core.telegram.org/bots/api#html-style)
// as strictly as Telegram does, and returns the plain text with its entities,
// outer ones first. What Telegram does after that, cleaning the text and
// leaving out entities that cannot be, is Format's part. The error has Telegram's
// own words.
func ParseHTML(s string) (text string, entities []Entity, err error) {
	p := htmlParser{in: s}
	if err := p.run(); err != nil {
		return "", nil, err
	}
	return p.out.String(), p.entities, nil
}

// refuse is the error of markup that cannot be read.
func refuse(format string, args ...any) error {
	return fmt.Errorf("can't parse entities: "+format, args...)
}

// htmlParser reads markup in one pass.
type htmlParser struct {
	in       string
	pos      int // in bytes of in
	out      strings.Builder
	units    int // of UTF-16 in out
	open     []openTag
	entities []Entity
	halves   bool // a reference to half a surrogate pair was seen
}

// openTag is a start tag whose end tag has not come yet.
type openTag struct {
	name, argument string
	unix           int64 // of tg-time
	units, bytes   int   // where its text begins
}

func (p *htmlParser) run() error {
	if !utf8.ValidString(p.in) {
		return errors.New("strings must be encoded in UTF-8")
	}
	for p.pos < len(p.in) {
		var err error
		switch {
		case p.in[p.pos] != '<':
			p.character()
		case p.peek(1) == '/':
			err = p.endTag()
		default:
			err = p.startTag()
		}
		if err != nil {
			return err
		}
	}
	if n := len(p.open); n > 0 {
		return refuse("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = ""
		}
	}
	slices.SortStableFunc(p.entities, compareEntities)
	if p.halves {
		return refuse("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	return nil
}

// character takes over one character, or the one that a reference stands for.
func (p *htmlParser) character() {
	r, size := utf8.DecodeRuneInString(p.in[p.pos:])
	if r == '&' {
		if decoded, n := reference(p.in[p.pos:]); n > 0 {
			r, size = decoded, n
		}
	}
	p.pos += size
	if surrogate(r) {
		p.halves = true
	}
	p.out.WriteRune(r)
	p.units += units(r)
}

// peek is the byte n further on; 0 behind the end, as every reader here expects.
func (p *htmlParser) peek(n int) byte {
	if p.pos+n >= len(p.in) {
		return 0
	}
	return p.in[p.pos+n]
}

// until moves on to the first byte that stop says, or to the end, and returns
// what was passed. Telegram takes a zero byte inside of a tag for the end.
func (p *htmlParser) until(stop func(byte) bool) string {
	begin := p.pos
	for p.peek(0) != 0 && !stop(p.in[p.pos]) {
		p.pos++
	}
	return p.in[begin:p.pos]
}

func (p *htmlParser) skipSpace() {
	p.until(func(c byte) bool { return !htmlSpace(c) })
}

func htmlSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v'
}

// lower is the ASCII part of strings.ToLower: tags are no more than that.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// units is the length of a character in UTF-16.
func units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

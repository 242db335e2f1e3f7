package telegramtest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// tagTypes are the tags of Telegram's HTML with the entity each makes; those
// that depend on attributes have none.
var tagTypes = map[string]string{
	"b": "bold", "strong": "bold",
	"i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler",
	"code": "code", "pre": "pre",
	"a": "", "blockquote": "", "tg-emoji": "", "tg-time": "",
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	name := lower(p.until(func(c byte) bool { return htmlSpace(c) || c == '>' }))
	if p.peek(0) == 0 {
		return refuse("Unclosed start tag at byte offset %d", begin)
	}
	if _, ok := tagTypes[name]; !ok {
		return refuse("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	tag := openTag{name: name, units: p.units, bytes: p.out.Len()}
	for p.peek(0) != '>' {
		if p.skipSpace(); p.peek(0) == '>' {
			break
		}
		if err := p.attribute(&tag, begin); err != nil {
			return err
		}
	}
	p.pos++
	if name == "span" && tag.argument != "spoiler" {
		return refuse("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, tag)
	return nil
}

// attribute reads one attribute of a tag that begins at begin.
func (p *htmlParser) attribute(tag *openTag, begin int) error {
	name := p.until(func(c byte) bool { return htmlSpace(c) || strings.IndexByte("=>/\"'", c) >= 0 })
	if name == "" {
		return refuse("Empty attribute name in the tag \"%s\" at byte offset %d", tag.name, begin)
	}
	p.skipSpace()
	if p.peek(0) == 0 {
		return refuse("Unclosed start tag \"%s\" at byte offset %d", tag.name, begin)
	}
	if p.peek(0) != '=' {
		tag.set(name, "")
		return nil
	}
	p.pos++
	p.skipSpace()
	if p.peek(0) == 0 {
		return refuse("Unclosed start tag \"%s\" at byte offset %d", tag.name, begin)
	}
	var value string
	if c := p.peek(0); c == '\'' || c == '"' {
		value = p.quoted(c)
	} else {
		start := p.pos
		value = lower(p.until(func(c byte) bool { return !alphanumeric(c) && c != '.' && c != '-' }))
		if c := p.peek(0); c != 0 && c != '>' && !htmlSpace(c) {
			return refuse("Unexpected end of name token at byte offset %d", start)
		}
	}
	if p.peek(0) == 0 {
		return refuse("Unclosed start tag at byte offset %d", begin)
	}
	tag.set(name, value)
	return nil
}

// quoted reads an attribute's value up to the closing quote or to the end.
func (p *htmlParser) quoted(quote byte) string {
	var value strings.Builder
	for p.pos++; p.peek(0) != 0 && p.peek(0) != quote; {
		r, size := utf8.DecodeRuneInString(p.in[p.pos:])
		if r == '&' {
			if decoded, n := reference(p.in[p.pos:]); n > 0 {
				r, size = decoded, n
				p.halves = p.halves || surrogate(r)
			}
		}
		value.WriteRune(r)
		p.pos += size
	}
	if p.peek(0) == quote {
		p.pos++
	}
	return value.String()
}

// set takes note of the attributes that mean something; others are allowed.
func (t *openTag) set(name, value string) {
	switch t.name + " " + name {
	case "a href", "tg-emoji emoji-id", "tg-time format":
		t.argument = value
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			t.argument = language
		}
	case "span class":
		if class, ok := strings.CutPrefix(value, "tg-"); ok {
			t.argument = class
		}
	case "blockquote expandable":
		t.argument = "expandable"
	case "tg-time unix":
		t.unix = leadingNumber(value)
	}
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return refuse("Unexpected end tag at byte offset %d", begin)
	}
	p.pos += 2
	name := lower(p.until(func(c byte) bool { return htmlSpace(c) || c == '>' }))
	p.skipSpace()
	if p.peek(0) != '>' {
		return refuse("Unclosed end tag at byte offset %d", begin)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return refuse("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.pos++
	p.open = p.open[:len(p.open)-1]
	if p.units == tag.units {
		return nil
	}
	return p.close(tag)
}

// close adds the entity of a tag whose end has come.
func (p *htmlParser) close(tag openTag) error {
	e := Entity{Type: tagTypes[tag.name], Offset: tag.units, Length: p.units - tag.units}
	switch tag.name {
	case "a":
		address := tag.argument
		if address == "" {
			address = p.out.String()[tag.bytes:]
		}
		if id := mentionedUser(address); id != 0 {
			e.Type, e.User = "text_mention", &User{ID: id}
		} else if link, err := checkLink(address); err == nil {
			e.Type, e.URL = "text_link", link
		} else {
			return nil // a link that is none is left out, its text stays
		}
	case "blockquote":
		e.Type = "blockquote"
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		if id, ok := exactNumber(tag.argument); !ok || id == 0 {
			return refuse("Invalid custom emoji identifier specified")
		}
		e.Type, e.CustomEmoji = "custom_emoji", tag.argument
	case "tg-time":
		if strings.Trim(tag.argument, "tTdDwW") != "" && lower(tag.argument) != "r" {
			return refuse("Invalid date format used")
		}
		if tag.unix <= 0 {
			return nil
		}
		e.Type, e.Unix, e.Format = "date_time", tag.unix, tag.argument
	case "pre", "code":
		e.Language = tag.argument
		if p.joinsPre(e) {
			return nil
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

// joinsPre makes one entity of pre and code around the same text where the code
// has a language, whichever is the outer one.
func (p *htmlParser) joinsPre(e Entity) bool {
	if len(p.entities) == 0 {
		return false
	}
	inner := &p.entities[len(p.entities)-1]
	if inner.Offset != e.Offset || inner.Length != e.Length {
		return false
	}
	switch {
	case e.Type == "pre" && inner.Type == "code" && inner.Language != "":
		inner.Type = "pre"
		return true
	case e.Type == "code" && inner.Type == "pre" && inner.Language == "" && e.Language != "":
		inner.Language = e.Language
		return true
	}
	return false
}

// exactNumber reads a number that is written as numbers are: no zeros or plus
// sign before it.
func exactNumber(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && strconv.FormatInt(n, 10) == s
}

// leadingNumber reads the number a text begins with, as 32 bits hold it.
func leadingNumber(s string) int64 {
	negative := strings.HasPrefix(s, "-")
	var n int32
	for _, c := range strings.TrimPrefix(s, "-") {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + (c - '0')
	}
	if negative {
		n = -n
	}
	return int64(n)
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func alphanumeric(c byte) bool { return letter(c) || '0' <= c && c <= '9' }

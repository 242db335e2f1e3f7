package telegramtest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a text, see https://core.telegram.org/bots/api#sendmessage.
const (
	maxText     = 4096  // characters, without markup
	maxRaw      = 32768 // bytes, with it
	maxEntities = 100   // the rest is dropped without a word
)

// Format is what people see of a message that is sent as HTML: ParseHTML's text
// without control characters and the white space around it, and the entities
// that Telegram keeps. The error has Telegram's words.
func Format(html string) (text string, entities []Entity, err error) {
	text, entities, err = ParseHTML(html)
	if err != nil {
		return "", nil, err
	}
	for i := range entities {
		link := entities[i].URL
		if !strings.ContainsFunc(link, unclean) {
			continue
		}
		link, _ = clean(link, nil)
		if entities[i].URL, err = checkLink(link); err != nil {
			return "", nil, fmt.Errorf("entity URL '%s' is invalid: %w", link, err)
		}
	}
	text, entities = settleText(text, entities)
	return text, entities, nil
}

// settleText cleans and trims a text. Entities are arranged before, for what is
// dropped does not come back, and after, for others may now begin together.
func settleText(text string, entities []Entity) (string, []Entity) {
	entities = arrange(entities)
	if strings.ContainsFunc(text, unclean) {
		text, entities = clean(text, entities)
		entities = arrange(entities)
	}
	text, entities = trim(text, entities)
	return text, few(entities)
}

// unclean says whether clean may change a text because of a character.
func unclean(r rune) bool {
	return r < ' ' && r != '\n' || dropped(r) || r == 0x200e || r == 0x200f
}

// dropped says whether Telegram leaves a character out.
func dropped(r rune) bool {
	return r == '\r' || 0x2028 <= r && r <= 0x202e || r == 0x333 || r == 0x33f || r == 0x30a
}

// formatted reads the text of a request and refuses what Telegram refuses.
func formatted(p params) (text string, entities []Entity, err error) {
	raw := p["text"]
	switch {
	case raw == "":
		return "", nil, blame(badRequest("message text is empty"))
	case len(raw) > maxRaw:
		return "", nil, blame(badRequest("text is too long"))
	}
	switch mode := p["parse_mode"]; mode {
	case "HTML":
		if text, entities, err = Format(raw); err != nil {
			return "", nil, blame(badRequest("%v", err))
		}
	case "":
		if err := p.json("entities", &entities); err != nil {
			return "", nil, blame(badRequest("%v", err))
		}
		text, entities = settleText(raw, entities)
	default:
		return "", nil, blame(badRequest("telegramtest reads HTML, not %s", mode))
	}
	switch {
	case blank(text):
		return "", nil, blame(badRequest("text must be non-empty"))
	case utf8.RuneCountInString(text) > maxText:
		return "", nil, blame(badRequest("message is too long"))
	}
	return text, entities, nil
}

// clean makes spaces of control characters and drops those that Telegram drops.
// Entities move along.
func clean(text string, entities []Entity) (string, []Entity) {
	var out strings.Builder
	var gone []int // offsets in UTF-16 units of the text
	at := 0
	for _, r := range text {
		switch {
		case dropped(r):
			gone = append(gone, at)
		case r < ' ' && r != '\n':
			out.WriteByte(' ')
		default:
			out.WriteRune(r)
		}
		at += units(r)
	}
	before := func(offset int) int {
		n := 0
		for n < len(gone) && gone[n] < offset {
			n++
		}
		return n
	}
	moved := make([]Entity, 0, len(entities))
	for _, e := range entities {
		begin, end := e.Offset-before(e.Offset), e.end()-before(e.end())
		if e.Offset, e.Length = begin, end-begin; e.Length > 0 {
			moved = append(moved, e)
		}
	}
	return oneMark(out.String()), moved
}

// oneMark keeps the last of several direction marks in a row and makes
// zero-width non-joiners of the others.
func oneMark(text string) string {
	r := []rune(text)
	mark := func(i int) bool { return i < len(r) && (r[i] == 0x200e || r[i] == 0x200f) }
	for i := range r {
		if mark(i) && mark(i+1) {
			r[i] = 0x200c
		}
	}
	return string(r)
}

// trim cuts white space off both ends. At the beginning it stops at an entity.
func trim(text string, entities []Entity) (string, []Entity) {
	text = strings.TrimRight(text, " \n")
	length := 0
	for _, r := range text {
		length += units(r)
	}
	var kept []Entity
	first := length
	for _, e := range entities {
		e.Length = min(e.end(), length) - e.Offset
		if e.Length > 0 {
			kept = append(kept, e)
			first = min(first, e.Offset)
		}
	}
	n := len(text) - len(strings.TrimLeft(text, " \n"))
	n = min(n, first) // white space is one unit and one byte
	for i := range kept {
		kept[i].Offset -= n
	}
	return text[n:], kept
}

// blank says whether nothing can be seen of a text.
func blank(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == 0x2800 || r == 0xfffc
	}) == ""
}

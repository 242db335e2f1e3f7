package country

import (
	"strings"
	"time"
	"unicode/utf8"

	"newsbot/feed/country/internal/words"
)

// A part is the title or the text of a story as words.
type part struct {
	words    []words.Word
	ids      []uint32 // by word: its number in the gazetteer, or 0
	stems    []uint32 // by word: the number without Kazakh endings, or 0
	scanner  words.Scanner
	text     string
	title    bool
	headline bool // most words begin with a capital, as in an English headline
	capsAll  bool // written in capitals throughout
	civic    bool // two different words of American local government
}

// In stems: -лық was taken off, and the word needs no capital.
const adjectiveBit = 1 << 31

// A hit is a name found at words [from, to).
type hit struct {
	entry    *entry
	leader   *leader // whose name it is, or nil
	code     Code
	rule     string
	from, to int
	dateline bool
	language bool // dropped as the name of a language
	weak     bool // a leader's surname, which must have support
	drop     bool
}

func (p *part) read(g *gazetteer, text string, isTitle bool) {
	p.text, p.title = text, isTitle
	p.words = p.scanner.Scan(text)
	p.ids, p.stems = p.ids[:0], p.stems[:0]
	// A few words in Kazakh may lack its letters, a text does not.
	const few = 20
	endings := p.scanner.Kazakh || len(p.words) < few
	upper, mixed, small, cue := 0, 0, 0, uint32(0)
	p.civic = false
	for i := range p.words {
		w := &p.words[i]
		id := g.words.number(w.Key)
		stem := uint32(0)
		if id == 0 && w.Cyrillic && endings && g.kazakh.has(w.Key) {
			stems(w.Key, func(key []byte, adjective bool) bool {
				if stem = g.words.number(key); stem != 0 && adjective {
					stem |= adjectiveBit
				}
				return stem == 0
			})
		}
		if id != 0 && g.classes[id]&civic != 0 {
			p.civic = p.civic || cue != 0 && cue != id
			cue = id
		}
		p.ids, p.stems = append(p.ids, id), append(p.stems, stem)
		switch w.Shape {
		case words.Upper:
			upper++
		case words.Title, words.Lower:
			if c := w.Key[0]; len(w.Key) > 1 && (c < '0' || c > '9') {
				mixed++
				if w.Shape == words.Lower {
					small++
				}
			}
		}
	}
	p.headline = isTitle && small*2 < mixed
	p.capsAll = upper > 0 && mixed*5 <= upper
}

// match appends the longest names of the part, from left to right. Traps take
// their words and leave nothing.
func (p *part) match(g *gazetteer, leaders *Leaders, at time.Time, hits []hit) []hit {
	for i := 0; i < len(p.words); {
		if p.words[i].Flag {
			if c := Code(upper(p.words[i].Key)); g.countries[c].en != "" {
				hits = append(hits, hit{entry: flagEntry, code: c, rule: "flag", from: i, to: i + 1})
			}
			i++
			continue
		}
		e, to := p.longest(g, i)
		if l, end, weak := p.leader(g, leaders, i, at); l != nil && end > to {
			hits = append(hits, hit{entry: &l.entry, leader: l, code: l.code, rule: ruleNames[kindLeader], from: i, to: end, weak: weak})
			i = end
			continue
		}
		if e == nil {
			i++
			continue
		}
		if e.kind != kindTrap {
			hits = append(hits, hit{entry: e, code: e.code(), rule: ruleNames[e.kind], from: i, to: to})
		}
		i = to
	}
	return hits
}

var flagEntry = &entry{kind: kindName}

// name is what the gazetteer or the table of leaders has.
func (h *hit) name() string {
	switch {
	case h.leader != nil:
		return h.leader.name
	case h.entry == flagEntry:
		return "flag"
	}
	return h.entry.key()
}

func upper(key []byte) string { return string([]byte{key[0] - 'a' + 'A', key[1] - 'a' + 'A'}) }

func (p *part) longest(g *gazetteer, i int) (best *entry, to int) {
	if p.ids[i] == 0 && p.stems[i] == 0 {
		return nil, 0
	}
	node := uint32(0)
	for j := i; j < len(p.words); j++ {
		if j > i && !p.joined(j) {
			break
		}
		if stem := p.stems[j]; stem != 0 {
			e := g.end(g.names.next(node, stem&^adjectiveBit))
			if e != nil && e.flags&kazakh != 0 && (stem&adjectiveBit != 0 || p.paired(i, j+1) || p.allowed(e, i, j+1) || i == j && p.capitalStem(e, i)) {
				best, to = e, j+1
			}
		}
		if p.ids[j] == 0 {
			break
		}
		if node = g.names.next(node, p.ids[j]); node == 0 {
			break
		}
		if e := g.end(node); e != nil && (p.allowed(e, i, j+1) || e.flags&kazakh != 0 && p.paired(i, j+1)) {
			best, to = e, j+1
		}
	}
	return best, to
}

// joined reports whether word j continues a name: "Guinea-Bissau", "St. Louis",
// "Папуа — Новая Гвинея", "Turks & Caicos Islands".
func (p *part) joined(j int) bool {
	switch p.words[j].Gap {
	case words.Space, words.Hyphen:
		return true
	case words.Other:
		return strings.Trim(p.text[p.words[j-1].End:p.words[j].Start], " -–—&\u00a0") == ""
	case words.Stop:
		before := &p.words[j-1]
		return before.Dot && utf8.RuneCount(before.Key) <= 2 && before.End+2 >= p.words[j].Start-1
	}
	return false
}

// paired reports whether words [from, to) are half of a pair of small letters,
// as "ресей-украина", in which Kazakh writes countries.
func (p *part) paired(from, to int) bool {
	if !p.scanner.Kazakh || p.words[from].Shape != words.Lower {
		return false
	}
	left := from > 0 && p.words[from].Gap == words.Hyphen && p.known(from-1)
	right := to < len(p.words) && p.words[to].Gap == words.Hyphen && p.known(to)
	return left || right
}

// capitalStem reports whether a word is an abbreviation with a Kazakh ending in
// small letters, as "АҚШтың".
func (p *part) capitalStem(e *entry, i int) bool {
	w := &p.words[i]
	if e.flags&needCapitals == 0 || w.Start+int(e.keyLen) > w.End || w.Gap == words.Tight {
		return false
	}
	stem := p.text[w.Start:][:e.keyLen] // folding keeps the length of Cyrillic
	return strings.ToUpper(stem) == stem
}

func (p *part) known(i int) bool { return p.ids[i] != 0 || p.stems[i] != 0 }

// allowed checks how an entry must be written.
func (p *part) allowed(e *entry, from, to int) bool {
	first, last := &p.words[from], &p.words[to-1]
	switch {
	case first.Gap == words.Tight, to < len(p.words) && p.words[to].Gap == words.Tight:
		return false // part of an address
	case e.flags&needCapital != 0 && first.Shape == words.Lower,
		e.flags&needCapitals != 0 && first.Shape < words.Upper:
		return false
	case e.flags&needCapitals != 0 && p.capsAll && from > 0 && first.Shape == words.Upper && string(first.Key) == "us":
		return false // "TELL US" in a headline of capitals
	case e.flags&half != 0 && (to == len(p.words) || p.words[to].Gap != words.Hyphen || !p.known(to)):
		return false
	case e.flags&needDot != 0 && !last.Dot && first.Gap != words.Comma:
		return false
	case e.flags&needComma != 0 && (first.Gap != words.Comma || p.capsAll):
		return false
	}
	return true
}

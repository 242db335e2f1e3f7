package country

import (
	"bytes"
	"slices"
	"strings"

	"newsbot/feed/country/internal/words"
)

// context drops what the words beside a name show to be no place, and gives a
// town the country that follows it: "Paris, Texas".
func (p *part) context(g *gazetteer, hits []hit) {
	for i := range hits {
		h := &hits[i]
		switch {
		case h.entry == flagEntry:
		case p.isSmall(g, h), p.isMoney(g, h), p.isPerson(g, h), p.isStreet(g, h), p.isThing(g, h), p.isQuoted(h):
			h.drop = true
		case p.isLanguage(g, hits, i):
			h.drop, h.language = true, true
		default:
			p.follow(hits, i)
			p.within(g, hits, i)
		}
	}
}

func (p *part) class(g *gazetteer, i int, gap words.Gap) class {
	if i < 0 || i >= len(p.words) || gap > words.Hyphen {
		return 0
	}
	return g.class(p, i)
}

// class returns the classes of word i, whatever stands before it.
func (g *gazetteer) class(p *part, i int) class {
	if p.ids[i] == 0 {
		return g.classes[p.stems[i]&^adjectiveBit]
	}
	return g.classes[p.ids[i]]
}

// before is the class of the word before a hit, after of the one behind it.
func (p *part) before(g *gazetteer, h *hit) class {
	return p.class(g, h.from-1, p.words[h.from].Gap)
}

func (p *part) after(g *gazetteer, h *hit) class {
	if h.to >= len(p.words) {
		return 0
	}
	return p.class(g, h.to, p.words[h.to].Gap)
}

// isSmall: Russian writes peoples small, so "Чехов" within a sentence is a
// person; and "Того" at the start of one is the pronoun.
func (p *part) isSmall(g *gazetteer, h *hit) bool {
	w := &p.words[h.from]
	if w.Shape != words.Title {
		return false
	}
	if w.Gap == words.Stop {
		return g.classes[p.ids[h.from]]&pronoun != 0 && h.to-h.from == 1
	}
	return h.entry.flags&small != 0 && w.Gap == words.Space
}

// isMoney: "US dollars", "Swiss francs", "US$460m".
func (p *part) isMoney(g *gazetteer, h *hit) bool {
	if h.entry.kind != kindName && h.entry.kind != kindDemonym {
		return false
	}
	end := p.words[h.to-1].End
	return p.after(g, h)&money != 0 || end < len(p.text) && p.text[end] == '$'
}

// isPerson: "Jack London", "Mr. Jordan", "Virginia Raggi".
func (p *part) isPerson(g *gazetteer, h *hit) bool {
	switch h.entry.kind {
	case kindCity, kindLargeCity, kindTown, kindRegion:
	case kindName:
		if h.to-h.from > 1 || g.classes[p.ids[h.from]]&personal == 0 {
			return false
		}
	case kindDemonym:
		return p.isSurname(g, h)
	default:
		return false
	}
	if p.capsAll {
		return false
	}
	if p.before(g, h)&particle != 0 {
		return true
	}
	if h.entry.kind != kindName && p.besideSurname(g, h) {
		return true
	}
	if h.from > 0 {
		b := &p.words[h.from-1]
		c := class(0)
		if p.words[h.from].Gap == words.Space || p.words[h.from].Gap == words.Stop && b.Dot {
			if p.ids[h.from-1] != 0 && b.Shape == words.Title {
				c = g.classes[p.ids[h.from-1]]
			}
			initial := len(b.Key) == 1 && b.Dot && b.Shape == words.Title
			if c&(given|title) != 0 && (p.words[h.from].Gap == words.Space || c&title != 0) || initial {
				return true
			}
		}
	}
	if h.to-h.from == 1 && g.classes[p.ids[h.from]]&forename != 0 && h.to < len(p.words) {
		a := &p.words[h.to]
		return a.Gap == words.Space && a.Shape == words.Title && p.after(g, h)&(function|office|head) == 0 && p.before(g, h)&locative == 0 && !p.title
	}
	return false
}

// isSurname: a Russian adjective with a capital after a name, "Ян Польский".
func (p *part) isSurname(g *gazetteer, h *hit) bool {
	w := &p.words[h.from]
	if p.before(g, h)&particle != 0 {
		return w.Cyrillic && w.Shape == words.Title // "имени Сербского"
	}
	if h.from == 0 || !w.Cyrillic || w.Shape != words.Title || w.Gap != words.Space || p.capsAll || p.headline {
		return false
	}
	b := &p.words[h.from-1]
	return b.Shape == words.Title && b.Cyrillic && (p.ids[h.from-1] == 0 && b.Gap <= words.Hyphen || p.before(g, h)&given != 0)
}

// isStreet: "Dublin Road", "Киевское шоссе", "на улице Ташкентской", "Мәскеу
// көшесі".
func (p *part) isStreet(g *gazetteer, h *hit) bool {
	if h.entry.kind == kindSeat {
		return false
	}
	if p.words[h.from].Cyrillic {
		return p.after(g, h)&street != 0 || p.before(g, h)&street != 0 && p.words[h.from].Shape == words.Title
	}
	return p.after(g, h)&street != 0 && p.words[h.to].Shape == words.Title
}

// isQuoted: a city's name alone between «», which is a club's or a hotel's.
func (p *part) isQuoted(h *hit) bool {
	switch h.entry.kind {
	case kindCity, kindLargeCity, kindTown:
		return strings.HasSuffix(p.text[:p.words[h.from].Start], "«") && strings.HasPrefix(p.text[p.words[h.to-1].End:], "»")
	}
	return false
}

// isThing: "French dressing".
func (p *part) isThing(g *gazetteer, h *hit) bool {
	return h.entry.kind == kindDemonym && p.after(g, h)&thing != 0 && p.words[h.to].Shape == words.Lower
}

// isLanguage: "in English.", "знает французский и немецкий", but not "in English
// towns" nor "на украинской и российской границах".
func (p *part) isLanguage(g *gazetteer, hits []hit, i int) bool {
	h := &hits[i]
	if h.entry.kind != kindDemonym {
		return false
	}
	if p.tongues(g, hits, i) {
		return true
	}
	if p.words[h.from].Cyrillic && !isManly(p.words[h.from].Key) {
		return false
	}
	said := p.before(g, h)&speech != 0
	if i > 0 && hits[i-1].language {
		switch last := &hits[i-1]; h.from {
		case last.to:
			said = said || p.words[h.from].Gap == words.Comma
		case last.to + 1:
			said = said || g.classes[p.ids[last.to]]&conjunction != 0
		}
	}
	return said && p.endsPhrase(g, hits, i)
}

// tongues reports whether "language" follows a demonym, or the demonyms that are
// joined to it: "ағылшын және орыс тілдері".
func (p *part) tongues(g *gazetteer, hits []hit, i int) bool {
	for ; i < len(hits) && hits[i].entry.kind == kindDemonym; i++ {
		after := p.after(g, &hits[i])
		if after&tongue != 0 {
			return true
		}
		joined := hits[i].to
		if after&conjunction != 0 {
			joined++
		} else if joined >= len(p.words) || p.words[joined].Gap != words.Comma {
			return false
		}
		if i+1 == len(hits) || hits[i+1].from != joined {
			return false
		}
	}
	return false
}

// endsPhrase reports whether no noun follows a demonym, nor the demonyms that
// are joined to it.
func (p *part) endsPhrase(g *gazetteer, hits []hit, i int) bool {
	to := hits[i].to
	if to >= len(p.words) || p.words[to].Gap > words.Hyphen {
		return true
	}
	class := p.after(g, &hits[i])
	if class&conjunction != 0 && i+1 < len(hits) && hits[i+1].from == to+1 && hits[i+1].entry.kind == kindDemonym {
		return p.endsPhrase(g, hits, i+1)
	}
	return class&function != 0
}

// Russian calls a language by the adjective of "язык", which is masculine.
var manly = [][]byte{[]byte("кий"), []byte("кого"), []byte("кому"), []byte("ким"), []byte("ком")}

func isManly(key []byte) bool {
	return slices.ContainsFunc(manly, func(ending []byte) bool { return bytes.HasSuffix(key, ending) })
}

// besideSurname: a city by population after a capitalised word that is none the
// gazetteer knows, "Tanesha Melbourne", or before one, "Nigel Clough".
func (p *part) besideSurname(g *gazetteer, h *hit) bool {
	if p.headline || p.capsAll {
		return false
	}
	if h.from > 0 && p.words[h.from].Gap == words.Space {
		b := &p.words[h.from-1]
		if b.Shape == words.Title && p.ids[h.from-1] == 0 && b.Gap <= words.Hyphen && !b.Dot {
			return true
		}
	}
	// A Russian place before a name is its genitive: "мэр Харькова Игорь Терехов".
	if h.entry.kind == kindCity || h.to >= len(p.words) || p.before(g, h)&locative != 0 || p.words[h.from].Cyrillic {
		return false
	}
	a := &p.words[h.to]
	return h.to-h.from == 1 && a.Gap == words.Space && a.Shape == words.Title && p.ids[h.to] == 0
}

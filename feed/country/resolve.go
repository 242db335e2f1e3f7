package country

import "newsbot/feed/country/internal/words"

// resolve settles what one name leaves open by what else the story names.
// hits are those of title and text together.
func (s *story) resolve() {
	s.spread()
	s.strength()
	for i := range s.hits {
		s.alternative(&s.hits[i])
	}
	if s.text.civic {
		s.american()
	}
	s.towns()
}

// spread gives every mention of a town the country that one of them has right
// behind it.
func (s *story) spread() {
	clear(s.said)
	for i := range s.hits {
		if h := &s.hits[i]; h.rule == ruleTownRegion && s.said[h.entry] == "" {
			s.said[h.entry] = h.code
		}
	}
	for i := range s.hits {
		h := &s.hits[i]
		if c := s.said[h.entry]; c != "" && h.rule != ruleTownRegion {
			h.code, h.rule = c, ruleTownSaid
		}
	}
}

// strength counts, by country, the evidence that stands by itself: places, and
// names or demonyms.
func (s *story) strength() {
	clear(s.places)
	clear(s.named)
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop || h.entry.others() != "" && !h.settled() {
			continue
		}
		switch h.entry.kind {
		case kindRegion, kindShort, kindCity, kindLargeCity:
			s.places[h.code]++
		case kindName, kindDemonym, kindSeat, kindLeader:
			s.named[h.code]++
		case kindTown:
			if h.settled() {
				s.named[h.code]++
			}
		}
	}
}

// alternative chooses among the countries a name may mean: the usual one,
// unless only another has places in the story ("Georgia" beside Atlanta).
func (s *story) alternative(h *hit) {
	if h.drop || h.entry.others() == "" || h.settled() {
		return
	}
	if s.places[h.code]+s.named[h.code] > 0 {
		return
	}
	for c := range each(h.entry.others()) {
		if s.places[c] > 0 {
			h.code, h.rule = c, "by the other places"
			return
		}
	}
}

// american moves to the United States the names that are an American town's as
// well, where nothing else speaks for the country they usually mean. Of the
// names of countries it moves one that stands alone: "Lebanon", but not "Greece
// or Portugal".
func (s *story) american() {
	clear(s.counts)
	abroad := 0 // mentions by name of countries but the United States
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop {
			continue
		}
		if h.entry.kind != kindTown {
			s.counts[h.entry]++
		}
		if h.entry.kind == kindName && h.code != "US" {
			abroad++
		}
	}
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop || !has(h.entry.towns(), "US") || h.settled() {
			continue
		}
		own := s.counts[h.entry]
		if s.places[h.code]+s.named[h.code] > own || h.entry.kind == kindName && abroad > own {
			continue
		}
		h.code, h.rule = "US", "town by local words"
	}
}

// towns keeps a town where the country is named besides, or where two towns
// that agree stand in a place of places: "in Lecce".
func (s *story) towns() {
	clear(s.small)
	clear(s.counts)
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop || h.entry.kind != kindTown || h.rule != ruleNames[kindTown] {
			continue
		}
		if c, ok := s.supported(h); ok {
			h.code, h.rule = c, "town of a country named"
			continue
		}
		p := s.part(i)
		if p.before(s.g, h)&locative == 0 && !h.dateline {
			h.drop = true
			continue
		}
		if h.entry.towns() == "" && p.plainlyWithin(s.g, h) {
			h.rule = "the only town of its name"
			continue
		}
		if s.counts[h.entry]++; s.counts[h.entry] == 1 {
			s.small[h.code]++
			for c := range each(h.entry.towns()) {
				s.small[c]++
			}
		}
	}
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop || h.entry.kind != kindTown || h.rule != ruleNames[kindTown] {
			continue
		}
		best := h.code
		for c := range each(h.entry.towns()) {
			if s.small[c] > s.small[best] {
				best = c
			}
		}
		h.code, h.rule = best, "two towns"
		h.drop = s.small[best] < 2
	}
}

// plainlyWithin: "in Dundalk since", not "at Salt + Smoke" or "in Dome Petroleum".
func (p *part) plainlyWithin(g *gazetteer, h *hit) bool {
	if p.capsAll || p.before(g, h)&within == 0 || p.words[h.from].Shape != words.Title {
		return false
	}
	if h.to >= len(p.words) {
		return true
	}
	next := &p.words[h.to]
	return next.Gap > words.Hyphen || next.Gap == words.Space && next.Shape == words.Lower
}

// supported returns the country of a town that the story names besides.
func (s *story) supported(h *hit) (Code, bool) {
	if s.places[h.code]+s.named[h.code] > 0 {
		return h.code, true
	}
	for c := range each(h.entry.towns()) {
		if s.places[c]+s.named[c] > 0 {
			return c, true
		}
	}
	return "", false
}

// part returns the part a hit is in.
func (s *story) part(i int) *part {
	if i < s.inTitle {
		return &s.title
	}
	return &s.text
}

// findDateline marks the places with which an agency's text begins: "ROME
// (Reuters) -", "ASTANA, Feb 25 -".
func (s *story) findDateline() {
	hits := s.hits[s.inTitle:]
	if len(hits) == 0 || hits[0].from != 0 {
		return
	}
	p := &s.text
	end := dash(p.text)
	if end < 0 {
		return
	}
	for i := range hits {
		h := &hits[i]
		if p.words[h.to-1].End > end || i > 1 {
			return
		}
		if p.words[h.from].Shape == words.Lower || h.entry.kind == kindDemonym {
			return
		}
		h.dateline = true
	}
}

// dash returns where the dash after a dateline stands, or -1.
func dash(text string) int {
	const longest = 80
	for i := 0; i < len(text) && i < longest; i++ {
		switch text[i] {
		case '\n':
			return -1
		case '-':
			if i > 0 && text[i-1] == ' ' && i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '-') {
				return i
			}
		case 0xE2:
			if i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0x93 || text[i+2] == 0x94) {
				return i
			}
		case '(', '/':
			if i > 0 && text[i-1] == ' ' {
				return i
			}
		}
	}
	return -1
}

package country

import "newsbot/feed/country/internal/words"

// The rules of a town with its region or country behind it, here or elsewhere.
const (
	ruleTownRegion = "town, region"
	ruleTownSaid   = "town, region elsewhere"
)

// settled reports whether the story itself says which town is meant.
func (h *hit) settled() bool { return h.rule == ruleTownRegion || h.rule == ruleTownSaid }

// follow moves a town to the region or country named right after it, if it has
// a town of that name.
func (p *part) follow(hits []hit, i int) {
	h := &hits[i]
	if i+1 >= len(hits) || h.entry.kind == kindDemonym || h.entry.kind == kindSeat || h.entry.kind == kindLeader {
		return
	}
	next := &hits[i+1]
	if next.from != h.to || next.entry.kind == kindDemonym || next.entry.kind == kindTown || next.entry.kind == kindSeat || next.entry.kind == kindLeader {
		return
	}
	if gap := p.words[next.from].Gap; gap != words.Comma && !(next.entry.kind == kindShort && gap == words.Space) {
		return
	}
	if next.entry.kind == kindCity || next.entry.kind == kindLargeCity {
		return
	}
	if !has(h.entry.towns(), next.code) && h.code != next.code {
		for c := range each(next.entry.others()) {
			if has(h.entry.towns(), c) {
				next.code, next.rule = c, ruleTownRegion // "Athens, Georgia"
			}
		}
	}
	switch {
	case h.code == next.code:
	case has(h.entry.towns(), next.code) || has(h.entry.others(), next.code):
		h.code, h.rule = next.code, ruleTownRegion
	case h.entry.kind == kindTown:
		h.code, h.rule = next.code, ruleTownRegion
	}
}

// within moves a town to the region that a Russian or Kazakh text puts beside
// it: "в Париже, штат Техас", "в техасском Париже", "Техас штатындағы Париж".
func (p *part) within(g *gazetteer, hits []hit, i int) {
	h := &hits[i]
	switch h.entry.kind {
	case kindCity, kindLargeCity, kindTown:
	default:
		return
	}
	if !p.words[h.from].Cyrillic || h.settled() {
		return
	}
	if h.to+1 < len(p.words) && i+1 < len(hits) && hits[i+1].from == h.to+1 && hits[i+1].entry.kind == kindRegion &&
		p.words[h.to].Gap != words.Stop && g.class(p, h.to)&unit != 0 {
		h.code, h.rule = hits[i+1].code, ruleTownRegion
		return
	}
	if i == 0 || hits[i-1].drop || hits[i-1].entry.kind != kindRegion || hits[i-1].code == h.code || p.words[h.from].Gap != words.Space {
		return
	}
	region := &hits[i-1]
	adjective := region.to == h.from && p.words[region.from].Shape == words.Lower
	named := region.to+1 == h.from && p.words[region.to].Gap == words.Space && g.class(p, region.to)&unit != 0
	if adjective || named {
		h.code, h.rule = region.code, ruleTownRegion
	}
}

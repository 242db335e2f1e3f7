package country

import (
	"slices"
	"strings"
)

// A standing is how a story names one country.
type standing struct {
	code     Code
	inTitle  bool
	dateline bool
	lead     int // mentions in the first paragraph
	cities   int // mentions by a city
	names    int // all other mentions
}

// standings adds up the hits by country, in the order of their first mention.
func (s *story) standings() []standing {
	all := s.standing[:0]
	lead := s.leadEnd()
	for i := range s.hits {
		h := &s.hits[i]
		if h.drop {
			continue
		}
		at := slices.IndexFunc(all, func(st standing) bool { return st.code == h.code })
		if at < 0 {
			at = len(all)
			all = append(all, standing{code: h.code})
		}
		st := &all[at]
		if h.entry.flags&venue != 0 && i >= s.inTitle && !h.dateline {
			continue // the doings of the bodies seated there are not the country's
		}
		switch h.entry.kind {
		case kindCity, kindLargeCity, kindTown:
			st.cities++
		default:
			st.names++
		}
		switch {
		case i < s.inTitle:
			st.inTitle = true
		case s.text.words[h.from].Start < lead:
			st.lead++
		}
		st.dateline = st.dateline || h.dateline
	}
	s.standing = all
	return all
}

// leadEnd returns where the first paragraph ends. A line of a few words that is
// no sentence, as a source's name, is none.
func (s *story) leadEnd() int {
	text, at := s.text.text, 0
	for {
		line, rest, more := strings.Cut(text[at:], "\n")
		end := at + len(line)
		line = strings.TrimSpace(line)
		if !more || len(line) > 40 || strings.HasSuffix(line, ".") {
			return end
		}
		at = len(text) - len(rest)
	}
}

// isHome reports whether a story is about the home country: it is named in the
// title, the dateline or the first paragraph, or twice.
func (st *standing) isHome() bool {
	return st.inTitle || st.dateline || st.lead > 0 || st.names+st.cities >= 2
}

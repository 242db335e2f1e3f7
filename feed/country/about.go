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

// The least mentions that make a country of the first paragraph one the story
// is about, by what the title names: the fuller the title, the more it takes.
const (
	leadAlone       = 1 // no country
	leadBesideHome  = 2 // home only
	leadBesideTitle = 3 // another country
)

// about decides what the story is about: the countries of the title, that of
// the dateline, and those that the first paragraph names, if often enough; a
// city alone in the first paragraph is where something happened. If that leaves
// none and home is not in the title, the only country is, or else those named
// most. Home counts wherever it is in the title, the dateline or the lead or
// named twice, but never as the only or the most named.
func (s *story) about(home Code) []Code {
	all := s.standings()
	least := leadAlone
	for _, st := range all {
		switch {
		case !st.inTitle:
		case st.code == home:
			least = max(least, leadBesideHome)
		default:
			least = leadBesideTitle
		}
	}
	var found []Code
	for _, st := range all {
		if st.code == home {
			continue
		}
		if st.inTitle || st.dateline || st.lead > 0 && st.names > 0 && st.names+st.cities >= least {
			found = append(found, st.code)
		}
	}
	if len(found) == 0 && least == leadAlone {
		found = most(all, home)
	}
	for _, st := range all {
		if st.code == home && (st.inTitle || st.dateline || st.lead > 0 || st.names+st.cities >= 2) {
			found = append(found, home)
		}
	}
	slices.Sort(found)
	return found
}

// most returns the countries named most, leaving out home.
func most(all []standing, home Code) []Code {
	top := 1
	for _, st := range all {
		if st.code != home {
			top = max(top, st.names+st.cities)
		}
	}
	var found []Code
	for _, st := range all {
		if st.code != home && st.names+st.cities == top {
			found = append(found, st.code)
		}
	}
	return found
}

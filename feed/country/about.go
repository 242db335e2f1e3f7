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
	count    int // all mentions
	venues   int // of these, seats of international bodies
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
		st.count++
		if h.entry.flags&venue != 0 {
			st.venues++
			continue
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

// about decides what the story is about.
//
// The countries of the title are what it is about. If the title names none but
// home, those are that the first paragraph names and the story names twice, and
// that of the dateline. If even they are missing and home is not in the title,
// the only country is, or else those named most. Home itself counts wherever it
// is in the title, the lead or named twice, but never as the only or the most
// named.
func (s *story) about(home Code) []Code {
	all := s.standings()
	var found []Code
	titled, homeTitled := 0, false
	for _, st := range all {
		if !st.inTitle {
			continue
		}
		if st.code == home {
			homeTitled = true
		} else {
			titled++
			found = append(found, st.code)
		}
	}
	if titled == 0 {
		for _, st := range all {
			if st.code != home && (st.dateline || st.lead > 0 && st.count-st.venues >= 2) {
				found = append(found, st.code)
			}
		}
	}
	if len(found) == 0 && !homeTitled {
		found = s.most(all, home, found)
	}
	for _, st := range all {
		if st.code == home && (st.inTitle || st.dateline || st.lead > 0 || st.count >= 2) {
			found = append(found, home)
		}
	}
	slices.Sort(found)
	return found
}

func (s *story) most(all []standing, home Code, found []Code) []Code {
	top := 0
	for _, st := range all {
		if st.code != home {
			top = max(top, st.count-st.venues)
		}
	}
	for _, st := range all {
		if st.code != home && st.count-st.venues == top && top > 0 {
			found = append(found, st.code)
		}
	}
	return found
}

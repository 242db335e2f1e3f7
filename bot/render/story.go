package render

import (
	"cmp"
	"strings"

	"newsbot/bot/markup"
	"newsbot/feed"
	"newsbot/feed/country"
)

// Lengths in UTF-16 units. An alert of the longest parts and the longest address
// is within 4096 even as plain text, where the address counts.
const (
	maxTitle  = 400
	maxLead   = 500
	maxShort  = 160 // a lead in a digest
	maxSource = 60  // a source's name, and what it attributes a story to
	maxFlags  = 8
)

// headline is the title, bold, and a link where there is an address.
func (r reader) headline(s *feed.Story) block {
	title := markup.Cut(markup.Line(s.Title), maxTitle)
	if title == "" {
		title = r.Text("story.untitled", nil)
	}
	html := "<b>" + markup.Link(title, s.Link) + "</b>"
	if address, ok := markup.Address(s.Link); ok {
		return block{html, title + "\n" + address}
	}
	return block{html, title}
}

// origin says when, where from and about which countries.
func (r reader) origin(s *feed.Story) block {
	when := r.When(s.When().In(r.zone), r.now)
	return text(lines(" · ",
		text(markup.Escape(when)), text(markup.Escape(source(s))), text(markup.Escape(r.flags(s)))).html)
}

func source(s *feed.Story) string {
	name := markup.Cut(markup.Line(s.Source), maxSource)
	attribution := markup.Cut(markup.Line(cmp.Or(s.Attribution, s.Agency)), maxSource)
	switch {
	case attribution == "" || strings.EqualFold(attribution, name):
		return name
	case name == "":
		return attribution
	}
	return name + " (" + attribution + ")"
}

// flags shows the countries a story is about, then those it mentions, the home
// country last.
func (r reader) flags(s *feed.Story) string {
	var out []string
	home := false
	seen := map[country.Code]bool{}
	for _, list := range [][]country.Code{s.About, s.Mentioned} {
		for _, code := range list {
			if seen[code] || country.Flag(code) == "" {
				continue
			}
			if seen[code] = true; code == r.home {
				home = true
			} else if len(out) < maxFlags {
				out = append(out, country.Flag(code))
			}
		}
	}
	if home && len(out) < maxFlags {
		out = append(out, country.Flag(r.home))
	}
	return strings.Join(out, " ")
}

// lead is the beginning of the story in one paragraph, without a title that it
// only repeats.
func lead(s *feed.Story, limit int) block {
	lead := markup.Line(s.Summary)
	if lead == "" {
		first, _, _ := strings.Cut(markup.Paragraphs(s.Text), "\n")
		lead = first
	}
	if strings.EqualFold(lead, markup.Line(s.Title)) {
		return block{}
	}
	return text(markup.Escape(markup.Cut(lead, limit)))
}

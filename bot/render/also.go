package render

import (
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/feed"
)

const (
	maxAlso      = 5  // others named under a story
	maxAlsoTitle = 80 // UTF-16 units
)

// withAlso joins the blocks, then the others that tell the same as the story, as far
// as there is room beside last.
func (r reader) withAlso(s *feed.Report, last block, blocks ...block) block {
	main := lines("\n\n", blocks...)
	also := r.also(s, func(also block) bool { return lines("\n\n", main, also, last).fits() })
	return lines("\n\n", main, also, last)
}

// also names the others that tell the same as the story, each with a headline of its
// own, so that who joined them by mistake can be seen to have. One that leads to the
// same page is not named. fits says whether there is room for so much.
func (r reader) also(s *feed.Report, fits func(block) bool) block {
	seen := map[feed.Key]bool{feed.LinkKey(s.Link): s.Link != ""}
	var others []*feed.Story
	for i := range s.Also {
		link := feed.LinkKey(s.Also[i].Link)
		if link == (feed.Key{}) || !seen[link] {
			others = append(others, &s.Also[i])
		}
		seen[link] = true
	}
	if len(others) == 0 {
		return block{}
	}
	list := text(r.HTML("story.also", nil))
	for n, o := range others {
		more := block{}
		if left := len(others) - n - 1; left > 0 {
			more = text(r.HTML("story.also_more", locale.Data{"Count": left}))
		}
		longer := lines("\n", list, r.other(&s.Story, o))
		if n == maxAlso || !fits(lines("\n", longer, more)) {
			more = text(r.HTML("story.also_more", locale.Data{"Count": len(others) - n}))
			if list = lines("\n", list, more); !fits(list) {
				return block{}
			}
			return list
		}
		list = longer
	}
	return list
}

// other is one line: the source, and the headline unless it is the story's.
func (r reader) other(s, o *feed.Story) block {
	from := markup.Cut(markup.Line(o.Source), maxSource)
	title := markup.Cut(markup.Line(o.Title), maxAlsoTitle)
	said := from
	switch {
	case strings.EqualFold(title, markup.Cut(markup.Line(s.Title), maxAlsoTitle)) && from != "":
	case title == "" && from == "":
		said = r.Text("story.untitled", nil)
	case from == "" || title == "":
		said = title + from
	default:
		said = title + " — " + from
	}
	line := block{markup.HTML("• ") + markup.Link(said, o.Link), "• " + said}
	if address, ok := markup.Address(o.Link); ok {
		line.plain += "\n" + address
	}
	return line
}

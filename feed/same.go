package feed

import "strings"

// A Join says by what a story was found to tell the same as those before it.
type Join string

// How stories are joined.
const (
	Apart        Join = ""         // it stands alone, or first
	SameLink     Join = "link"     // they lead to one page
	SameHeadline Join = "headline" // word for word
	SameEvent    Join = "event"    // told in other words
)

// A Report is a story with the others that tell the same, as people are shown
// them together.
type Report struct {
	Story
	Also []Story
}

// LinkKey returns what the spellings of one address share, or the zero Key for
// none and for a home page, which is the address of no story.
func LinkKey(link string) Key {
	canonical := canonicalLink(link)
	if _, page, _ := strings.Cut(canonical, "/"); page == "" {
		return Key{}
	}
	return hash("link", canonical)
}

// HeadlineKey returns what the spellings of one headline share, or the zero Key
// for one of fewer than the given number of words, which may head many stories.
func HeadlineKey(title string, words int) Key {
	title = normalise(title)
	if strings.Count(title, " ")+1 < words {
		return Key{}
	}
	return hash("headline", title)
}

// Package feed finds new stories. A Poller asks each Source when it is due,
// tells the items it has not seen from those it has, tags them with the
// countries they are about and hands them to an Archive, which numbers them.
//
// The way of a story: Source → Fetcher (package fetch) → Parser (package parse)
// → identity (Keys) → Tagger (package country) → Archive (package archive), which
// commits the stories first and the validators last, so that a crash in between
// only means asking again. Nothing is handed on by a channel: what reads the
// archive follows its numbers.
package feed

import (
	"time"

	"newsbot/feed/country"
)

// A Format says how a source's bytes are read.
type Format string

// The formats a configuration may name. Auto recognises all but HTML, which is read
// only where a Source says how.
const (
	Auto    Format = "auto"
	RSS     Format = "rss"
	Atom    Format = "atom"
	JSON    Format = "json"
	Listing Format = "listing"
	HTML    Format = "html"
)

// A Source is a feed to poll, as the configuration gives it.
type Source struct {
	URL      string         // http, https or file; its folded form is the source's identity
	Name     string         // what people see; empty: the feed's own title, else the host
	Format   Format         // empty: Auto
	Every    time.Duration  // least time between two requests
	TimeZone *time.Location // of times that name none; nil: UTC
	Language string         // of items that name none, as "en"; empty: unknown
	Select   Selectors      // where a page of the HTML format has its stories
}

// Selectors are CSS selectors of a page that lists stories. Item and Title are
// needed; those but Item are looked up inside an item, and ":scope" is the item
// itself.
type Selectors struct {
	Item   string // a story
	Title  string // its headline
	Link   string // an element with the address in href; empty: a link in or around the headline
	Date   string // its datetime or content attribute, or else its text
	Source string // where it was taken from
	Text   string // its lead, or more
}

// An Item is one entry of a feed as published, read but not judged.
type Item struct {
	GUID        string    // the publisher's own identity; may be empty, may be wrong
	Link        string    // absolute, or empty
	Title       string    // plain text, one line
	Summary     string    // plain text: the lead
	Text        string    // plain text of the whole, paragraphs apart by "\n"
	Author      string    // or empty
	Language    string    // BCP 47, as "en" or "kk", or empty
	Attribution string    // the source the publisher names, as "akorda.kz", or empty
	Agency      string    // whom the lead names as reporting it, where Attribution is empty, or empty
	Published   time.Time // zero: absent or unreadable, never guessed
	Views       int64     // -1: absent
	Line        int       // in a listing, of the entry's first line; else 0
	Image       string    // the absolute address of its picture, or empty
	Categories  []string  // as published, each once, or nil
}

// A Story is an item that was new, with its number in the archive.
type Story struct {
	Item
	Seq       int64     // 1, 2, 3, … in the order of detection, with no reuse
	ID        string    // stable identity, printable, at most 32 bytes
	SourceURL string    // the Source's identity
	Source    string    // the Source's name as people see it
	Found     time.Time // when it was detected
	Baseline  bool      // from the first look at its source, or older: archived, never alerted
	About     []country.Code
	Mentioned []country.Code // every country named, those it is about among them
	Earlier   []int64        // the stories before it, of other sources, that tell the same; ascending
	Join      Join           // by what that was found
}

// When returns the time to show and order by: the published time where there
// is one and it is not later than the detection, else the time of detection.
func (s *Story) When() time.Time {
	if s.Published.IsZero() || s.Published.After(s.Found) {
		return s.Found
	}
	return s.Published
}

// Package parse reads the bytes of a source: RSS 0.9x, 1.0 and 2.0, Atom 0.3
// and 1.0, JSON Feed, the listing, a plain text of dated entries, and web pages that
// list stories, by CSS selectors.
//
// The way of a body: decode (bytes → UTF-8, whatever they claim to be) →
// recognise (what it is, from its content) → one reader a format, which gives
// raw entries → finish (entry → feed.Item: absolute links, plain text, dates).
//
// XML is read by a scanner of our own and not by encoding/xml, nor by anything
// that stands on it: feeds are broken in ways that cost a strict reader every
// story they hold, and namespaces repeated by an enemy cost it time that grows
// with the square of the size. The scanner goes over the text once, keeps one
// entry's tokens at a time, and an entry it cannot read is a Problem with its
// line, never the loss of its neighbours. Nothing here is stored.
package parse

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"newsbot/feed"
)

// Version is raised when documents yield more than they did, so that those which have
// not changed are asked for and read again: it is feed.Options.ParserVersion.
const Version = 4

// What a stranger can make grow, and how far.
const (
	maxItems    = 5000     // entries read of one document
	maxProblems = 100      // problems told one by one; the rest are counted
	maxTokens   = 20_000   // XML tokens of one entry, and of all that is around them
	maxDepth    = 200      // XML elements in one another
	maxMarkup   = 1 << 20  // bytes of a text with its markup, as it stands in the document
	maxMended   = 4 << 20  // bytes of damaged JSON that is mended; of a larger one what stands before the damage is read
	maxPage     = 4 << 20  // bytes of a web page that lists stories
	maxText     = 64 << 10 // bytes of an item's Text
	maxTitle    = 500      // runes of a title
	maxName     = 200      // runes of an author, an attribution
	maxSummary  = 400      // runes of a Summary
	maxAddress  = 4 << 10  // bytes of a link, a GUID
	maxLinks    = 100      // hubs looked at
)

// A Parser reads documents of every format. It has no state and may be used
// by many goroutines at once.
type Parser struct{}

var _ feed.Parser = (*Parser)(nil)

// New returns a Parser.
func New() *Parser { return &Parser{} }

// Parse returns the document in resp.Body, read as src.Format says. A body
// that is none (a web page, an empty one, another format than asked for) is an
// error that says what it is instead.
func (p *Parser) Parse(src feed.Source, resp *feed.Response) (*feed.Document, error) {
	text := decode(resp.Body, resp.ContentType)
	found := recognise(text)
	format, err := choose(src.Format, found)
	if err != nil {
		if found.page {
			err = &PageError{Feeds: discover(text, pageBase(resp)), said: err}
		}
		return nil, fmt.Errorf("read %s: %w", name(src, resp), err)
	}
	r := &reader{src: src, doc: &feed.Document{Format: format}}
	r.base = baseOf(resp)
	r.language = languageTag(resp.Language)
	switch format {
	case feed.Listing:
		err = r.listing(text)
	case feed.JSON:
		err = r.json(text)
	case feed.HTML:
		err = r.page(text)
	default:
		r.xml(expandOwn(text), format)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name(src, resp), err)
	}
	r.close()
	return r.doc, nil
}

// baseOf returns the address that relative links of a document are relative to,
// as long as it does not say itself (RFC 3986, 5.1).
func baseOf(resp *feed.Response) *url.URL {
	base, err := url.Parse(resp.URL)
	if err != nil {
		return nil
	}
	if said, err := url.Parse(resp.Location); err == nil {
		base = base.ResolveReference(said)
	}
	return base
}

// name is the source as an error shows it.
func name(src feed.Source, resp *feed.Response) string {
	address := resp.URL
	if address == "" {
		address = src.URL
	}
	u, err := url.Parse(address)
	if err != nil {
		return "source"
	}
	u.User = nil
	return feed.ShownURL(u.String())
}

// A reader gathers what one document yields, within the limits.
type reader struct {
	src      feed.Source
	base     *url.URL // of relative links; nil: none is known
	language string   // by HTTP, or empty
	doc      *feed.Document
	leftOut  int // entries after maxItems
	problems int // all of them, those not told included
}

// full counts one more entry and reports whether it is one too many.
func (r *reader) full(n int) bool {
	if n < maxItems {
		return false
	}
	r.leftOut++
	return true
}

// problem notes an entry that cannot be read.
func (r *reader) problem(line int, err error) { r.note(feed.Problem{Line: line, Err: err}) }

// shortened notes an entry that is kept without what err says.
func (r *reader) shortened(line int, title string, err error) {
	r.note(feed.Problem{Line: line, Kept: true, Title: strings.Clone(shorten(title, 60)), Err: err})
}

func (r *reader) note(p feed.Problem) {
	r.problems++
	if r.problems <= maxProblems {
		r.doc.Problems = append(r.doc.Problems, p)
	}
}

// close adds the problems that concern the document as a whole.
func (r *reader) close() {
	if more := r.problems - maxProblems; more > 0 {
		r.doc.Problems = append(r.doc.Problems, feed.Problem{Err: errors.New(plural(more, "1 more problem is not shown", "%d more problems are not shown"))})
	}
	if r.leftOut > 0 {
		r.doc.Problems = append(r.doc.Problems, feed.Problem{
			Err: errors.New(plural(r.leftOut, "1 entry", "%d entries") +
				fmt.Sprintf(" after the first %d left out", maxItems))})
	}
}

// plural says how many there are.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

var errNothing = errors.New("the entry has neither a title nor a text")

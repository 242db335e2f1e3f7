package feed

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Fetcher brings the bytes of an address. Package fetch has the one for
// HTTP and files. It is called from many goroutines at once.
type Fetcher interface {
	// Fetch asks once and does not retry. A response is whole or an error: a
	// body cut short, an empty one and a status other than 200 and 304 are
	// errors, a *FetchError where the origin answered.
	Fetch(ctx context.Context, req Request) (*Response, error)
}

// A Request asks for an address, on condition when it carries validators.
type Request struct {
	URL          string
	ETag         string // as the origin sent it, byte for byte; empty: none
	LastModified string // likewise
	// Robots asks for obedience to the host's robots.txt: the address is a page
	// made for people, and nobody offered it as a feed.
	Robots bool
}

// A Response is what an origin answered.
type Response struct {
	NotModified  bool // 304: the body is empty and what the last one said still holds
	Status       int  // 200 for a file
	Body         []byte
	ContentType  string
	ETag         string
	LastModified string
	URL          string        // the final one, after redirects: the base of relative links
	Location     string        // the Content-Location header as sent: the base of relative links in XML; or empty
	Language     string        // the Content-Language header as sent, or empty
	MaxAge       time.Duration // how long the origin calls it fresh; 0: it does not say
	Moved        string        // where the address leads by permanent redirects alone; empty: nowhere else
	Host         string        // the machine that answered, whatever it was called; empty for a file
	CrawlDelay   time.Duration // with Request.Robots, the wait that robots.txt asks for between two requests
	Hubs         []string      // the absolute addresses that its Link headers name, or nil
	Self         string        // and the one that they give the document itself, or empty
}

// A FetchError is an answer that was no feed.
type FetchError struct {
	URL        string        // the address that answered
	Status     int           // 0: there was no HTTP answer
	Reach      Reach         // with Status 0, how far the question came
	RetryAfter time.Duration // when the origin asked to be left alone; 0: it did not
	Gone       bool          // 410: the origin says that it will not come back
	Host       string        // as in a Response; empty: unknown
	Private    bool          // the Host is of a private network: what it says holds for one service there
	Err        error
}

// reach is that of any failure: none is a fault of the document, which came.
func reach(err error) Reach {
	var failed *FetchError
	if errors.As(err, &failed) && failed.Status == 0 {
		return failed.Reach
	}
	return Answered
}

func (e *FetchError) Error() string {
	switch {
	case e.Status == 0:
		return fmt.Sprintf("fetch %s: %v", e.URL, e.Err)
	case e.Err == nil:
		return fmt.Sprintf("fetch %s: status %d", e.URL, e.Status)
	}
	return fmt.Sprintf("fetch %s: status %d: %v", e.URL, e.Status, e.Err)
}

func (e *FetchError) Unwrap() error { return e.Err }

// A Parser reads a body. Package parse has the one for every Format. It is
// called from many goroutines at once.
type Parser interface {
	// Parse returns the document in resp.Body. An entry that cannot be read is
	// a Problem and never costs its neighbours; an error means that the body is
	// no document at all. Items are in the order of the document.
	Parse(src Source, resp *Response) (*Document, error)
}

// A Document is a feed as read.
type Document struct {
	Title    string   // of the feed, or empty
	Language string   // of the feed, or empty
	Format   Format   // what it was recognised as
	Pace     Pace     // how often it may be asked
	Next     string   // the absolute address of the page with the items before these (RFC 5005), or empty
	Hubs     []string // the absolute addresses of hubs that push its changes (WebSub), or nil
	Self     string   // under which they know it, absolute, or empty
	Items    []Item
	Problems []Problem // entries that could not be read, or not whole, in order
}

// A Problem is an entry that could not be read, or not whole.
type Problem struct {
	Line  int    // of the entry's first line, from 1; 0: unknown
	Kept  bool   // the entry was read, but for what Err says
	Title string // the beginning of its headline, for people and not for the log; or empty
	Err   error
}

func (p Problem) Error() string {
	if p.Line == 0 {
		return p.What()
	}
	return fmt.Sprintf("line %d: %s", p.Line, p.What())
}

// What says what is wrong, and with which entry if it has a headline.
func (p Problem) What() string {
	if p.Title == "" {
		return p.Err.Error()
	}
	return fmt.Sprintf("%q: %v", p.Title, p.Err)
}

func (p Problem) Unwrap() error { return p.Err }

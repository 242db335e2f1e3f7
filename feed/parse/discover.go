package parse

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"newsbot/feed"
)

// A Link is a feed that a web page names.
type Link struct {
	URL   string // absolute
	Title string // or empty
}

// A PageError says that a body is a web page where a feed was wanted, and which
// feeds the page names.
type PageError struct {
	Feeds []Link // each once, in the page's order
	said  error
}

func (e *PageError) Error() string {
	addresses := make([]string, 0, shownFeeds)
	for _, f := range e.Feeds[:min(len(e.Feeds), shownFeeds)] {
		addresses = append(addresses, feed.ShownURL(f.URL))
	}
	switch list := strings.Join(addresses, ", "); {
	case len(e.Feeds) == 0:
		return e.said.Error()
	case len(e.Feeds) == 1:
		return fmt.Sprintf("%v; it names the feed %s", e.said, list)
	case len(e.Feeds) > shownFeeds:
		return fmt.Sprintf("%v; it names %d feeds, %s and others", e.said, len(e.Feeds), list)
	default:
		return fmt.Sprintf("%v; it names the feeds %s", e.said, list)
	}
}

const (
	shownFeeds = 3   // in an error
	maxFeeds   = 100 // of one page
)

// feedTypes are the media types that mean a feed in a link.
var feedTypes = set("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
	"application/x.atom+xml", "application/x-atom+xml", "application/x-rss+xml", "application/rss", "application/atom",
	"text/rss+xml", "text/atom+xml", "application/xml", "text/xml", "application/json", "text/rss")

// discover returns the feeds that a page names in <link rel="alternate">, as
// https://blog.whatwg.org/feed-autodiscovery has it. Relations and types are
// compared without regard to case and to the spaces around them.
func discover(page string, at *url.URL) []Link {
	var links []Link
	base, based := at, false
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(maxTag) // a longer tag or text ends the search
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		name, more := z.TagName()
		switch {
		case bytes.Equal(name, []byte("base")) && !based:
			if u, err := url.Parse(strings.TrimSpace(attributesOf(z, more)["href"])); err == nil && u.String() != "" {
				based, base = true, u
				if at != nil {
					base = at.ResolveReference(u)
				}
			}
		case bytes.Equal(name, []byte("link")) && len(links) < maxFeeds:
			attributes := attributesOf(z, more)
			if href := strings.TrimSpace(attributes["href"]); namesFeed(attributes) && href != "" {
				links = append(links, Link{href, oneLine(attributes["title"], maxName)})
			}
		}
	}
	return resolved(links, base)
}

// resolved makes the addresses absolute, which can be done at the end only: <base>
// holds for what stands before it too.
func resolved(links []Link, base *url.URL) []Link {
	var found []Link
	seen := make(map[string]bool)
	for _, l := range links {
		l.URL = absolute(base, strings.TrimPrefix(l.URL, "feed:"))
		if l.URL != "" && !seen[l.URL] && len(l.URL) <= maxAddress {
			seen[l.URL] = true
			found = append(found, l)
		}
	}
	return found
}

// attributesOf returns those that are looked at.
func attributesOf(z *html.Tokenizer, more bool) map[string]string {
	attributes := make(map[string]string, 4)
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch k := string(key); k {
		case "href", "rel", "type", "title":
			if attributes[k] == "" {
				attributes[k] = string(value)
			}
		}
	}
	return attributes
}

func namesFeed(attributes map[string]string) bool {
	kind, _, _ := strings.Cut(attributes["type"], ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	alternate, stylesheet, isFeed := false, false, false
	for rel := range strings.FieldsSeq(strings.ToLower(attributes["rel"])) {
		alternate = alternate || rel == "alternate"
		stylesheet = stylesheet || rel == "stylesheet"
		isFeed = isFeed || rel == "feed"
	}
	return alternate && !stylesheet && feedTypes[kind] || isFeed && (kind == "" || feedTypes[kind])
}

package parse

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"newsbot/feed"
)

// A Subscription is a feed in a list of subscriptions.
type Subscription struct {
	URL   string // http or https
	Title string // or empty
	Line  int    // of the outline, from 1
}

// maxSubscriptions is how many are read of one list.
const maxSubscriptions = 20_000

var errNoAddress = errors.New("the outline names no feed (xmlUrl)")

// OPML reads a list of subscriptions, as feed readers export it
// (http://opml.org/spec2.opml), folders or none. An outline that cannot be read is a
// Problem; what is no OPML is an error.
func OPML(body []byte) ([]Subscription, []feed.Problem, error) {
	text := decode(body, "")
	var found []Subscription
	r := reader{doc: &feed.Document{}}
	lines := lineCounter{text: text, line: 1}
	s := scanner{doc: text}
	rooted := false
	for {
		t, ok := s.next()
		if !ok {
			break
		}
		rooted = rooted || t.kind == startTag && t.name == "opml"
		if !rooted || t.kind != startTag || t.name != "outline" {
			continue
		}
		sub := Subscription{Line: lines.at(t.lo)}
		outline := text[t.lo:t.hi]
		value := func(name string) string {
			v, _ := attribute(outline, name)
			return strings.TrimSpace(v)
		}
		sub.Title = oneLine(htmlText(first(value("title"), value("text"))), maxName)
		address := value("xmlUrl")
		switch kind := strings.ToLower(value("type")); {
		case address == "" && (kind == "rss" || kind == "atom"):
			address = value("url")
			if address == "" {
				r.problem(sub.Line, fmt.Errorf("%q: %w", sub.Title, errNoAddress))
				continue
			}
		case address == "":
			continue // a folder, a link
		}
		if sub.URL = absolute(nil, webAddress(address)); sub.URL == "" || len(sub.URL) > maxAddress {
			r.problem(sub.Line, fmt.Errorf("%q: %.200q is no address of the web", sub.Title, feed.ShownURL(address)))
			continue
		}
		sub.URL = withLogin(sub.URL, webAddress(address))
		if len(found) == maxSubscriptions {
			r.problem(sub.Line, fmt.Errorf("this and all that follow are left out: the limit is %d feeds", maxSubscriptions))
			break
		}
		found = append(found, sub)
	}
	if !rooted {
		return nil, nil, errors.New("this is no OPML: there is no <opml>")
	}
	r.close()
	return found, r.doc.Problems, nil
}

// withLogin returns an address with the name and the password of the one from which it
// was made: without them a feed that asks for them cannot be read.
func withLogin(address, from string) string {
	u, err := url.Parse(address)
	original, errFrom := url.Parse(from)
	if err != nil || errFrom != nil || original.User == nil {
		return address
	}
	u.User = original.User
	return u.String()
}

// webAddress undoes the schemes that readers once gave to feeds: feed://host/ and
// feed:https://host/.
func webAddress(s string) string {
	rest, ok := strings.CutPrefix(s, "feed:")
	switch {
	case !ok:
		return s
	case strings.HasPrefix(rest, "//"):
		return "http:" + rest
	}
	return rest
}

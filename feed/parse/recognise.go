package parse

import (
	"errors"
	"fmt"
	"strings"

	"newsbot/feed"
)

// found is what a body turned out to be: a format, or else the words for it.
type found struct {
	format feed.Format // empty: nothing that can be read
	what   string      // "an RSS feed", "a web page"
	page   bool        // it is a web page
}

// recognise tells what a text is from its content alone: servers label feeds
// text/html and pages application/xml.
func recognise(text string) found {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return found{what: "an empty document"}
	case trimmed[0] == '{':
		return recogniseJSON(trimmed)
	case trimmed[0] == '[':
		return found{what: "JSON, but not a JSON Feed"}
	case trimmed[0] != '<' && hasEntry(text):
		return found{format: feed.Listing, what: "a listing"}
	}
	return recogniseXML(text)
}

func recogniseXML(text string) found {
	first, rootless := "", "" // rootless: the entries of a feed whose root is lost or misspelt
	titled := false
	s := scanner{doc: text}
	for {
		t, ok := s.next()
		if !ok {
			break
		}
		if t.kind == otherToken && isDoctypeHTML(text[t.lo:t.hi]) {
			return found{what: "a web page, not a feed", page: true}
		}
		if t.kind != startTag {
			continue
		}
		switch _, local := splitName(t.name); local {
		case "rss", "rdf":
			return found{format: feed.RSS, what: "an RSS feed"}
		case "feed":
			return found{format: feed.Atom, what: "an Atom feed"}
		case "html", "head", "body":
			return found{what: "a web page, not a feed", page: true}
		}
		if first == "" {
			first = t.name
		}
		_, local := splitName(t.name)
		if rootless == "" && (local == "item" || local == "entry") {
			rootless = local
		}
		titled = titled || rootless != "" && local == "title"
	}
	switch {
	case rootless == "item" && titled:
		return found{format: feed.RSS, what: "an RSS feed"}
	case rootless == "entry" && titled:
		return found{format: feed.Atom, what: "an Atom feed"}
	case hasEntry(text):
		return found{format: feed.Listing, what: "a listing"}
	case first == "":
		return found{what: "plain text without an entry of a listing (DD.MM.YYYY, HH:MM VIEWS)"}
	case isHTML(first):
		return found{what: "a web page, not a feed", page: true}
	}
	return found{what: fmt.Sprintf("XML, but not a feed: <%s>", shorten(first, 40))}
}

func isDoctypeHTML(tag string) bool {
	const doctype = "<!doctype html"
	return len(tag) >= len(doctype) && strings.EqualFold(tag[:len(doctype)], doctype)
}

// choose returns the format to read by, given the one asked for.
func choose(want feed.Format, is found) (feed.Format, error) {
	switch want {
	case "", feed.Auto:
		if is.format == "" {
			return "", errors.New("this is " + is.what)
		}
		return is.format, nil
	case feed.RSS, feed.Atom, feed.JSON, feed.Listing:
		if is.format != want {
			return "", fmt.Errorf("this is %s, but the format asked for is %s", is.what, want)
		}
		return want, nil
	case feed.HTML:
		if is.page || is.format == feed.Listing {
			return want, nil // a listing's lines may be a page's as well
		}
		return "", fmt.Errorf("this is %s, but the format asked for is %s", is.what, want)
	}
	return "", fmt.Errorf("format %q: must be auto, rss, atom, json, listing or html", want)
}

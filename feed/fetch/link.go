package fetch

import (
	"net/http"
	"net/url"
	"strings"

	"newsbot/feed"
)

const (
	maxLink  = 4 << 10 // bytes of an address
	maxLinks = 100     // looked at
)

// hubLinks returns the hubs that Link headers name and the address that they give
// the document itself (WebSub, "Discovery"; RFC 8288), absolute. The document was
// found at the given address.
func hubLinks(h http.Header, at *url.URL) (hubs []string, self string) {
	rest := strings.Join(h.Values("Link"), ",")
	for range maxLinks {
		var l link
		var ok bool
		if l, rest, ok = nextLink(rest); !ok {
			break
		}
		if l.anchored { // it is about another document
			continue
		}
		to := l.resolve(at)
		for rel := range strings.FieldsSeq(strings.ToLower(l.rel)) {
			switch {
			case to == "":
			case rel == "hub" && len(hubs) < feed.MaxHubs:
				hubs = append(hubs, to)
			case rel == "self" && self == "":
				self = to
			}
		}
	}
	return hubs, self
}

// A link is one of a Link header: <target>; rel=relations.
type link struct {
	target, rel string
	anchored    bool
}

// resolve returns the target as an address of the web, or "".
func (l *link) resolve(at *url.URL) string {
	u, err := at.Parse(l.target)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.User = nil
	if to := u.String(); len(to) <= maxLink {
		return to
	}
	return ""
}

// nextLink takes a link off the list. What cannot be read before it is passed over.
func nextLink(list string) (l link, rest string, ok bool) {
	_, list, ok = strings.Cut(list, "<")
	if !ok {
		return l, "", false
	}
	l.target, rest, ok = strings.Cut(list, ">")
	if !ok {
		return l, "", false
	}
	for {
		rest = strings.TrimLeft(rest, " \t")
		if !strings.HasPrefix(rest, ";") {
			return l, rest, true
		}
		var name, value string
		name, value, rest = nextParameter(rest[1:])
		switch {
		case strings.EqualFold(name, "anchor"):
			l.anchored = true
		case strings.EqualFold(name, "rel") && l.rel == "": // those after the first do not count
			l.rel = value
		}
	}
}

// nextParameter takes a parameter off the list: name, name=token or name="text".
func nextParameter(list string) (name, value, rest string) {
	end := strings.IndexAny(list, "=;,")
	if end < 0 {
		return strings.TrimSpace(list), "", ""
	}
	name, rest = strings.TrimSpace(list[:end]), list[end:]
	if rest[0] != '=' {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if !strings.HasPrefix(rest, `"`) {
		end = strings.IndexAny(rest, ";,")
		if end < 0 {
			end = len(rest)
		}
		return name, strings.TrimSpace(rest[:end]), rest[end:]
	}
	var text strings.Builder
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] == '"':
			return name, text.String(), rest[i+1:]
		case rest[i] == '\\' && i+1 < len(rest):
			i++
		}
		text.WriteByte(rest[i])
	}
	return name, text.String(), ""
}

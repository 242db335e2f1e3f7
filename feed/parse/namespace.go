package parse

import "strings"

// namespaces maps the prefixes a document declares on its root to those its
// namespaces are commonly known by. A prefix that is not declared means
// what it commonly means.
type namespaces struct {
	native map[string]bool   // the prefixes of the format's own elements
	known  map[string]string // declared prefix → common one
}

// common holds the namespaces that entries are read from.
var common = map[string]string{
	"http://purl.org/dc/elements/1.1/":             "dc",
	"http://purl.org/dc/elements/1.0/":             "dc",
	"http://purl.org/dc/terms/":                    "dcterms",
	"http://purl.org/rss/1.0/modules/content/":     "content",
	"http://www.w3.org/2005/atom":                  "atom",
	"http://purl.org/atom/ns#":                     "atom",
	"http://purl.org/rss/1.0/":                     "rss",
	"http://my.netscape.com/rdf/simple/0.9/":       "rss",
	"http://channel.netscape.com/rdf/simple/0.9/":  "rss",
	"http://backend.userland.com/rss2":             "rss",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#":  "rdf",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":   "itunes",
	"http://rssnamespace.org/feedburner/ext/1.0":   "feedburner",
	"http://search.yahoo.com/mrss/":                "media",
	"http://purl.org/rss/1.0/modules/syndication/": "sy",
	"http://news.yandex.ru":                        "yandex",
}

// declared reads the namespaces of a root tag.
func declared(tag, name string) namespaces {
	prefix, local := splitName(name)
	own := "rss"
	if local == "feed" {
		own = "atom"
	}
	ns := namespaces{native: map[string]bool{"": true, own: true}, known: map[string]string{}}
	if local != "rdf" {
		ns.native[prefix] = true
	}
	for _, field := range strings.Fields(tag) {
		key, value, ok := strings.Cut(field, "=")
		p, isPrefix := strings.CutPrefix(strings.ToLower(key), "xmlns:")
		if !ok || !isPrefix || len(ns.known) >= 100 {
			continue
		}
		uri := strings.ToLower(strings.Trim(value, `"'/>`))
		for known, short := range common {
			if strings.TrimRight(known, "/") == uri {
				ns.known[p] = short
				if short == own {
					ns.native[p] = true
				}
			}
		}
	}
	return ns
}

// canonical returns the name of an element as the readers know it: those of
// the format itself have no prefix.
func (ns namespaces) canonical(name string) string {
	prefix, local := splitName(name)
	if ns.native[prefix] || local == "rdf" {
		return local
	}
	if short, ok := ns.known[prefix]; ok {
		return short + ":" + local
	}
	return name
}

package parse

import (
	"net/url"
	"regexp"
	"strings"
)

// rssEntry reads an item of RSS 0.9x, 1.0 (RDF) or 2.0.
func rssEntry(item element) entry {
	about := item.attribute("rdf:about")
	e := entry{language: item.attribute("xml:lang"), guid: about}
	var linkBase, original string
	// Where a field has several elements, the first in such a list that says
	// something is taken, wherever in the item it stands.
	named := make(map[string]element, 16)
	for _, el := range item.children() {
		switch el.name {
		case "link":
			if e.link == "" {
				e.link = first(el.text(), el.attribute("href"), el.attribute("rdf:resource"))
				linkBase = el.attribute("xml:base")
			}
			continue
		case "atom:link":
			if rel := el.attribute("rel"); rel != "" && rel != "alternate" {
				if rel == "enclosure" && isPicture(el, "") {
					e.picture.offer(el.attribute("href"), asEnclosure, 1)
				}
				continue
			}
		case "feedburner:origlink":
			original = first(original, el.text())
			continue
		case "category", "dc:subject", "itunes:category", "atom:category":
			e.category(first(el.markup(), el.attribute("text"), el.attribute("label"), el.attribute("term")))
			continue
		case "enclosure", "media:content", "media:thumbnail", "media:group", "itunes:image", "image":
			e.picture.element(el)
			if !strings.HasPrefix(el.name, "media:") {
				continue
			}
			for _, c := range el.children() {
				if strings.HasPrefix(c.name, "media:") {
					keepFirst(named, c)
				}
			}
			continue
		}
		keepFirst(named, el)
	}
	text := func(names ...string) string {
		for _, name := range names {
			if el, ok := named[name]; ok {
				if s := el.text(); s != "" {
					return s
				}
			}
		}
		return ""
	}
	html := func(names ...string) prose {
		for _, name := range names {
			if el, ok := named[name]; ok {
				if s := el.markup(); s != "" {
					return prose{s, true}
				}
			}
		}
		return prose{}
	}
	e.title = html("title", "dc:title", "atom:title", "itunes:title", "media:title")
	e.summary = html("description", "dc:description", "atom:summary", "summary", "itunes:summary", "media:description", "itunes:subtitle", "abstract")
	e.content = html("content:encoded", "atom:content", "xhtml:body", "body", "xhtml:div", "yandex:full-text", "fulltext", "content")
	e.author = rssAuthor(htmlText(text("dc:creator")), namedAuthor(named["author"]), htmlText(text("itunes:author")), htmlText(text("media:credit")))
	if el, ok := named["atom:author"]; ok && e.author == "" {
		e.author = personName(el)
	}
	e.language = first(text("dc:language"), text("language"), e.language, langOf(named["title"]), langOf(named["description"]))
	e.dates = []string{text("pubdate"), text("dc:date"), text("dcterms:issued"), text("dcterms:created"), text("published"),
		text("atom:published"), text("date"), text("created"), text("dcterms:available"), text("atom:updated"), text("updated"), text("dcterms:modified"), item.attribute("lastmod")}
	if el, ok := named["source"]; ok {
		e.attribution = first(htmlText(el.markup()), hostOf(el.attribute("url")))
	} else if el, ok := named["dc:source"]; ok {
		e.attribution = sourceName(el.text())
	}
	e.guid = first(text("guid"), e.guid, text("dc:identifier"), text("atom:id"), text("id"))
	if el, ok := named["atom:link"]; ok && e.link == "" {
		e.link, linkBase = el.attribute("href"), el.attribute("xml:base")
	}
	if isWeb(original) {
		e.link = original // link leads there by way of a counter
	}
	if guid, ok := named["guid"]; ok && e.link == "" && isPermalink(guid, e.guid) {
		e.link = e.guid
	}
	if e.link == "" && isWeb(about) {
		e.link = about
	}
	e.link = first(e.link, item.attribute("href")) // CDF, of 1997
	e.base = []string{linkBase}
	return e
}

// keepFirst keeps the first element of a name that says something.
func keepFirst(named map[string]element, el element) {
	if old, ok := named[el.name]; !ok || old.isEmpty() {
		named[el.name] = el
	}
}

func langOf(el element) string {
	if el.b == nil {
		return ""
	}
	return el.attribute("xml:lang")
}

// sourceName makes a host of an address, for people to read.
func sourceName(s string) string {
	if isWeb(s) {
		return hostOf(s)
	}
	return s
}

// isPermalink reports whether an identity is an address as well: in RSS 2.0
// it is unless it says that it is not.
func isPermalink(guid element, value string) bool {
	switch said := guid.attribute("isPermaLink"); {
	case strings.EqualFold(said, "true"):
		return true // relative to the site, perhaps
	case said != "":
		return false
	}
	return isWeb(value)
}

func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// namedAuthor reads <author>, which may be built as Atom's.
func namedAuthor(el element) string {
	if el.b == nil {
		return ""
	}
	if len(el.children()) > 0 {
		return personName(el)
	}
	return htmlText(el.text())
}

var (
	mailName = regexp.MustCompile(`^(?:mailto:)?\S+@\S+?\s*[(<]([^()<>]+)[)>]$`)      // RSS 2.0: mail (name)
	nameMail = regexp.MustCompile(`^"?([^<>()"]+?)"?\s*[<(](?:mailto:)?\S+@\S+[>)]$`) // name <mail>
	bareMail = regexp.MustCompile(`^(?:mailto:)?(\S+@\S+)$`)
	mailThen = regexp.MustCompile(`^\S+@\S+\.\S+\s+[-–—]?\s*(\pL[^@<>()]*)$`) // mail name
)

// rssAuthor returns the first name among candidates; a mail address is one
// only where nothing else is.
func rssAuthor(candidates ...string) string {
	mail := ""
	for _, c := range candidates {
		c = strings.TrimSpace(c)
		if !strings.Contains(c, "@") {
			if c != "" {
				return c
			}
			continue
		}
		if m := bareMail.FindStringSubmatch(c); m != nil {
			mail = first(mail, m[1])
			continue
		}
		for _, form := range []*regexp.Regexp{mailName, nameMail, mailThen} {
			if m := form.FindStringSubmatch(c); m != nil && strings.TrimSpace(m[1]) != "" {
				return strings.TrimSpace(m[1])
			}
		}
		return c
	}
	return mail
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

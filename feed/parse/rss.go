package parse

import (
	"net/url"
	"regexp"
	"strings"
)

// rssEntry reads an item of RSS 0.9x, 1.0 (RDF) or 2.0.
func rssEntry(item element) entry {
	e := entry{
		language: item.attribute("xml:lang"),
		guid:     item.attribute("rdf:about"),
	}
	// Where a field has several elements, the first in such a list that says
	// something is taken, wherever in the item it stands.
	named := map[string]element{}
	for _, el := range item.children() {
		switch el.name {
		case "link":
			if href := el.attribute("href"); e.link == "" {
				e.link = first(el.text(), href)
			}
			continue
		case "atom:link":
			if rel := el.attribute("rel"); rel != "" && rel != "alternate" {
				continue
			}
		}
		if old, ok := named[el.name]; !ok || old.markup() == "" {
			named[el.name] = el
		}
	}
	text := func(names ...string) string {
		for _, name := range names {
			if el, ok := named[name]; ok && el.text() != "" {
				return el.text()
			}
		}
		return ""
	}
	html := func(names ...string) prose {
		for _, name := range names {
			if el, ok := named[name]; ok && el.markup() != "" {
				return prose{el.markup(), true}
			}
		}
		return prose{}
	}
	e.title = html("title", "dc:title", "atom:title")
	e.summary = html("description", "dc:description", "atom:summary", "itunes:summary")
	e.content = html("content:encoded", "atom:content", "xhtml:body", "body", "yandex:full-text", "fulltext")
	e.author = rssAuthor(htmlText(text("dc:creator")), text("author"), htmlText(text("itunes:author")))
	if el, ok := named["atom:author"]; ok && e.author == "" {
		e.author = personName(el)
	}
	e.language = first(text("dc:language"), e.language)
	e.dates = []string{text("pubdate"), text("dc:date"), text("dcterms:issued"), text("dcterms:created"),
		text("atom:published"), text("atom:updated")}
	if el, ok := named["source"]; ok {
		e.attribution = first(htmlText(el.markup()), hostOf(el.attribute("url")))
	}
	if el, ok := named["guid"]; ok && el.text() != "" {
		e.guid = el.text()
	}
	if el, ok := named["atom:link"]; ok && e.link == "" {
		e.link = el.attribute("href")
	}
	if e.link == "" && isPermalink(named["guid"], e.guid) {
		e.link = e.guid
	}
	return e
}

// isPermalink reports whether an identity is an address as well: in RSS 2.0
// it is unless it says that it is not.
func isPermalink(guid element, value string) bool {
	if guid.b != nil && strings.EqualFold(guid.attribute("isPermaLink"), "false") {
		return false
	}
	u, err := url.Parse(value)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}

var (
	mailName = regexp.MustCompile(`^\S+@\S+\s*\(([^()]+)\)$`)        // RSS 2.0: mail (name)
	nameMail = regexp.MustCompile(`^([^<>()]+?)\s*[<(]\S+@\S+[>)]$`) // name <mail>
	mailOnly = regexp.MustCompile(`^\S+@\S+$`)
)

// rssAuthor returns the first name among candidates; a mail address is one
// only where nothing else is.
func rssAuthor(candidates ...string) string {
	mail := ""
	for _, c := range candidates {
		c = strings.TrimSpace(c)
		if m := mailName.FindStringSubmatch(c); m != nil {
			return m[1]
		}
		if m := nameMail.FindStringSubmatch(c); m != nil {
			return m[1]
		}
		switch {
		case mailOnly.MatchString(c):
			mail = first(mail, c)
		case c != "":
			return c
		}
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

package parse

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// atomEntry reads an entry of Atom 1.0 (RFC 4287) or 0.3.
func atomEntry(el element) entry {
	e := entry{language: el.attribute("xml:lang")}
	var published, issued, created, date, updated, linkBase, original, source, inner string
	linkRank := 0
	for _, c := range el.children() {
		switch c.name {
		case "id":
			e.guid = first(e.guid, c.text())
		case "title":
			e.title = c.firstProse(e.title)
			inner = first(inner, c.attribute("xml:lang"))
		case "summary":
			e.summary = c.firstProse(e.summary)
			inner = first(inner, c.attribute("xml:lang"))
		case "content":
			e.content = c.firstProse(e.content)
			inner = first(c.attribute("xml:lang"), inner)
		case "link":
			if rank := rankLink(c); rank > linkRank {
				linkRank, e.link, linkBase = rank, c.attribute("href"), c.attribute("xml:base")
			}
			if strings.EqualFold(c.attribute("rel"), "enclosure") && isPicture(c, "") {
				e.picture.offer(c.attribute("href"), asEnclosure, 1)
			}
		case "feedburner:origlink":
			original = c.text()
		case "author", "dc:creator":
			e.author = first(e.author, rssAuthor(namedAuthor(c)))
		case "source":
			e.attribution, source = atomSource(c)
		case "category", "dc:subject":
			e.category(first(c.attribute("label"), c.attribute("term"), c.text()))
		case "media:content", "media:thumbnail", "media:group":
			e.picture.element(c)
			e.summary = mediaDescription(c, e.summary)
		case "published":
			published = c.text()
		case "issued", "dcterms:issued":
			issued = c.text()
		case "created", "dcterms:created":
			created = c.text()
		case "dc:date":
			date = c.text()
		case "updated", "modified", "dcterms:modified":
			updated = first(updated, c.text())
		case "dc:language":
			e.language = c.text()
		}
	}
	// RFC 4287 demands updated and leaves published to the publisher's taste.
	e.dates = []string{published, issued, created, date, updated}
	if isWeb(original) {
		e.link = original // link leads there by way of a counter
	}
	e.base = []string{linkBase}
	e.author = first(e.author, source)
	e.language = first(e.language, inner)
	return e
}

// firstProse reads a text construct unless one has been read.
func (e element) firstProse(already prose) prose {
	if already.text != "" {
		return already
	}
	return atomProse(e)
}

// mediaDescription finds the words that video sites put in media:group.
func mediaDescription(group element, already prose) prose {
	for _, c := range group.children() {
		if already.text == "" && c.name == "media:description" {
			already = prose{c.markup(), strings.EqualFold(c.attribute("type"), "html")}
		}
	}
	return already
}

// atomSource reads the feed an entry was taken from.
func atomSource(el element) (title, author string) {
	for _, c := range el.children() {
		switch c.name {
		case "title":
			title = atomProse(c).plain()
		case "author":
			author = first(author, personName(c))
		}
	}
	return title, author
}

// rankLink says how well a link serves as the story's page; 0: not at all.
func rankLink(link element) int {
	if rel := link.attribute("rel"); rel != "" && !isAlternate(rel) || link.attribute("href") == "" {
		return 0
	}
	if kind := link.attribute("type"); kind != "" && !strings.Contains(kind, "html") {
		return 1
	}
	return 2
}

// isAlternate knows the relation by its name and by the name in IANA's registry.
func isAlternate(rel string) bool {
	rel = strings.TrimPrefix(strings.ToLower(rel), "http://www.iana.org/assignments/relation/")
	return rel == "alternate"
}

// atomProse reads a text construct as its type says.
func atomProse(el element) prose {
	kind := strings.ToLower(el.attribute("type"))
	mode := strings.ToLower(el.attribute("mode")) // 0.3
	switch {
	case mode == "base64":
		return decoded(el, strings.Contains(kind, "html"))
	case strings.Contains(kind, "xhtml") && mode != "escaped", kind == "xml":
		return prose{el.source(), true}
	case strings.Contains(kind, "html"), mode == "escaped":
		return prose{el.markup(), true}
	case kind == "", kind == "text", kind == "text/plain":
		if el.hasTags() { // Atom 0.3 has XHTML so; elsewhere it is the least bad reading
			return prose{el.source(), true}
		}
		text := el.markup()
		return prose{text, looksHTML(text)}
	case strings.HasPrefix(kind, "text/"):
		return decoded(el, false)
	}
	return prose{} // a picture, a sound
}

// decoded reads text in base64; what is none is left out.
func decoded(el element, html bool) prose {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(el.text()), ""))
	if err != nil || !utf8.Valid(b) {
		return prose{}
	}
	return prose{clean(string(b)), html}
}

// personName reads an Atom person: the name, or else the mail address.
func personName(el element) string {
	var name, mail string
	for _, c := range el.children() {
		switch _, local := splitName(c.name); local {
		case "name":
			name = first(name, htmlText(c.text()))
		case "email":
			mail = first(mail, c.text())
		}
	}
	return first(name, mail)
}

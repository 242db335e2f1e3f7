package parse

import "strings"

// atomEntry reads an entry of Atom 1.0 (RFC 4287) or 0.3.
func atomEntry(el element) entry {
	e := entry{language: el.attribute("xml:lang")}
	var published, created, updated, linkBase, sourceAuthor string
	linkRank := 0
	for _, c := range el.children() {
		switch c.name {
		case "id":
			e.guid = c.text()
		case "title":
			e.title = atomProse(c)
		case "summary":
			e.summary = atomProse(c)
		case "content":
			e.content = atomProse(c)
		case "link":
			if rank := rankLink(c); rank > linkRank {
				linkRank, e.link, linkBase = rank, c.attribute("href"), c.attribute("xml:base")
			}
		case "author":
			e.author = first(e.author, personName(c))
		case "source":
			e.attribution, sourceAuthor = atomSource(c)
		case "published", "issued":
			published = c.text()
		case "created", "dcterms:created", "dc:date":
			created = c.text()
		case "updated", "modified":
			updated = c.text()
		case "dc:language":
			e.language = c.text()
		}
	}
	// RFC 4287 demands updated and leaves published to the publisher's taste.
	e.dates = []string{published, created, updated}
	e.base = []string{linkBase}
	e.author = first(e.author, sourceAuthor)
	return e
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
	if rel := link.attribute("rel"); rel != "" && !strings.EqualFold(rel, "alternate") || link.attribute("href") == "" {
		return 0
	}
	if kind := link.attribute("type"); kind != "" && !strings.Contains(kind, "html") {
		return 1
	}
	return 2
}

// atomProse reads a text construct as its type says.
func atomProse(el element) prose {
	kind := strings.ToLower(el.attribute("type"))
	escaped := strings.EqualFold(el.attribute("mode"), "escaped") // 0.3
	switch {
	case strings.EqualFold(el.attribute("mode"), "base64"):
		return prose{}
	case strings.Contains(kind, "xhtml") && !escaped, kind == "xml":
		return prose{el.source(), true}
	case strings.Contains(kind, "html"), escaped:
		return prose{el.markup(), true}
	case kind == "", kind == "text", kind == "text/plain":
		text := el.markup()
		return prose{text, looksHTML(text)}
	}
	return prose{} // a picture, a sound
}

// personName reads an Atom person: the name, or else the mail address.
func personName(el element) string {
	var name, mail string
	for _, c := range el.children() {
		switch _, local := splitName(c.name); local {
		case "name":
			name = c.text()
		case "email":
			mail = c.text()
		}
	}
	return first(name, mail)
}

package parse

import "newsbot/feed"

// head is what a feed says of itself, for entries that do not say it.
type head struct {
	title    prose
	language string
	author   string
	base     []string
	home     string // where an Atom feed says that it, or its site, is
	hints    hints
}

// readHead reads what is around the entries.
func readHead(b *block, format feed.Format) head {
	var h head
	for _, root := range b.elements() {
		if !isRoot(root.name) {
			continue
		}
		h.within(root)
		if format == feed.Atom {
			h.atom(root)
			return h
		}
		// In RDF the channel stands beside the entries, in RSS around them.
		for _, el := range root.children() {
			if el.name == "channel" {
				h.within(el)
				h.channel(el)
				return h
			}
		}
		return h
	}
	return h
}

// within notes the attributes that hold for all that is inside.
func (h *head) within(el element) {
	h.base = append(h.base, el.attribute("xml:base"))
	if lang := el.attribute("xml:lang"); lang != "" {
		h.language = lang
	}
}

func (h *head) channel(channel element) {
	link := ""
	for _, el := range channel.children() {
		h.hints.hint(el)
		switch el.name {
		case "title":
			h.title = prose{el.markup(), true}
		case "dc:title", "atom:title":
			if h.title.text == "" {
				h.title = prose{el.markup(), true}
			}
		case "link":
			if text := el.text(); text != "" {
				link = text
			}
		case "language":
			h.language = el.text()
		case "dc:language":
			if h.language == "" {
				h.language = el.text()
			}
		}
	}
	// Relative links of RSS mean the site, which need not be the server that
	// the feed comes from; xml:base says more exactly where.
	for _, b := range h.base {
		if b != "" {
			return
		}
	}
	h.base = append(h.base, link)
}

func (h *head) atom(root element) {
	for _, el := range root.children() {
		h.hints.hint(el)
		switch el.name {
		case "title":
			h.title = atomProse(el)
		case "author":
			h.author = first(h.author, personName(el))
		case "link":
			if href := el.attribute("href"); isWeb(href) && (h.home == "" || el.attribute("rel") == "self") {
				h.home = href
			}
		case "dc:language":
			if h.language == "" {
				h.language = el.text()
			}
		}
	}
}

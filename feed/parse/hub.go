package parse

import (
	"strings"

	"github.com/PuerkitoBio/goquery"

	"newsbot/feed"
)

// link notes what a link around the entries is for. A relation may be several.
func (h *hints) link(rel, href string) {
	for r := range strings.FieldsSeq(strings.ToLower(rel)) {
		switch r {
		case "next":
			h.next = href
		case "hub":
			if len(h.hubs) < maxLinks {
				h.hubs = append(h.hubs, href)
			}
		case "self":
			h.self = first(h.self, href)
		}
	}
}

// announce gives the document the hubs that push its changes, and the address under
// which they know it (WebSub, "Discovery"). Without both there is nothing to subscribe to.
func (r *reader) announce(hubs []string, self string) {
	r.doc.Self = address(absolute(r.base, self))
	for _, hub := range hubs {
		if hub = address(absolute(r.base, hub)); hub != "" && len(r.doc.Hubs) < feed.MaxHubs {
			r.doc.Hubs = append(r.doc.Hubs, hub)
		}
	}
}

func address(s string) string {
	if len(s) > maxAddress {
		return ""
	}
	return s
}

// pageHubs looks in the head of a page alone: what is in its body anybody may have
// written (WebSub, "Security Considerations").
func (r *reader) pageHubs(page *goquery.Document) {
	var h hints
	page.Find("head link[rel][href]").Each(func(_ int, link *goquery.Selection) {
		rel, _ := link.Attr("rel")
		href, _ := link.Attr("href")
		h.link(rel, href)
	})
	r.announce(h.hubs, h.self)
}

// jsonHubs returns those of "hubs" (JSON Feed 1.1, "Subscribing to Real-time
// Notifications") that speak WebSub, by its old name or its new.
func jsonHubs(value string) (found []string) {
	if value[0] != '[' {
		return nil
	}
	jsonList(value, func(hub string) {
		kind, url := "", ""
		jsonFields(hub, func(key, value string) {
			switch key {
			case "type":
				kind = strings.TrimSpace(loose(value))
			case "url":
				url = loose(value)
			}
		})
		if strings.EqualFold(kind, "WebSub") || strings.EqualFold(kind, "PubSubHubbub") {
			found = append(found, url)
		}
	})
	return found
}

package parse_test

import (
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/parse"
)

func TestTheHubsOfADocument(t *testing.T) {
	const item = "<item><title>One</title><link rel='hub' href='https://evil.example/'/></item>"
	xml := func(links string) string {
		return `<rss version="2.0" xmlns:a10="http://www.w3.org/2005/Atom"><channel><title>T</title>` + links + item + `</channel></rss>`
	}
	hub := "https://hub.example/"
	for _, tt := range []struct {
		name, body string
		hubs       string // apart by spaces
		self       string
	}{
		{"of RSS", xml(`<a10:link rel="hub" href="https://hub.example/"/><a10:link rel="self" href="https://example.org/feed"/>`), hub, "https://example.org/feed"},
		{"of RSS whose prefix is not declared", xml(`<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="/feed"/>`), hub, "https://example.org/feed"},
		{"of Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="https://example.org/atom"/><link rel="hub" href="https://hub.example/"/>
			<entry><title>One</title><link rel="hub" href="https://evil.example/"/></entry></feed>`, hub, "https://example.org/atom"},
		{"of RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:atom="http://www.w3.org/2005/Atom">
			<channel><title>T</title><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://example.org/rdf"/></channel>` + item + `</rdf:RDF>`, hub, "https://example.org/rdf"},
		{"of a JSON Feed, by either name, and no rssCloud", `{"version": "https://jsonfeed.org/version/1.1", "title": "T", "feed_url": "https://example.org/feed.json",
			"hubs": [{"type": "rssCloud", "url": "https://cloud.example/"}, {"type": "WebSub", "url": "https://hub.example/"}, {"type": "PubSubHubbub", "url": "https://old.example/"}],
			"items": [{"id": "1", "title": "One"}]}`, hub + " https://old.example/", "https://example.org/feed.json"},
		{"of a JSON Feed with an odd one among them", `{"version": "https://jsonfeed.org/version/1.1", "feed_url": {},
			"hubs": [7, "x", [], null, {"type": 7, "url": {}}, {"type": "websub", "url": "https://hub.example/"}], "items": [{"id": "1", "title": "One"}]}`, hub, ""},
		{"of a JSON Feed in which they are no list", `{"version": "https://jsonfeed.org/version/1.1", "hubs": 7, "items": [{"id": "1", "title": "One"}]}`, "", ""},
		{"relative to where the document was found in the end", xml(`<a10:link rel="hub" href="/hub"/><a10:link rel="self" href="?all"/>`), "https://example.org/hub", "https://example.org/feed?all"},
		{"several, three at most", xml(strings.Repeat(`<a10:link rel="hub" href="https://hub.example/"/>`, 5)), strings.TrimSpace(strings.Repeat(hub+" ", feed.MaxHubs)), ""},
		{"one link with two relations", xml(`<a10:link rel="self hub" href="https://hub.example/"/>`), hub, hub},
		{"none that is no address of the web", xml(`<a10:link rel="hub" href="file:///etc/passwd"/><a10:link rel="hub" href="gopher://hub.example/"/><a10:link rel="hub"/>`), "", ""},
		{"without the credentials in them", xml(`<a10:link rel="hub" href="https://me:secret@hub.example/"/>`), hub, ""},
		{"none that is endless", xml(`<a10:link rel="hub" href="https://hub.example/` + strings.Repeat("x", 5000) + `"/>`), "", ""},
		{"none", xml(""), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: []byte(tt.body), URL: "https://example.org/feed"})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(doc.Hubs, " "); got != tt.hubs || doc.Self != tt.self || len(doc.Items) != 1 {
				t.Errorf("hubs %q, self %q, %d items; want %q, %q, one", got, doc.Self, len(doc.Items), tt.hubs, tt.self)
			}
		})
	}
}

func TestTheHubOfAPageIsInItsHead(t *testing.T) {
	page := `<!DOCTYPE html><html><head><title>T</title><link rel="hub" href="https://hub.example/"><link rel="self" href="/news"></head>
		<body><link rel="hub" href="https://evil.example/"><ul><li><a href="/1">One</a></li></ul></body></html>`
	src := feed.Source{Format: feed.HTML, Select: feed.Selectors{Item: "li", Title: "a"}}
	doc, err := parse.New().Parse(src, &feed.Response{Body: []byte(page), URL: "https://example.org/"})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Hubs) != 1 || doc.Hubs[0] != "https://hub.example/" || doc.Self != "https://example.org/news" {
		t.Errorf("hubs %q, self %q; want the one in the head", doc.Hubs, doc.Self)
	}
}

package main

import (
	"context"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/feedtest"
)

// sampleKept is how many stories a sample feed shows at a time; what is older is
// only in the bot's archive, so that a demo may run for long.
const sampleKept = 50

// The sample sources, by the names that people see.
const (
	sampleWire    = "Steppe Wire"
	sampleListing = "Press Office"
)

// Where the page's server has the feeds and the wire's stories. Feeds have the
// page's address, so that with --data a demo that is started again knows them.
const (
	feedsPath   = "/feeds"
	articlePath = "/news/"
)

// samplePath is a sample source's place at the origin.
func samplePath(source string) string {
	if source == sampleListing {
		return "/listing.txt"
	}
	return "/wire.xml"
}

// localURL is the address under which this machine reaches a listener of its own.
func localURL(listener net.Listener) string {
	addr, ok := listener.Addr().(*net.TCPAddr)
	if ok && addr.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", addr.Port)
	}
	return "http://" + listener.Addr().String()
}

// newOrigin serves the sample feeds, empty.
func newOrigin() (*feedtest.Origin, error) {
	zone, err := time.LoadLocation(sampleZone)
	if err != nil {
		return nil, err
	}
	o := feedtest.New()
	o.Configure(samplePath(sampleWire), feedtest.Feed{Title: sampleWire, Language: "en"})
	o.Configure(samplePath(sampleListing), feedtest.Feed{Format: feed.Listing, TimeZone: zone})
	return o, nil
}

// sampleFeeds are the sources as a configuration names them.
func sampleFeeds(address string) []FeedConfig {
	return []FeedConfig{
		{URL: address + feedsPath + samplePath(sampleWire), Name: sampleWire, Format: feed.RSS},
		{URL: address + feedsPath + samplePath(sampleListing), Name: sampleListing, Format: feed.Listing, TimeZone: sampleZone},
	}
}

// publish puts a story into its feed. The number, which no other story has, is
// part of its address; a listing has none.
func (d *demo) publish(number int, s sample) {
	item := feed.Item{
		Title: s.Title, Attribution: s.Source, Text: s.Text, Language: s.Language, Published: time.Now(), Views: -1,
	}
	if s.Feed == sampleWire {
		item.Link = fmt.Sprintf("%s%s%d", d.address, articlePath, number)
		item.GUID, item.Attribution = item.Link, ""
	}
	d.origin.Edit(samplePath(s.Feed), func(items []feed.Item) []feed.Item {
		return append(items[max(0, len(items)-sampleKept+1):], item)
	})
}

var articlePage = template.Must(template.New("article").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
  :root { color-scheme: light dark }
  body { max-width: 36rem; margin: 12vh auto; padding: 0 1.2rem; font: 18px/1.6 Georgia, "Noto Serif", "DejaVu Serif", serif }
  small { font: 13px system-ui, sans-serif; opacity: .7 }
  h1 { font-size: 1.6rem; line-height: 1.25 }
</style>
<small>{{.Source}} · {{.When.UTC.Format "2 January 2006, 15:04"}} UTC · a made-up story of the newsbot demo</small>
<h1>{{.Title}}</h1>
{{range .Paragraphs}}<p>{{.}}</p>
{{end}}</html>
`))

// article shows the story that a headline of the wire leads to.
func (d *demo) article(w http.ResponseWriter, r *http.Request) {
	story, err := findArticle(r.Context(), d.app.archive, d.address+r.URL.Path)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	case story == nil:
		http.Error(w, "The demo no longer has this story.", http.StatusNotFound)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	if err := articlePage.Execute(w, struct {
		*feed.Story
		Paragraphs []string
	}{story, strings.Split(story.Text, "\n")}); err != nil {
		return // the reader has gone
	}
}

// findArticle looks for a link among the newest stories; nil: it is not there.
func findArticle(ctx context.Context, a *archive.Archive, link string) (*feed.Story, error) {
	before := int64(0)
	for range 10 {
		stories, err := a.Before(ctx, before, 100)
		if err != nil || len(stories) == 0 {
			return nil, err
		}
		for i := range stories {
			if stories[i].Link == link {
				return &stories[i], nil
			}
		}
		before = stories[len(stories)-1].Seq
	}
	return nil, nil
}

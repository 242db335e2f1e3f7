package parse_test

import (
	"errors"
	"net/url"
	"os"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/parse"
)

// within runs one parse. With NEWSBOT_FUZZ set it holds it to a second and to 64 MB of
// all that is allocated, which is more than is ever held at once:
//
//	NEWSBOT_FUZZ=1 go test ./feed/parse -run '^$' -fuzz FuzzXML -fuzztime 10m
//
// What takes more is tried twice again: the machine may have been busy elsewhere.
func within(t *testing.T, run func()) {
	if os.Getenv("NEWSBOT_FUZZ") == "" {
		run()
		return
	}
	for left := 2; ; left-- {
		allocated := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
		metrics.Read(allocated)
		before, start := allocated[0].Value.Uint64(), time.Now()
		run()
		took := time.Since(start)
		metrics.Read(allocated)
		n := allocated[0].Value.Uint64() - before
		switch {
		case n <= 64<<20 && took <= time.Second:
			return
		case left == 0:
			t.Fatalf("took %v and %d bytes, want a second and 64 MB at most", took, n)
		}
	}
}

// check holds whatever was parsed to what every reader relies on.
func check(t *testing.T, doc *feed.Document) {
	t.Helper()
	if len(doc.Items) > 5000 || len(doc.Problems) > 110 {
		t.Errorf("got %d items and %d problems", len(doc.Items), len(doc.Problems))
	}
	for _, i := range doc.Items {
		for name, s := range map[string]string{"title": i.Title, "summary": i.Summary, "author": i.Author, "attribution": i.Attribution} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || utf8.RuneCountInString(s) > 500 {
				t.Errorf("%s: got %q, want one line of at most 500 runes", name, s)
			}
		}
		if i.Title == "" || len(i.Text) > 64<<10 || !utf8.ValidString(i.Text) || strings.Contains(i.Text, "\n\n") || strings.TrimSpace(i.Text) != i.Text {
			t.Errorf("got title %q, text %q; want paragraphs apart by one line end", i.Title, i.Text)
		}
		if u, err := url.Parse(i.Link); i.Link != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Errorf("link: got %q, want an address of the web", i.Link)
		}
		if u, err := url.Parse(i.Image); i.Image != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Errorf("image: got %q, want an address of the web", i.Image)
		}
		if len(i.Categories) > 30 {
			t.Errorf("got %d categories", len(i.Categories))
		}
		if i.Views < -1 {
			t.Errorf("views: got %d", i.Views)
		}
	}
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(rss(itemA+itemB)), "text/xml; charset=utf-8")
	f.Add([]byte(atom(`<entry xml:base="/a"><id>1</id><title type="html">&lt;b&gt;x</title><link href="y"/><updated>2026-02-10T21:05:00Z</updated></entry>`)), "")
	f.Add([]byte(`<rdf:RDF xmlns:d="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="u"><title>t<d:date>10 Feb 2026 21:05 MSK`), "x; charset=koi8-r")
	for _, clean := range cleanFeeds(2) {
		f.Add([]byte(clean.body), "text/xml")
	}
	f.Add([]byte("<rss><item><title><![CDATA[a<![CDATA[b]]>]]></title><description><p>x<li>y</description><item><!--"), "")
	f.Add([]byte(`{"items":[{"id":1,"title":"a","content_html":"<p>x"},7]}`), "application/json")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		within(t, func() {
			doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: body, ContentType: contentType, URL: address})
			if err == nil {
				check(t, doc)
			}
		})
	})
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":1,"title":"a","content_html":"<p>x","tags":["t"],"authors":[{"name":"n"}],"attachments":[{"url":"/a.jpg","mime_type":"image/jpeg"}]},7,{"id":"2","title":"b" c`))
	f.Add([]byte(`{"items":[{"id":"1","title":"say "hi", you",},,{'a':NaN}{"title":"b` + "\n" + `\q"}// x` + "\n" + `/* y */]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		within(t, func() {
			doc, err := parse.New().Parse(feed.Source{Format: feed.JSON}, &feed.Response{Body: body, URL: address})
			if err == nil {
				check(t, doc)
			}
		})
	})
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(newsPage))
	f.Add([]byte(`<html><base href="x:"><link rel="alternate" type="application/rss+xml" href="/a"><table><li class=item><h3><a href=1>x</h3><time>10.02.2026`))
	f.Fuzz(func(t *testing.T, body []byte) {
		within(t, func() {
			s := feed.Selectors{Item: "li, div, p", Title: "h3, a", Date: "time", Source: "span", Text: "p, :scope"}
			doc, err := parse.New().Parse(feed.Source{Format: feed.HTML, Select: s}, &feed.Response{Body: body, URL: address})
			if err == nil {
				check(t, doc)
			}
			_, err = parse.New().Parse(feed.Source{}, &feed.Response{Body: body, URL: address})
			var page *parse.PageError
			if errors.As(err, &page) {
				for _, l := range page.Feeds {
					if u, err := url.Parse(l.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
						t.Errorf("feed: got %q, want an address of the web", l.URL)
					}
				}
			}
		})
	})
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline xmlUrl="feed://e.org/a?b=1&c=2" title='x'/></outline>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		within(t, func() {
			subscriptions, problems, err := parse.OPML(body)
			if err == nil && (len(subscriptions) > 20_000 || len(problems) > 110) {
				t.Errorf("got %d feeds and %d problems", len(subscriptions), len(problems))
			}
		})
	})
}

func FuzzListing(f *testing.F) {
	f.Add([]byte(twoEntries))
	f.Add([]byte("junk\r26.02.2026,\u00A010:00 1\u00A0234\r\rA\rexample.org\r- x\r32.13.2026, 25:61\r26.02.2026, 10:00 5k\r26.0"))
	f.Fuzz(func(t *testing.T, body []byte) {
		var doc *feed.Document
		var err error
		within(t, func() {
			doc, err = parse.New().Parse(feed.Source{Format: feed.Listing, TimeZone: almaty}, &feed.Response{Body: body, URL: address})
		})
		if err != nil {
			return
		}
		check(t, doc)
		last := 0
		for _, i := range doc.Items {
			if i.Line <= last || i.Published.IsZero() {
				t.Errorf("got line %d after %d, published %v; want entries in order, each with its time", i.Line, last, i.Published)
			}
			last = i.Line
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Tue, 10 Feb 2026 21:05:00 +0300", "2026-02-10T21:05:00.5Z", "10.02.2026 - 21:05", "10 ақпан 2026 24:00 MSK"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := parse.New().Parse(feed.Source{TimeZone: almaty}, &feed.Response{Body: []byte("<rss><item><title>a</title><pubDate><![CDATA[" + s + "]]></pubDate></item></rss>")})
		if err != nil {
			return
		}
		for _, i := range doc.Items {
			if y := i.Published.Year(); !i.Published.IsZero() && (y < 1899 || y > 10000) {
				t.Errorf("%q: got %v", s, i.Published)
			}
		}
	})
}

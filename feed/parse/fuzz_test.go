package parse_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/parse"
)

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
		if i.Views < -1 {
			t.Errorf("views: got %d", i.Views)
		}
	}
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(rss(itemA+itemB)), "text/xml; charset=utf-8")
	f.Add([]byte(atom(`<entry xml:base="/a"><id>1</id><title type="html">&lt;b&gt;x</title><link href="y"/><updated>2026-02-10T21:05:00Z</updated></entry>`)), "")
	f.Add([]byte(`<rdf:RDF xmlns:d="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="u"><title>t<d:date>10 Feb 2026 21:05 MSK`), "x; charset=koi8-r")
	f.Add([]byte("<rss><item><title><![CDATA[a<![CDATA[b]]>]]></title><description><p>x<li>y</description><item><!--"), "")
	f.Add([]byte(`{"items":[{"id":1,"title":"a","content_html":"<p>x"},7]}`), "application/json")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: body, ContentType: contentType, URL: address})
		if err == nil {
			check(t, doc)
		}
	})
}

func FuzzListing(f *testing.F) {
	f.Add([]byte(twoEntries))
	f.Add([]byte("junk\r26.02.2026,\u00A010:00 1\u00A0234\r\rA\rexample.org\r- x\r32.13.2026, 25:61\r26.02.2026, 10:00 5k\r26.0"))
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := parse.New().Parse(feed.Source{Format: feed.Listing, TimeZone: almaty}, &feed.Response{Body: body, URL: address})
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

package parse_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/feed"
	"newsbot/feed/parse"
)

const address = "https://news.example.org/feeds/all.xml"

// read parses a body as if it had come from address.
func read(t *testing.T, src feed.Source, body string) *feed.Document {
	t.Helper()
	doc, err := parse.New().Parse(src, &feed.Response{Body: []byte(body), URL: address})
	if err != nil {
		t.Fatalf("parse %.80q: %v", body, err)
	}
	return doc
}

// only returns the single item of a document.
func only(t *testing.T, body string) feed.Item {
	t.Helper()
	doc := read(t, feed.Source{}, body)
	if len(doc.Items) != 1 {
		t.Fatalf("got %d items (problems %v), want 1", len(doc.Items), doc.Problems)
	}
	return doc.Items[0]
}

func titles(doc *feed.Document) string {
	var all []string
	for _, i := range doc.Items {
		all = append(all, i.Title)
	}
	return strings.Join(all, "|")
}

func rss(inside string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>All</title><link>https://www.example.org/</link>` + inside + `</channel></rss>`
}

func atom(inside string) string {
	return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>All</title>` + inside + `</feed>`
}

func TestEachFormatIsReadWhole(t *testing.T) {
	when := time.Date(2026, 2, 25, 7, 30, 0, 0, time.UTC)
	want := feed.Item{
		GUID: "id-1", Link: "https://www.example.org/a?b=1&c=2", Title: "Ministers meet in Rome",
		Summary: "They spoke of grain.", Text: "They spoke of grain.\nThen of rail.", Author: "Ann Lee",
		Language: "en", Attribution: "Example Wire", Published: when, Views: -1,
	}
	withoutAttribution := want
	withoutAttribution.Attribution = ""
	tests := []struct {
		name   string
		format feed.Format
		want   feed.Item
		body   string
	}{
		{"RSS 2.0", feed.RSS, want, rss(`<language>en</language><item><title>Ministers meet in Rome</title>
			<link>https://www.example.org/a?b=1&amp;c=2</link><guid isPermaLink="false">id-1</guid>
			<description>They spoke of grain.</description><content:encoded><![CDATA[<p>They spoke of grain.</p><p>Then of rail.</p>]]></content:encoded>
			<dc:creator>Ann Lee</dc:creator><source url="https://wire.example.com/">Example Wire</source>
			<pubDate>Wed, 25 Feb 2026 12:30:00 +0500</pubDate></item>`)},
		{"RSS 1.0", feed.RSS, withoutAttribution, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
			xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">
			<channel rdf:about="x"><title>All</title><link>https://www.example.org/</link><items><rdf:Seq><rdf:li resource="id-1"/></rdf:Seq></items></channel>
			<item rdf:about="id-1"><title>Ministers meet in Rome</title><link>/a?b=1&amp;c=2</link><description>They spoke of grain.</description>
			<c:encoded>&lt;p&gt;They spoke of grain.&lt;/p&gt;&lt;p&gt;Then of rail.&lt;/p&gt;</c:encoded>
			<d:creator>Ann Lee</d:creator><d:language>en</d:language><d:date>2026-02-25T07:30:00Z</d:date></item></rdf:RDF>`},
		{"Atom", feed.Atom, want, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>All</title>
			<entry><id>id-1</id><title type="text">Ministers meet in Rome</title><link rel="self" href="/self"/>
			<link href="https://www.example.org/a?b=1&amp;c=2"/><summary>They spoke of grain.</summary>
			<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They spoke of grain.</p><p>Then of rail.</p></div></content>
			<author><name>Ann Lee</name><email>ann@example.org</email></author><source><title>Example Wire</title></source>
			<published>2026-02-25T12:30:00+05:00</published><updated>2026-02-26T00:00:00Z</updated></entry></feed>`},
		{"JSON Feed", feed.JSON, withoutAttribution, `{"version":"https://jsonfeed.org/version/1.1","title":"All","language":"en","items":[
			{"id":"id-1","url":"https://www.example.org/a?b=1&c=2","title":"Ministers meet in Rome","summary":"They spoke of grain.",
			"content_html":"<p>They spoke of grain.</p><p>Then of rail.</p>","authors":[{"name":"Ann Lee"}],"date_published":"2026-02-25T07:30:00Z"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, feed.Source{}, tt.body)
			if doc.Format != tt.format || doc.Title != "All" || len(doc.Problems) != 0 {
				t.Errorf("got format %s, title %q, problems %v; want %s, All, none", doc.Format, doc.Title, doc.Problems, tt.format)
			}
			if diff := cmp.Diff([]feed.Item{tt.want}, doc.Items); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsNoFeedIsAnErrorThatSaysSo(t *testing.T) {
	page := "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><p>25.02.2026, 10:00 5</p></body></html>"
	tests := []struct {
		name   string
		format feed.Format
		body   string
		want   string // in the error
	}{
		{"a web page", feed.Auto, page, "this is a web page, not a feed"},
		{"a web page without a doctype", "", "<head><meta charset=utf-8>", "this is a web page, not a feed"},
		{"a piece of a web page", "", "<div>Hello</div>", "this is a web page, not a feed"},
		{"an empty body", "", " \r\n\u00A0\t", "this is an empty document"},
		{"other XML", "", "<?xml version='1.0'?><urlset><url/></urlset>", "this is XML, but not a feed: <urlset>"},
		{"other JSON", "", `{"status":"ok"}`, "this is JSON, but not a JSON Feed"},
		{"a list of JSON", "", `[1]`, "this is JSON, but not a JSON Feed"},
		{"damaged JSON", "", `{"status":`, "this is damaged JSON"},
		{"plain text", "", "Nothing new today.", "plain text without an entry of a listing"},
		{"Atom where RSS is asked for", feed.RSS, atom(""), "this is an Atom feed, but the format asked for is rss"},
		{"a page where a listing is asked for", feed.Listing, page, "this is a web page, not a feed, but the format asked for is listing"},
		{"RSS where JSON is asked for", feed.JSON, rss(""), "this is an RSS feed, but the format asked for is json"},
		{"a format that is none", "xml", rss(""), `format "xml": must be auto, rss, atom, json, listing or html`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := parse.New().Parse(feed.Source{Format: tt.format}, &feed.Response{Body: []byte(tt.body), URL: "https://ann:secret@example.org/x"})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, %v; want an error with %q", doc, err, tt.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error shows the credentials: %v", err)
			}
		})
	}
}

func TestAnEmptyFeedIsADocument(t *testing.T) {
	for _, body := range []string{rss(""), atom(""), `{"version":"https://jsonfeed.org/version/1","items":[]}`} {
		if doc := read(t, feed.Source{}, body); len(doc.Items) != 0 || len(doc.Problems) != 0 {
			t.Errorf("%.40s: got %d items, problems %v; want none", body, len(doc.Items), doc.Problems)
		}
	}
}

func TestTheLanguageOfTheSourceIsForItemsThatNameNone(t *testing.T) {
	src := feed.Source{Language: "kk"}
	for _, tt := range []struct{ name, body, want string }{
		{"none named", rss(`<item><title>a</title></item>`), "kk"},
		{"the feed names one", rss(`<language>RU_ru</language><item><title>a</title></item>`), "ru-RU"},
		{"the item names one", rss(`<language>ru</language><item xml:lang="de"><title>a</title></item>`), "de"},
		{"what is no language", rss(`<language>English please</language><item><title>a</title></item>`), "kk"},
		{"of a listing", "25.02.2026, 10:00\na\n", "kk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := read(t, src, tt.body).Items[0].Language; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"relative in RSS: to the site", rss(`<item><title>a</title><link>/x</link></item>`), "https://www.example.org/x"},
		{"relative in Atom: to the document", atom(`<entry><title>a</title><link href="x"/></entry>`), "https://news.example.org/feeds/x"},
		{"to xml:base of the root, a file and not a folder",
			`<feed xml:base="https://b.example.org/blog/index.xml"><entry><title>a</title><link href="x"/></entry></feed>`, "https://b.example.org/blog/x"},
		{"to a chain of xml:base",
			`<feed xml:base="/a/"><entry xml:base="b/"><title>a</title><link xml:base="c/" href="x"/></entry></feed>`, "https://news.example.org/a/b/c/x"},
		{"a permalink where there is no link", rss(`<item><title>a</title><guid>https://e.org/1</guid></item>`), "https://e.org/1"},
		{"a guid that is none", rss(`<item><title>a</title><guid isPermaLink="false">https://e.org/1</guid></item>`), ""},
		{"an Atom link in RSS", rss(`<item><title>a</title><atom:link rel="alternate" href="https://e.org/2"/></item>`), "https://e.org/2"},
		{"a link in an attribute", rss(`<item><title>a</title><link href="https://e.org/3"/></item>`), "https://e.org/3"},
		{"broken over lines", rss("<item><title>a</title><link>\n https://e.org/\n4 </link></item>"), "https://e.org/4"},
		{"ampersands once escaped", rss(`<item><title>a</title><link>https://e.org/?a=1&amp;copy=2</link></item>`), "https://e.org/?a=1&copy=2"},
		{"ampersands never escaped", rss(`<item><title>a</title><link>https://e.org/?a=1&copy=2</link></item>`), "https://e.org/?a=1&copy=2"},
		{"a script", rss(`<item><title>a</title><link>javascript:alert(1)</link></item>`), ""},
		{"a page before a picture", atom(`<entry><title>a</title><link type="image/png" href="/p"/><link type="text/html" href="/h"/></entry>`), "https://news.example.org/h"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := only(t, tt.body).Link; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAuthors(t *testing.T) {
	for _, tt := range []struct{ name, inside, want string }{
		{"mail (name)", "<author>ann@example.org (Ann Lee)</author>", "Ann Lee"},
		{"name <mail>", "<author>Ann Lee &lt;ann@example.org&gt;</author>", "Ann Lee"},
		{"a mail alone", "<author>ann@example.org</author>", "ann@example.org"},
		{"a mail and a name", "<author>ann@example.org</author><dc:creator><![CDATA[Ann Lee]]></dc:creator>", "Ann Lee"},
		{"Atom in RSS", "<atom:author><atom:name>Ann Lee</atom:name></atom:author>", "Ann Lee"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := only(t, rss("<item><title>a</title>"+tt.inside+"</item>")).Author; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("word ", 1<<20/5)
	t.Run("items after the first 5,000 are reported", func(t *testing.T) {
		for _, body := range []string{
			rss(strings.Repeat("<item><title>a</title></item>", 5003)),
			strings.Repeat("25.02.2026, 10:00 5\na\n", 5003),
			`{"items":[{"title":"a"}` + strings.Repeat(`,{"title":"a"}`, 5002) + `]}`,
		} {
			doc := read(t, feed.Source{}, body)
			if len(doc.Items) != 5000 || len(doc.Problems) != 1 || !strings.Contains(doc.Problems[0].Error(), "3 entries after the first 5000 left out") {
				t.Errorf("%.20s: got %d items, problems %v; want 5000 and a problem", body, len(doc.Items), doc.Problems)
			}
		}
	})
	t.Run("problems are told up to a hundred and then counted", func(t *testing.T) {
		doc := read(t, feed.Source{}, strings.Repeat("25.02.2026, 25:61 5\n", 1000))
		if n := len(doc.Problems); n != 101 || doc.Problems[100].Error() != "900 more problems are not shown" {
			t.Errorf("got %d problems, the last %v; want 100 and a count", n, doc.Problems[n-1])
		}
	})
	t.Run("a long text is cut and reported", func(t *testing.T) {
		for _, body := range []string{
			rss("<item><title>a</title><description>" + long + "</description></item>"),
			"25.02.2026, 10:00 5\na\n" + long,
		} {
			doc := read(t, feed.Source{}, body)
			if n := len(doc.Items[0].Text); n > 64<<10 || n < 60<<10 || len(doc.Problems) != 1 || !doc.Problems[0].Kept || doc.Problems[0].Title != "a" {
				t.Errorf("%.20s: got %d bytes, problems %v; want at most 64 KiB and one problem, of an entry that is kept", body, n, doc.Problems)
			}
		}
	})
	t.Run("a long title and lead are cut at a word", func(t *testing.T) {
		i := only(t, rss("<item><title>"+long+"</title><description>"+long+"</description></item>"))
		for _, got := range []string{i.Title, i.Summary} {
			if n := len([]rune(got)); n > 500 || n < 300 || !strings.HasSuffix(got, "word…") {
				t.Errorf("got %d runes ending in %q, want a cut after a word", n, got[len(got)-10:])
			}
		}
	})
	t.Run("an identity too long is left out, not cut", func(t *testing.T) {
		doc := read(t, feed.Source{}, rss("<item><title>a</title><guid>"+long+"</guid><link>https://e.org/"+long+"</link></item>"))
		if i := doc.Items[0]; i.GUID != "" || i.Link != "" || len(doc.Problems) != 2 || !doc.Problems[0].Kept || !doc.Problems[1].Kept {
			t.Errorf("got %d and %d bytes, problems %v; want none and two problems, of an entry that is kept", len(i.GUID), len(i.Link), doc.Problems)
		}
	})
}

func TestTheLeadEndsWithASentence(t *testing.T) {
	first := "The minister, Y. Smith, spoke for an hour about the harvest of this year, which is larger than any before it in the history of the country, and about what the railways will have to do in order to carry it to the sea before the winter comes to the steppe."
	i := only(t, rss("<item><title>a</title><description>"+first+" "+first+"</description></item>"))
	if i.Summary != first {
		t.Errorf("got %q, want the first sentence", i.Summary)
	}
	if want := first + " " + first; i.Text != want {
		t.Errorf("text: got %q, want all of it", i.Text)
	}
}

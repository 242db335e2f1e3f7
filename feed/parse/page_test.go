package parse_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/feed"
	"newsbot/feed/parse"
)

const newsPage = `<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>News of the office</title></head><body>
<nav><a href="/">Home</a><a href="/news">News</a></nav>
<ul class="news">
<li class="item"><img src="/p/1.jpg" width="300"><h3><a href="/news/1?a=1&amp;b=2">Ministers <b>meet</b> in Rome</a></h3>
<time datetime="2026-02-10T21:05:00+03:00">today</time><span class="from">gov.kz</span><p>They spoke of grain.</p><p>And of rail.</p></li>
<li class="item"><a href="https://other.example.org/2"><h3>Мост откроют в мае</h3></a>
<time>10 февраля 2026, 21:05</time><p>Строители обещают.</p></li>
<li class="item"><h3></h3><p>An advertisement.</p></li>
</ul><footer>© 2026</footer></body></html>`

var newsSelectors = feed.Selectors{Item: "ul.news > li.item", Title: "h3", Date: "time", Source: ".from", Text: "p"}

func readPage(t *testing.T, s feed.Selectors, body string) (*feed.Document, error) {
	t.Helper()
	src := feed.Source{Format: feed.HTML, Select: s, TimeZone: almaty}
	return parse.New().Parse(src, &feed.Response{Body: []byte(body), ContentType: "text/html", URL: address})
}

func TestAPageOfNewsIsReadBySelectors(t *testing.T) {
	doc, err := readPage(t, newsSelectors, newsPage)
	if err != nil {
		t.Fatal(err)
	}
	want := []feed.Item{
		{Title: "Ministers meet in Rome", Link: "https://news.example.org/news/1?a=1&b=2", Summary: "They spoke of grain. And of rail.",
			Text: "They spoke of grain.\nAnd of rail.", Attribution: "gov.kz", Language: "ru", Views: -1,
			Image: "https://news.example.org/p/1.jpg", Published: time.Date(2026, 2, 10, 18, 5, 0, 0, time.UTC)},
		{Title: "Мост откроют в мае", Link: "https://other.example.org/2", Summary: "Строители обещают.", Text: "Строители обещают.",
			Language: "ru", Views: -1, Published: time.Date(2026, 2, 10, 16, 5, 0, 0, time.UTC)},
	}
	if diff := cmp.Diff(want, doc.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if len(doc.Problems) != 1 || doc.Title != "News of the office" || doc.Language != "ru" || doc.Format != feed.HTML {
		t.Errorf("got problems %v, title %q, language %q, format %q", doc.Problems, doc.Title, doc.Language, doc.Format)
	}
}

func TestTheItemItselfMayBeTheHeadlineAndTheLink(t *testing.T) {
	doc, err := readPage(t, feed.Selectors{Item: "a.story", Title: ":scope", Link: ":scope"}, `<html><base href="/n/"><body><a class=story href=1>One</a><a class=story href=2>Two</a></body></html>`)
	if err != nil {
		t.Fatal(err)
	}
	if got := titles(doc); got != "One|Two" || doc.Items[1].Link != "https://news.example.org/n/2" {
		t.Errorf("got %q, %+v; want One|Two with links", got, doc.Items)
	}
}

func TestAPageInAnOldEncodingIsReadByItsOwnWord(t *testing.T) {
	body := "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\"></head><body><p class=n>\xCC\xEE\xF1\xF2 \xEE\xF2\xEA\xF0\xFB\xEB\xE8</p></body></html>"
	doc, err := readPage(t, feed.Selectors{Item: "p.n", Title: ":scope"}, body)
	if err != nil || titles(doc) != "Мост открыли" {
		t.Errorf("got %v, %v; want the headline in Russian", doc, err)
	}
}

// A page that was rebuilt must not look like a day without news.
func TestAStructureThatStopsMatchingIsAnError(t *testing.T) {
	with := func(change func(*feed.Selectors)) feed.Selectors {
		s := newsSelectors
		change(&s)
		return s
	}
	tests := []struct {
		name string
		s    feed.Selectors
		body string
		want string
	}{
		{"no item", newsSelectors, strings.ReplaceAll(newsPage, `class="item"`, `class="card"`), `select.item "ul.news > li.item" matches nothing`},
		{"no headline", with(func(s *feed.Selectors) { s.Title = "h2" }), newsPage, `select.title "h2" finds nothing in any of 3 items`},
		{"no headline in the only item", with(func(s *feed.Selectors) { s.Title = "h2" }), `<ul class="news"><li class="item"><h3>x</h3></li></ul>`, `select.title "h2" finds nothing in the only item`},
		{"no link", with(func(s *feed.Selectors) { s.Link = "a.more" }), newsPage, `select.link "a.more" finds nothing`},
		{"no date", with(func(s *feed.Selectors) { s.Date = ".when" }), newsPage, `select.date ".when" finds nothing`},
		{"no date that can be read", with(func(s *feed.Selectors) { s.Date = "h3" }), newsPage, `finds no date that can be read; the first is "Ministers meet in Rome"`},
		{"no text", with(func(s *feed.Selectors) { s.Text = ".lead" }), newsPage, `select.text ".lead" finds nothing`},
		{"a feed in place of the page", newsSelectors, rss(itemA), "this is an RSS feed, but the format asked for is html"},
		{"an empty page", newsSelectors, "<html><body></body></html>", "matches nothing"},
		{"no selectors", feed.Selectors{}, newsPage, "select.item is missing"},
		{"what is no selector", with(func(s *feed.Selectors) { s.Text = "p[" }), newsPage, `select.text: "p[" is no CSS selector`},
		{"more tags than can be held", newsSelectors, "<html>" + strings.Repeat("<i>", 100_001), "the limit is 100000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := readPage(t, tt.s, tt.body)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, %v; want an error with %q", doc, err, tt.want)
			}
		})
	}
	t.Run("a source that no item names is none", func(t *testing.T) {
		if _, err := readPage(t, with(func(s *feed.Selectors) { s.Source = ".agency" }), newsPage); err != nil {
			t.Error(err)
		}
	})
}

func TestAPageNamesItsFeeds(t *testing.T) {
	tests := []struct{ name, head, want string }{
		{"RSS", `<link rel="alternate" type="application/rss+xml" href="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"Atom beside RSS", `<link rel=alternate type=application/rss+xml href=/rss.xml><link rel=alternate type=application/atom+xml href=/atom.xml>`,
			"https://news.example.org/rss.xml https://news.example.org/atom.xml"},
		{"JSON", `<link rel="alternate" type="application/feed+json" href="f.json">`, "https://news.example.org/feeds/f.json"},
		{"capitals", `<LINK REL="ALTERNATE" TYPE="APPLICATION/RSS+XML" HREF="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"spaces", `<link rel=" alternate " type=" application/rss+xml " href=" /rss.xml ">`, "https://news.example.org/rss.xml"},
		{"a type with a charset", `<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"several relations", `<link rel="home alternate" type="application/rss+xml" href="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"another order, single quotes", `<link href='/rss.xml' type='application/rss+xml' rel='alternate' />`, "https://news.example.org/rss.xml"},
		{"entities", `<link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=&#50;">`, "https://news.example.org/rss?a=1&b=2"},
		{"numeric entities in the type", `<link rel="alternate" type="application/rss&#43;xml" href="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"base", `<base href="https://www.example.org/a/"><link rel="alternate" type="application/rss+xml" href="rss.xml">`, "https://www.example.org/a/rss.xml"},
		{"base behind it", `<link rel="alternate" type="application/rss+xml" href="rss.xml"><base href="/b/">`, "https://news.example.org/b/rss.xml"},
		{"in the body", `</head><body><link rel="alternate" type="application/rss+xml" href="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"the relation of HTML 5", `<link rel="feed" href="/rss.xml">`, "https://news.example.org/rss.xml"},
		{"feed:", `<link rel="alternate" type="application/rss+xml" href="feed:https://e.org/rss.xml">`, "https://e.org/rss.xml"},
		{"twice the same", `<link rel="alternate" type="application/rss+xml" href="/a"><link rel="alternate" type="text/xml" href="/a">`, "https://news.example.org/a"},
		{"in a comment", `<!-- <link rel="alternate" type="application/rss+xml" href="/rss.xml"> -->`, ""},
		{"in a script", `<script>"<link rel='alternate' type='application/rss+xml' href='/rss.xml'>"</script>`, ""},
		{"a stylesheet", `<link rel="alternate stylesheet" type="text/css" href="/x.css">`, ""},
		{"another language", `<link rel="alternate" hreflang="kk" href="/kk/">`, ""},
		{"a relation that begins so", `<link rel="alternate-x" type="application/rss+xml" href="/rss.xml">`, ""},
		{"no address", `<link rel="alternate" type="application/rss+xml">`, ""},
		{"a script as the address", `<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: []byte("<html><head>" + tt.head), URL: address})
			var page *parse.PageError
			if !errors.As(err, &page) {
				t.Fatalf("got %v, want a page's error", err)
			}
			var got []string
			for _, f := range page.Feeds {
				got = append(got, f.URL)
				if !strings.Contains(err.Error(), f.URL) {
					t.Errorf("got %q, want the address in it", err)
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPagesThatWouldGrow(t *testing.T) {
	story := `<li class=item><h3><a href="/1">A headline</a></h3></li>`
	s := feed.Selectors{Item: "li.item", Title: "h3"}
	tests := []struct{ name, body, want string }{
		{"fonts that nobody closed, in cells", "<table>" + strings.Repeat("<tr><td><font color=red>x</td></tr>", 3000) + "</table>" + story, ""},
		{"fonts that nobody closed", strings.Repeat("<p><font size=2>x</p>", 3000) + story, ""},
		{"bold that is closed", strings.Repeat("<p><b>x</b></p>", 20_000) + story, ""},
		{"a long script", "<script>" + strings.Repeat("if(a<b){}", 70_000) + "</script>" + story, ""},
		{"a long tag", "<p " + strings.Repeat("a ", 300_000) + ">" + story, "a tag of more than"},
		{"a long tag after a long script", "<script>" + strings.Repeat("x", 600_000) + "</script><p " + strings.Repeat("a ", 300_000) + ">" + story, "a tag of more than"},
		{"many attributes", strings.Repeat(string(numbered()[:100_000])+">", 20) + story, "elements and attributes"},
	}
	for _, tt := range tests {
		doc, err := readPage(t, s, "<html><body>"+tt.body)
		switch {
		case tt.want == "" && (err != nil || len(doc.Items) != 1 || doc.Items[0].Title != "A headline"):
			t.Errorf("%s: got %v, %v; want the headline", tt.name, doc, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

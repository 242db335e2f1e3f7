package parse_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"

	"newsbot/feed"
	"newsbot/feed/parse"
)

const (
	itemA = "<item><title>A</title><link>https://e.org/a</link><description>One.</description></item>\n"
	itemB = "<item><title>B</title><link>https://e.org/b</link><description>Two.</description></item>\n"
)

// Feeds are broken in these ways on the open web. None of them may cost more
// than the entry it is in.
func TestBrokenFeeds(t *testing.T) {
	tests := []struct {
		name     string
		body     string
		want     string // titles
		problems int
	}{
		{"XML 1.1", strings.Replace(rss(itemA+itemB), `version="1.0"`, `version="1.1"`, 1), "A|B", 0},
		{"a warning before the prolog", "<br />\n<b>Warning</b>: mysql_connect() in <b>/x.php</b> on line <b>3</b><br />\n" + rss(itemA+itemB), "A|B", 0},
		{"a warning in plain text before the prolog", "Notice: undefined index\n\n" + rss(itemA+itemB), "A|B", 0},
		{"blank lines before the prolog", "\n\n  " + rss(itemA+itemB), "A|B", 0},
		{"a root far from the start", "<!--" + strings.Repeat("x", 10_000) + "-->" + rss(itemA+itemB), "A|B", 0},
		{"control characters", rss(itemA + strings.Replace(itemB, "B", "\x00\x08B\x1F", 1)), "A|B", 0},
		{"a reference to an illegal character", rss(itemA + strings.Replace(itemB, ">B<", ">B&#1;<", 1)), "A|B", 0},
		{"a reference that is none", rss(itemA + strings.Replace(itemB, ">B<", ">B & C &nope; &<", 1)), "A|B & C &nope; &", 0},
		{"an HTML entity", rss(itemA + strings.Replace(itemB, ">B<", ">B&nbsp;&mdash;&nbsp;C<", 1)), "A|B — C", 0},
		{"a bad byte", rss(itemA + strings.Replace(itemB, ">B<", ">Бишкек, Ташкент\xff<", 1)), "A|Бишкек, Ташкент\uFFFD", 0},
		{"two dashes in a comment", rss("<!-- a -- b -->" + itemA + itemB), "A|B", 0},
		{"a comment never closed", rss(itemA + itemB + "<!-- "), "A|B", 0},
		{"CDATA in CDATA", rss(itemA + strings.Replace(itemB, "Two.", "<![CDATA[a <![CDATA[b]]> c]]>", 1)), "A|B", 0},
		{"CDATA never closed", rss(itemA+itemB) + "<item><title><![CDATA[C", "A|B", 1},
		{"an unescaped sign", rss(itemA + strings.Replace(itemB, ">B<", ">1 < 2 and 3 > 2<", 1)), "A|1 < 2 and 3 > 2", 0},
		{"unescaped HTML", rss(itemA + strings.Replace(itemB, "Two.", "<p>Two<br>lines <b>here</p>", 1)), "A|B", 0},
		{"a title never closed", rss(itemA + strings.Replace(itemB, "</title>", "", 1)), "A|B", 0},
		{"an item never closed", rss(strings.Replace(itemA, "</item>", "", 1) + itemB), "A|B", 0},
		{"the last item never closed", rss(itemA + strings.Replace(itemB, "</item>", "", 1)), "A|B", 0},
		{"no end of the channel", strings.Replace(rss(itemA+itemB), "</channel></rss>", "", 1), "A|B", 0},
		{"cut off in the middle of an item", strings.Split(rss(itemA+itemB), "Two.")[0], "A", 1},
		{"cut off in the middle of a tag", strings.Split(rss(itemA+itemB), "ption>Two.")[0], "A", 1},
		{"an empty item between two", rss(itemA + "<item></item><item/>" + itemB), "A|B", 2},
		{"an end that was never begun", rss(itemA + strings.Replace(itemB, "<link>", "</p></b><link>", 1)), "A|B", 0},
		{"items after the channel", rss("") + itemA + itemB, "A|B", 0},
		{"tags in capitals", strings.NewReplacer("item>", "ITEM>", "title>", "Title>").Replace(rss(itemA + itemB)), "A|B", 0},
		{"a prefix nobody declared", rss(itemA + strings.Replace(itemB, "<link>", "<x:y>z</x:y><link>", 1)), "A|B", 0},
		{"the native namespace under a prefix", `<r:rss xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item><r:title>A</r:title></r:item></r:channel></r:rss>`, "A", 0},
		{"Atom under a prefix", `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>A</a:title></a:entry></a:feed>`, "A", 0},
		{"titles of other vocabularies", rss(`<item><media:title xmlns:media="http://search.yahoo.com/mrss/">photo</media:title><title>A</title><media:group><media:title>x</media:title></media:group></item>`), "A", 0},
		{"a doctype with entities of its own", strings.Replace(rss(itemA), "<rss", "<!DOCTYPE rss [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss", 1), "A", 0},
		{"no title", rss("<item><description>&lt;p&gt;Only a text.&lt;/p&gt;</description></item>"), "Only a text.", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, feed.Source{}, tt.body)
			if got := titles(doc); got != tt.want {
				t.Errorf("titles: got %q, want %q", got, tt.want)
			}
			if len(doc.Problems) != tt.problems {
				t.Errorf("problems: got %v, want %d", doc.Problems, tt.problems)
			}
			for _, i := range doc.Items {
				if i.Title == "B" && i.Link != "https://e.org/b" {
					t.Errorf("link of B: got %q", i.Link)
				}
			}
		})
	}
}

func TestProblemsNameTheLine(t *testing.T) {
	doc := read(t, feed.Source{}, "<rss><channel>\n"+itemA+"\n<item>\n</item>\n"+itemB+"</channel></rss>")
	if len(doc.Problems) != 1 || doc.Problems[0].Line != 4 {
		t.Errorf("got %v, want one on line 4", doc.Problems)
	}
	doc = read(t, feed.Source{}, "{\"items\":[\n{\"title\":\"a\"},\n7,\n{\"title\":\"b\"},\n{\"title\":")
	if got := titles(doc); got != "a|b" || len(doc.Problems) != 2 || doc.Problems[0].Line != 3 || doc.Problems[1].Line != 5 {
		t.Errorf("JSON: got %q, problems %v; want a|b, lines 3 and 5", got, doc.Problems)
	}
}

func TestJSONTypesAreForgiven(t *testing.T) {
	i := only(t, `{"version":"https://jsonfeed.org/version/1","items":[{"id":42,"title":"a","author":"Ann","content_text":"x <y>\nz","language":null}]}`)
	if i.GUID != "42" || i.Author != "Ann" || i.Text != "x <y>\nz" {
		t.Errorf("got %+v, want 42, Ann and the text as it is", i)
	}
}

// What an enemy writes must cost time in proportion to its size. A square would
// not end within the time a test has.
func TestHostileFeedsCostNoMoreThanTheirSize(t *testing.T) {
	const n = 100_000
	var prefixes bytes.Buffer
	for i := range 10_000 {
		fmt.Fprintf(&prefixes, ` xmlns:p%d="u"`, i)
	}
	tests := []struct{ name, body string }{
		{"namespaces on the root and on each item", "<rss" + prefixes.String() + "><channel>" + strings.Repeat(`<item xmlns:q="r"><q:x>y</q:x></item>`, n/10) + itemA + "</channel></rss>"},
		{"depth", rss("<item>" + strings.Repeat("<a:b>", n) + strings.Repeat("</a:b>", n) + "</item>" + itemA)},
		{"depth without end", rss("<item>" + strings.Repeat("<p>", n) + "</item>" + itemA)},
		{"depth in HTML", rss("<item><title>x</title><description><![CDATA[" + strings.Repeat("<div><b>", n) + "]]></description></item>" + itemA)},
		{"comments never closed", rss(strings.Repeat("<!--", n/2)+"-->") + itemA},
		{"CDATA never closed", rss(itemA + strings.Repeat("<![CDATA[", n))},
		{"instructions never closed", rss(itemA + strings.Repeat("<?", n))},
		{"doctypes never closed", rss(itemA + strings.Repeat("<!DOCTYPE [", n))},
		{"tags never closed", rss(itemA + strings.Repeat("<a b='", n))},
		{"one tag of many attributes", rss("<item " + strings.Repeat("a='b' ", n) + "></item>" + itemA)},
		{"ampersands", rss("<item><title>" + strings.Repeat("&", n) + "</title></item>" + itemA)},
		{"ends that were never begun", rss(strings.Repeat("</x>", n) + itemA)},
		{"items in items", rss(strings.Repeat("<item>", n) + itemA)},
		{"a short entry of many fields", rss("<item>" + strings.Repeat("<title>", 15_000) + "</item>" + itemA)},
		{"spaces", rss("<item><title>" + strings.Repeat(" ", n) + "x</title></item>" + itemA)},
		{"equals and spaces", rss("<item a=" + strings.Repeat(" =\" ", n) + "></item>" + itemA)},
		{"signs in values", rss("<item><a " + strings.Repeat("b='<c ' ", n) + "<</item>" + itemA)},
		{"CDATA opened again and again", rss(strings.Repeat("<item><![CDATA[</item>", n/10) + "]]>" + itemA)},
		{"comments opened again and again", rss(strings.Repeat("<item><!-- </item>", n/10) + "-->" + itemA)},
		{"values never closed", rss(strings.Repeat("<item a='>x", n/10) + itemA)},
		{"quotes in JSON", `{"items":[{"title":"` + strings.Repeat(`"x`, n) + `"}]}`},
		{"dates of many words", rss("<item><title>A</title><pubDate>" + strings.Repeat("10 feb ", n) + "</pubDate></item>")},
		{"a lead of many agencies", rss("<item><title>A</title><description>" + strings.Repeat(", X reports", n) + "</description></item>")},
		{"a footer of many words", rss("<item><title>A</title><description>" + strings.Repeat("The post appeared first on ", n) + "</description></item>")},
		{"pictures without end", rss("<item><title>A</title><description><![CDATA[" + strings.Repeat("<img src=data:x>", n) + "]]></description></item>")},
		{"JSON in JSON", `{"items":[{"title":"A"},` + strings.Repeat("[", n)},
		{"headers", strings.Repeat("25.02.2026, 10:00 5\r", n/10)},
		{"dots", "25.02.2026, 10:00\nA\n" + strings.Repeat("1.", n) + "\n" + strings.Repeat("1.1.1\n", n)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: []byte(tt.body), URL: address})
			if err != nil {
				t.Logf("an error is an answer: %v", err)
				return
			}
			if len(doc.Problems) > 110 {
				t.Errorf("got %d problems, want a bounded number", len(doc.Problems))
			}
		})
	}
}

// On sound feeds an independent reader must see the same.
func TestSoundFeedsAreReadAsGofeedReadsThem(t *testing.T) {
	for name, body := range map[string]string{
		"RSS": rss(itemA + itemB + `<item><title>AT&amp;amp;T &lt;b&gt;grows&lt;/b&gt;</title><guid>g</guid><pubDate>Wed, 25 Feb 2026 12:30:00 +0500</pubDate>
			<dc:creator>Ann</dc:creator></item>`),
		"Atom": atom(`<entry><id>1</id><title>A</title><link href="https://e.org/a"/><published>2026-02-25T12:30:00Z</published></entry>
			<entry><id>2</id><title type="html">&lt;i&gt;B&lt;/i&gt;</title><link rel="enclosure" href="https://e.org/x"/><link href="https://e.org/b"/></entry>`),
		"JSON": `{"version":"https://jsonfeed.org/version/1","title":"All","items":[{"id":"1","title":"A","url":"https://e.org/a","date_published":"2026-02-25T12:30:00Z"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			want, err := gofeed.NewParser().ParseString(body)
			if err != nil {
				t.Fatal(err)
			}
			got := read(t, feed.Source{}, body)
			if len(got.Items) != len(want.Items) || got.Title != want.Title {
				t.Fatalf("got %d items of %q, want %d of %q", len(got.Items), got.Title, len(want.Items), want.Title)
			}
			for i, w := range want.Items {
				g := got.Items[i]
				if g.GUID != w.GUID || g.Link != w.Link {
					t.Errorf("item %d: got %q, %q; want %q, %q", i, g.GUID, g.Link, w.GUID, w.Link)
				}
				if w.PublishedParsed != nil && !g.Published.Equal(*w.PublishedParsed) {
					t.Errorf("item %d: got %v, want %v", i, g.Published, w.PublishedParsed)
				}
			}
		})
	}
}

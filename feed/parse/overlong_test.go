package parse_test

import (
	"strings"
	"testing"
	"time"

	"newsbot/feed"
)

func TestAnEntryWithTooManyTagsIsCutAndNotLost(t *testing.T) {
	const (
		n     = 100_000
		title = "<title>T</title>"
		link  = "<link>https://e.org/t</link>"
		date  = "<pubDate>Wed, 25 Feb 2026 07:30:00 GMT</pubDate>"
	)
	flood := "Before. " + strings.Repeat("<div>", n)
	for _, tt := range []struct{ name, item, text string }{
		{"tags never closed", title + link + date + "<description>" + flood + "</description>", "Before."},
		{"tags never closed, before all else", "<description>" + flood + "</description>" + title + link + date, "Before."},
		{"a text never closed, before the rest", title + "<description>" + flood + link + date, "Before."},
		{"tags that are closed", "<description>Before." + strings.Repeat("<p>x</p>", n) + "</description>" + title + link + date, "Before.\nx\nx"},
		{"tags that end themselves", "<description>Before." + strings.Repeat("<br/>", n) + "After.</description>" + title + link + date, "Before."},
		{"links and titles in the text", "<description>Before. " + strings.Repeat("<p>x</p>", n) +
			`<link rel="stylesheet" href="https://e.org/style.css"></link><title>Not this</title><description>nor this</description></description>` + title + link + date, "Before.\nx\nx"},
		{"tags of the text around each other", title + "<description>Before. " + strings.Repeat("<description><i>", n) + strings.Repeat("</i></description>", n) + "</description>" + link + date, "Before."},
		{"titles after the limit", title + "<description>Before. " + strings.Repeat("<b>x</b>", n) + strings.Repeat("<title>x", n) + "</description>" + link + date, "Before. x"},
		{"categories", "<description>Before.</description>" + strings.Repeat("<category>c</category>", n) + title + link + date, "Before."},
		{"elements of no meaning", "<description>Before.</description>" + strings.Repeat("<x:y>z</x:y>", n) + title + link + date, "Before."},
		{"comments", "<description>Before.</description>" + strings.Repeat("<!-- -->", n) + title + link + date, "Before."},
		{"a date in CDATA", strings.Repeat("<x:y>", n) + "<description><![CDATA[<p>Before.</p>]]></description><title><![CDATA[T]]></title>" + link + strings.NewReplacer(">W", "><![CDATA[W", "GMT", "GMT]]>").Replace(date), "Before."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, feed.Source{}, rss(itemA+"<item>"+tt.item+"</item>\n"+itemB))
			if got := titles(doc); got != "A|T|B" {
				t.Fatalf("got titles %.100q (problems %v), want A|T|B", got, doc.Problems)
			}
			i := doc.Items[1]
			if i.Link != "https://e.org/t" || !i.Published.Equal(time.Date(2026, 2, 25, 7, 30, 0, 0, time.UTC)) {
				t.Errorf("got link %q of %v, want those of the entry", i.Link, i.Published)
			}
			if !strings.HasPrefix(i.Text, tt.text) || strings.Contains(i.Text, "this") {
				t.Errorf("got text %.100q, want it to begin with %q", i.Text, tt.text)
			}
			if p := doc.Problems; len(p) == 0 || !p[0].Kept || p[0].Line != 4 || !strings.Contains(p[0].Error(), `"T": the entry is cut: it has more than 20000 tags`) {
				t.Errorf("got problems %v, want one in line 4 of an entry that is kept", p)
			}
			if doc.Items[0].Text != "One." || doc.Items[2].Text != "Two." {
				t.Errorf("got neighbours %q and %q, want them untouched", doc.Items[0].Text, doc.Items[2].Text)
			}
		})
	}
	t.Run("Atom", func(t *testing.T) {
		i := only(t, atom(`<entry><content type="xhtml">`+flood+`</content><title>T</title><link href="https://e.org/t"/><id>1</id><author><name>Ann</name></author><updated>2026-02-25T07:30:00Z</updated></entry>`))
		if i.Title != "T" || i.Link != "https://e.org/t" || i.GUID != "1" || i.Author != "Ann" || i.Published.IsZero() || i.Text != "Before." {
			t.Errorf("got %+v, want every field", i)
		}
	})
}

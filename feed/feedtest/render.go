package feedtest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"newsbot/feed"
)

// RenderRSS returns a document of RSS 2.0 with the items in the order given.
func RenderRSS(f Feed, items []feed.Item) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	b.WriteString(`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>` + "\n")
	field(&b, "title", f.Title)
	field(&b, "language", f.Language)
	for _, link := range [][2]string{{"hub", f.Hub}, {"self", f.Self}} {
		if link[1] != "" {
			fmt.Fprintf(&b, "<atom:link rel=\"%s\" href=\"%s\"/>\n", link[0], escaped(link[1]))
		}
	}
	for _, i := range items {
		b.WriteString("<item>\n")
		field(&b, "title", asHTML(i.Title))
		field(&b, "link", i.Link)
		if i.GUID != "" {
			fmt.Fprintf(&b, "<guid isPermaLink=\"false\">%s</guid>\n", escaped(i.GUID))
		}
		field(&b, "description", asHTML(i.Summary))
		if i.Text != "" {
			field(&b, "content:encoded", "<p>"+strings.ReplaceAll(asHTML(i.Text), "\n", "</p>\n<p>")+"</p>")
		}
		field(&b, "dc:creator", i.Author)
		field(&b, "dc:language", i.Language)
		if i.Attribution != "" {
			fmt.Fprintf(&b, "<source url=\"\">%s</source>\n", escaped(asHTML(i.Attribution)))
		}
		if !i.Published.IsZero() {
			field(&b, "pubDate", i.Published.UTC().Format(time.RFC1123Z))
		}
		b.WriteString("</item>\n")
	}
	b.WriteString("</channel></rss>\n")
	return b.Bytes()
}

// RenderListing returns a listing with the items in the order given and times in a
// zone (nil: UTC). An item without a date has that of the beginning of 1970;
// what a listing cannot say (link, identity, author) is left out.
func RenderListing(items []feed.Item, zone *time.Location) []byte {
	if zone == nil {
		zone = time.UTC
	}
	var b bytes.Buffer
	for _, i := range items {
		when := i.Published
		if when.IsZero() {
			when = time.Unix(0, 0)
		}
		b.WriteString(when.In(zone).Format("02.01.2006, 15:04"))
		if i.Views >= 0 {
			fmt.Fprintf(&b, " %d", i.Views)
		}
		b.WriteByte('\n')
		for _, part := range []string{i.Title, i.Attribution, i.Text} {
			if part != "" {
				b.WriteString(part + "\n")
			}
		}
		if i.Text == "" && i.Summary != "" {
			b.WriteString(i.Summary + "\n")
		}
	}
	return b.Bytes()
}

func field(b *bytes.Buffer, name, value string) {
	if value != "" {
		fmt.Fprintf(b, "<%s>%s</%s>\n", name, escaped(value), name)
	}
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes all
	return b.String()
}

// asHTML makes plain text the HTML that RSS holds.
func asHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

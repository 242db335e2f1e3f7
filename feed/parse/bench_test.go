package parse_test

import (
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/parse"
)

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("The council of the city met on Tuesday &amp; spoke of the bridge. ", 30)
	for name, body := range map[string]string{
		"RSS":     rss(strings.Repeat("<item><title>Council meets</title><link>/a</link><guid>1</guid><pubDate>Tue, 10 Feb 2026 21:05:00 +0300</pubDate><description>&lt;p&gt;"+text+"&lt;/p&gt;</description></item>\n", 200)),
		"listing": strings.Repeat("26.02.2026, 10:00 120\nCouncil meets\nexample.org\n"+text+"\n", 200),
	} {
		b.Run(name, func(b *testing.B) {
			resp := &feed.Response{Body: []byte(body), URL: address}
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if doc, err := parse.New().Parse(feed.Source{}, resp); err != nil || len(doc.Items) != 200 {
					b.Fatalf("got %v, %v; want 200 items", doc, err)
				}
			}
		})
	}
}

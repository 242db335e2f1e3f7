package parse_test

import (
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/parse"
)

func TestPace(t *testing.T) {
	const hour = time.Hour
	rss := func(channel string) string {
		return `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom" xmlns:syn="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>` +
			channel + `<item><title>One</title><ttl>7</ttl></item></channel></rss>`
	}
	for _, tt := range []struct {
		name, body string
		want       feed.Pace
		next       string
	}{
		{"nothing is said", rss(""), feed.Pace{}, ""},
		{"a ttl in minutes", rss("<ttl> 90 </ttl>"), feed.Pace{Every: 90 * time.Minute}, ""},
		{"a ttl that is no number", rss("<ttl>soon</ttl>"), feed.Pace{}, ""},
		{"a ttl of for ever is a year", rss("<ttl>99999999999999999999</ttl>"), feed.Pace{Every: 365 * 24 * hour}, ""},
		{"a syndication period and how often in it",
			rss("<syn:updatePeriod>daily</syn:updatePeriod><syn:updateFrequency>4</syn:updateFrequency>"), feed.Pace{Every: 6 * hour}, ""},
		{"a syndication period alone", rss("<sy:updatePeriod>hourly</sy:updatePeriod>"), feed.Pace{Every: hour}, ""},
		{"the longer of ttl and period", rss("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>"), feed.Pace{Every: hour}, ""},
		{"hours to skip, 24 being 0", rss("<skipHours><hour>24</hour><hour>3</hour><hour>99</hour><hour>x</hour></skipHours>"),
			feed.Pace{SkipHours: 1<<0 | 1<<3}, ""},
		{"days to skip", rss("<skipDays><day>Sunday</day><day>saturday</day><day>Funday</day></skipDays>"),
			feed.Pace{SkipDays: 1<<0 | 1<<6}, ""},
		{"a link to the page before, of RSS", rss(`<a:link rel="next" href="?page=2"/>`), feed.Pace{}, "https://example.org/feed?page=2"},
		{"a link to the page before, of Atom",
			`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="next" href="/older"/><entry><title>One</title></entry></feed>`,
			feed.Pace{}, "https://example.org/older"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: []byte(tt.body), URL: "https://example.org/feed"})
			if err != nil {
				t.Fatal(err)
			}
			if doc.Pace != tt.want || doc.Next != tt.next {
				t.Errorf("got %+v, next %q; want %+v, next %q", doc.Pace, doc.Next, tt.want, tt.next)
			}
		})
	}
}

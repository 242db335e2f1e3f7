package parse_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/parse"
)

// hostileSize is the longest body that is fetched.
const hostileSize = 15 << 20

func filled(head, piece, tail string) []byte {
	n := (hostileSize - len(head) - len(tail)) / len(piece)
	return slices.Concat([]byte(head), bytes.Repeat([]byte(piece), n), []byte(tail))
}

// hostile are documents as long as may be that ask for much memory.
var hostile = map[string]struct {
	format feed.Format
	body   func() []byte
}{
	"JSON of one string": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"`, "x", `"}]}`)
	}},
	"JSON with one string before": {feed.Auto, func() []byte {
		return filled(`{"title":"`, "x", `","version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"T"}]}`)
	}},
	"JSON of one string of escapes": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"`, `\n`, `"}]}`)
	}},
	"JSON of one unclosed string": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"`, "x", ``)
	}},
	"JSON of small items": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[`, `{"id":"1","title":"T"},`, `{}]}`)
	}},
	"JSON of empty items": {feed.Auto, func() []byte { return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[`, `{},`, `{}]}`) }},
	"JSON of large items": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[`, `{"content_html":"`+strings.Repeat("<b>x", 500)+`"},`, `{}]}`)
	}},
	"JSON nested in an item": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"T","x":`, `[`, ``)
	}},
	"JSON of nested objects": {feed.Auto, func() []byte { return filled(``, `{"items":`, ``) }},
	"JSON of tags": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"T","tags":[`, `"",`, `""]}]}`)
	}},
	"JSON of authors": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"T","authors":[`, `{},`, `{}]}]}`)
	}},
	"JSON of attachments": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"T","attachments":[`, `{},`, `{}]}]}`)
	}},
	"JSON of hubs": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","hubs":[`, `{},`, `{}],"items":[{"id":"1","title":"T"}]}`)
	}},
	"JSON of the feed's authors": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","authors":[`, `{},`, `{}],"items":[{"id":"1","title":"T"}]}`)
	}},
	"JSON that is no feed": {feed.Auto, func() []byte { return filled(`{"a":[`, `{},`, `{}]}`) }},
	"JSON of fields": {feed.Auto, func() []byte {
		return filled(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"T"`, `,"k":1`, `}]}`)
	}},
	"XML of one element": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>`, "x", `</title></item></channel></rss>`)
	}},
	"XML of references": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>`, "&lt;", `</title></item></channel></rss>`)
	}},
	"XML with a million attributes": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title `, `a="1" b="2" `, `>T</title></item></channel></rss>`)
	}},
	"XML with a root of attributes": {feed.Auto, func() []byte {
		return filled(`<rss `, `xmlns:aa="1" `, `><channel><title>F</title><item><title>T</title></item></channel></rss>`)
	}},
	"XML of unclosed elements":        {feed.Auto, func() []byte { return filled(`<rss><channel><title>F</title><item><title>T</title>`, "<a>", ``) }},
	"XML of unclosed elements around": {feed.Auto, func() []byte { return filled(`<rss><channel>`, "<a>", `<item><title>T</title></item>`) }},
	"XML of unclosed items":           {feed.Auto, func() []byte { return filled(`<rss><channel>`, "<item>", ``) }},
	"XML of small items":              {feed.Auto, func() []byte { return filled(`<rss><channel>`, "<item><title>T</title></item>", `</channel></rss>`) }},
	"XML of large items": {feed.Auto, func() []byte {
		return filled(`<rss><channel>`, "<item><title>T</title><description>"+strings.Repeat("x &amp; y ", 300)+"</description></item>", `</channel></rss>`)
	}},
	"XML of one CDATA": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title><description><![CDATA[`, "<p>x", `]]></description></item></channel></rss>`)
	}},
	"XML of many CDATA": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title><description>`, "<![CDATA[x]]>", `</description></item></channel></rss>`)
	}},
	"XML of categories": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title>`, "<category>x</category>", `</item></channel></rss>`)
	}},
	"XML of elements in a description": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title><description>`, "<div>", `</description></item></channel></rss>`)
	}},
	"XML of items with too many elements": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title>`, "<item><title>T</title><description>"+strings.Repeat("<b>x", 20_000)+strings.Repeat("<title>x", 20_000)+"</description></item>", `</channel></rss>`)
	}},
	"XML of categories with CDATA": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title>`+strings.Repeat("<b>", 20_000)+"<category>", "<![CDATA[x]]>", `</item></channel></rss>`)
	}},
	"Atom of one content": {feed.Auto, func() []byte {
		return filled(`<feed><title>F</title><entry><title>T</title><content type="xhtml">`, "<p>x</p>", `</content></entry></feed>`)
	}},
	"XML with a title of 15 MB": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>`, "x&amp;", `</title><item><title>T</title></item></channel></rss>`)
	}},
	"XML in windows-1251": {feed.Auto, func() []byte {
		return filled(`<?xml version="1.0" encoding="windows-1251"?><rss><channel><title>F</title><item><title>`, "\xcf\xf0\xe8\xe2\xe5\xf2 ", `</title></item></channel></rss>`)
	}},
	"XML in UTF-16": {feed.Auto, func() []byte {
		return filled("\xff\xfe<\x00r\x00s\x00s\x00>\x00<\x00i\x00t\x00e\x00m\x00>\x00<\x00t\x00i\x00t\x00l\x00e\x00>\x00", "\x1f\x04", "")
	}},
	"XML with control characters": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>`, "x\x01", `</title></item></channel></rss>`)
	}},
	"XML with bad bytes": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>`, "xxxxxxxxxxxxé\xff", `</title></item></channel></rss>`)
	}},
	"XML that is no feed":       {feed.Auto, func() []byte { return filled(``, "<a>", ``) }},
	"a page of nested elements": {feed.HTML, func() []byte { return filled(`<html><body>`, "<div><p>x</p>", ``) }},
	"a page of siblings":        {feed.HTML, func() []byte { return filled(`<html><body>`, "<li><h3>x</h3></li>", ``) }},
	"XML with attributes in CDATA": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title><description><![CDATA[<p `, "a ", `>x</p>]]></description></item></channel></rss>`)
	}},
	"XML with links of 15 MB": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title><item><title>T</title><link>`, "https://x.example/", `</link></item></channel></rss>`)
	}},
	"XML of items with attributes": {feed.Auto, func() []byte {
		return filled(`<rss><channel><title>F</title>`, "<item><title>T</title><description>"+strings.Repeat("&lt;p a a a a a a a&gt;", 1000)+"</description></item>", `</channel></rss>`)
	}},
	"a page within the limits, side by side": {feed.HTML, func() []byte { return allowed("<li><h3>x</h3></li>", 4) }},
	"a page within the limits, formatting carried on": {feed.HTML, func() []byte {
		var out strings.Builder
		out.WriteString("<html><body><p>")
		for n := range 300 {
			fmt.Fprintf(&out, "<b c=%d>", n)
		}
		return []byte(out.String() + "</p>" + strings.Repeat("<p>x", 20_000) + "<li><h3>T</h3></li>")
	}},
	"a page within the limits, of tags with many attributes": {feed.HTML, func() []byte {
		return bytes.Repeat(append(numbered()[:500<<10], "><li><h3>T</h3></li>"...), 8)
	}},
	"a page within the limits, nested":              {feed.HTML, func() []byte { return allowed("<div><li><h3>x", 3) }},
	"a page within the limits, nested items":        {feed.HTML, func() []byte { return allowed("<ul><li><h3>x</h3>", 4) }},
	"a page within the limits, formatted":           {feed.HTML, func() []byte { return allowed("<b><i><li><h3>x</h3>", 5) }},
	"a page within the limits, of tables":           {feed.HTML, func() []byte { return allowed("<table><tr><td><li><h3>x</h3>", 6) }},
	"a page within the limits, numbered attributes": {feed.HTML, func() []byte { return append(numbered()[:4<<20-100], "><li><h3>T</h3></li>"...) }},
	"a page of links to feeds": {feed.Auto, func() []byte {
		return filled(`<html><head>`, `<link rel="alternate" type="application/rss+xml" href="/a">`, ``)
	}},
	"a page of one tag":           {feed.Auto, func() []byte { return filled(`<html><head><link rel=alternate `, `a=1 `, `></head>`) }},
	"a page of one tag, numbered": {feed.Auto, numbered},
	"a page of headlines":         {feed.HTML, func() []byte { return filled(`<html><body>`, "<li><h3>x</h3></li>", ``)[:4<<20] }},
	"a page of nested headlines":  {feed.HTML, func() []byte { return filled(`<html><body>`, "<li><h3>"+strings.Repeat("x", 30), ``)[:3900000] }},
	"a page of one headline":      {feed.HTML, func() []byte { return filled(`<html><body><li><h3>`, "x", ``)[:4<<20] }},
	"a page of attributes": {feed.HTML, func() []byte {
		return append(filled(`<html><body><li `, "a=1 ", ``)[:4<<20-100], "><h3>T</h3></li>"...)
	}},
	"a listing of entries":   {feed.Auto, func() []byte { return filled(``, "25.02.2026, 21:05 1\nT\n", ``) }},
	"a listing of one entry": {feed.Auto, func() []byte { return filled("25.02.2026, 21:05 1\nT\n", "a\n", ``) }},
	"a listing of one line":  {feed.Auto, func() []byte { return filled("25.02.2026, 21:05 1\nT\n", "a ", ``) }},
}

// allowed repeats a piece with so many tags as often as a page may have them.
func allowed(piece string, tags int) []byte {
	return []byte("<html><body>" + strings.Repeat(piece, min(99_900/tags, (4<<20-100)/len(piece))))
}

func numbered() []byte {
	var out strings.Builder
	out.WriteString(`<html><head><link rel=alternate `)
	for n := 0; out.Len() < hostileSize-100; n++ {
		fmt.Fprintf(&out, "a%x ", n)
	}
	out.WriteString(`></head>`)
	return []byte(out.String())
}

// maxExtra is what reading may take beside the body, resident, in kilobytes.
const maxExtra = 64 << 10

func TestHostileDocumentsTakeLittleMemory(t *testing.T) {
	if name := os.Getenv("PARSE_HOSTILE"); name != "" {
		h := hostile[name]
		body := h.body()
		debug.FreeOSMemory()
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			t.Fatal(err)
		}
		before := resident(t, "VmRSS:")
		src := feed.Source{URL: "https://x.example/feed", Format: h.format, Select: feed.Selectors{Item: "li", Title: "h3"}}
		doc, err := parse.New().Parse(src, &feed.Response{URL: src.URL, Body: body})
		items := 0
		if doc != nil {
			items = len(doc.Items)
		}
		fmt.Printf("extra %d items %d of %d err %.100v\n", resident(t, "VmHWM:")-before, items, len(body), err)
		return
	}
	if underRace {
		t.Skip("what the race detector takes hides it; .ci/run measures without")
	}
	if _, err := os.Stat("/proc/self/clear_refs"); err != nil {
		if os.Getenv("NEWSBOT_CI") == "1" {
			t.Fatal("needs /proc to measure the memory of a process")
		}
		t.Skip("needs /proc to measure the memory of a process")
	}
	for name := range hostile {
		t.Run(name, func(t *testing.T) {
			child := exec.Command(os.Args[0], "-test.run", "^TestHostileDocumentsTakeLittleMemory$")
			child.Env = append(os.Environ(), "PARSE_HOSTILE="+name)
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			_, rest, _ := strings.Cut(string(out), "extra ")
			number, said, ok := strings.Cut(rest, " ")
			extra, err := strconv.Atoi(number)
			if !ok || err != nil {
				t.Fatalf("the child printed no number: %s", out)
			}
			said, _, _ = strings.Cut(said, "\n")
			t.Logf("%d MB: %s: %s", extra>>10, name, said)
			if extra > maxExtra {
				t.Errorf("%d MB more were resident, want at most %d", extra>>10, maxExtra>>10)
			}
		})
	}
}

func resident(t *testing.T, field string) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, field); ok {
			n, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no %s in /proc/self/status", field)
	return 0
}

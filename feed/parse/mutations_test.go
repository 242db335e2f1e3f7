package parse_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/parse"
)

// A mutation damages a sound feed as programs and networks do.
type mutation struct {
	name  string
	apply func(r *rand.Rand, body string) string
	// lost tells how many items the damage takes from the end; nil: none.
	lost func(sound, damaged string) int
}

// somewhere puts a string where match begins, at one of its places, by chance.
func somewhere(pattern, instead string) func(*rand.Rand, string) string {
	re := regexp.MustCompile(pattern)
	return func(r *rand.Rand, body string) string {
		all := re.FindAllStringIndex(body, -1)
		if len(all) == 0 {
			return body
		}
		at := all[r.IntN(len(all))]
		return body[:at[0]] + re.ReplaceAllString(body[at[0]:at[1]], instead) + body[at[1]:]
	}
}

func everywhere(old, instead string) func(*rand.Rand, string) string {
	return func(_ *rand.Rand, body string) string { return strings.ReplaceAll(body, old, instead) }
}

func before(prefix string) func(*rand.Rand, string) string {
	return func(_ *rand.Rand, body string) string { return prefix + body }
}

func cutTail(pattern string) func(*rand.Rand, string) string {
	re := regexp.MustCompile(pattern)
	return func(_ *rand.Rand, body string) string { return re.ReplaceAllString(body, "") }
}

// itemsAfterCut counts the items that are not whole any more.
func itemsAfterCut(sound, damaged string) int {
	end := "</item>"
	if strings.Contains(sound, "</entry>") {
		end = "</entry>"
	}
	return strings.Count(sound, end) - strings.Count(damaged, end)
}

var mutations = []mutation{
	{name: "XML 1.1", apply: everywhere(`version="1.0"?>`, `version="1.1"?>`)},
	{name: "no prolog", apply: cutTail(`^<\?xml[^>]*\?>`)},
	{name: "a PHP warning before the prolog", apply: before("<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/feed.php</b> on line <b>12</b><br />\n")},
	{name: "a plain warning before the prolog", apply: before("Deprecated: Function strftime() is deprecated in /var/www/feed.php on line 12\n\n")},
	{name: "blank lines before the prolog", apply: before("\r\n\r\n \t")},
	{name: "a byte order mark twice", apply: before("\uFEFF\uFEFF")},
	{name: "a long comment before the root", apply: somewhere(`<(?:rss|feed|rdf:RDF)\b`, "<!--"+strings.Repeat(" cached ", 2000)+"-->$0")},
	{name: "a doctype", apply: somewhere(`<(?:rss|feed|rdf:RDF)\b`, `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd" [<!ENTITY nbsp "&#160;">]>$0`)},
	{name: "a stylesheet and a processing instruction", apply: somewhere(`<(?:rss|feed|rdf:RDF)\b`, `<?xml-stylesheet href="/feed.xsl" type="text/xsl"?><?php echo 1 ?>$0`)},
	{name: "two dashes in a comment", apply: somewhere(`<(?:item|entry)\b`, "<!-- a -- b --- c -->$0")},
	{name: "a comment around markup", apply: somewhere(`<(?:item|entry)\b`, "<!-- <item><title>old</title></item> -->$0")},
	{name: "a comment never closed, at the end", apply: func(_ *rand.Rand, b string) string { return b + "<!-- generated in 0.2 s" }},
	{name: "no end of the channel", apply: cutTail(`</channel>`)},
	{name: "no end of the root", apply: cutTail(`</(?:rss|feed|rdf:RDF)>\s*$`)},
	{name: "no ends at all after the last item", apply: cutTail(`\s*(?:</channel>)?</(?:rss|feed|rdf:RDF)>\s*$`)},
	{name: "the root closed twice", apply: func(_ *rand.Rand, b string) string { return b + "</channel></rss></feed>" }},
	{name: "text after the root", apply: func(_ *rand.Rand, b string) string { return b + "\n<!-- 12 ms -->\n<script>track()</script> done" }},
	{name: "an item never closed", apply: somewhere(`</(?:item|entry)>`, "")},
	{name: "no item closed", apply: cutTail(`</(?:item|entry)>`)},
	{name: "a title never closed", apply: somewhere(`</title>`, "")},
	{name: "an end tag misspelt", apply: somewhere(`</(?:description|summary|content)>`, "</descriptoin>")},
	{name: "tags mis-nested", apply: somewhere(`</p>`, "</b></p><i></u>")},
	{name: "an end that was never begun", apply: somewhere(`<(?:link|guid|id)\b`, "</div></span>$0")},
	{name: "a tag nobody closes", apply: somewhere(`<(?:guid|id)\b`, "<br><hr>$0")},
	{name: "an ampersand", apply: somewhere(`(The council|собрался во вторник)`, "AT&T $1")},
	{name: "an ampersand in a link", apply: everywhere("&amp;lang=en", "&lang=en")},
	{name: "a less-than sign", apply: somewhere(`(The council|собрался во вторник)`, "1 < 2, $1")},
	{name: "a reference nobody declared", apply: somewhere(`(The council|собрался во вторник)`, "&nbsp;&laquo;$1&raquo; &foo;")},
	{name: "a reference to a control character", apply: somewhere(`(The council|собрался во вторник)`, "&#x1;&#0;&#31;$1")},
	{name: "a reference beyond Unicode", apply: somewhere(`(The council|собрался во вторник)`, "&#x110000;&#xD800;$1")},
	{name: "control characters", apply: somewhere(`(The council|собрался во вторник)`, "\x00\x0B\x1F$1")},
	{name: "a bad byte", apply: somewhere(`(council met|собрался во)`, "$1\xE9 ")},
	{name: "half a character at a cut", apply: somewhere(`(council met|собрался во)`, "$1\xD0")},
	{name: "CDATA in CDATA", apply: somewhere(`<!\[CDATA\[`, "<![CDATA[<![CDATA[")},
	{name: "CDATA around the end of CDATA", apply: somewhere(`\]\]></(description|content:encoded)>`, "]]> ]]></$1>")},
	{name: "a prefix nobody declared", apply: somewhere(`<(?:guid|id)\b`, `<x:rank>1</x:rank><y:empty/>$0`)},
	{name: "an attribute without quotes", apply: somewhere(`<(?:title)>`, `<title lang=en checked>`)},
	{name: "an attribute twice", apply: somewhere(`<(?:title)>`, `<title a="1" a="2">`)},
	{name: "single quotes and spaces in tags", apply: somewhere(`<title>`, "<title\n  a = 'x>y' >")},
	{name: "capitals", apply: everywhere("<title>", "<TITLE>")},
	{name: "CRLF", apply: everywhere("\n", "\r\n")},
	{name: "an empty item between", apply: somewhere(`<(?:item|entry)\b`, "<item></item><entry/>$0")},
	{name: "an item within the items of another kind", apply: somewhere(`</(?:item|entry)>`, "$0<textinput><title>Search</title><name>q</name></textinput>")},
	{name: "the root misspelt", apply: somewhere(`<(?:rss|feed|rdf:RDF)\b`, "<rsss")},
	{name: "no root", apply: cutTail(`<(?:rss|feed|rdf:RDF)\b[^>]*>`)},
	{name: "CDATA never closed", apply: somewhere(`\]\]></(description|content:encoded)>`, "</$1>")},
	{name: "a comment never closed in an item, and others", apply: func(r *rand.Rand, b string) string {
		b = regexp.MustCompile(`</(item|entry)>`).ReplaceAllString(b, "<!-- end --></$1>")
		return strings.Replace(b, "<!-- end -->", "<!-- end ", 1+r.IntN(2))
	}},
	{name: "a sign in an attribute", apply: somewhere(`<title>`, `<title note="1 < 2">`)},
	{name: "an end tag without its last sign", apply: somewhere(`</(title|guid|id|link)>`, "</$1")},
	{name: "an end tag without its slash", apply: somewhere(`</(title|id)>`, "<$1>")},
	{name: "a quote too few", apply: somewhere(`<(guid|link)>`, `<$1 note="x>`)},
	{name: "a comment inside a text", apply: somewhere(`</title>`, "<!-- checked --></title>")},
	{name: "a processing instruction inside an item", apply: somewhere(`<(?:guid|id)\b`, `<?php flush(); ?>$0`)},
	{name: "a mark in the middle", apply: somewhere(`</title>`, "\uFEFF</title>")},
	{name: "two roots", apply: func(_ *rand.Rand, b string) string { return b + "\n<rss><channel><title>again</title></channel></rss>" }},
	{name: "cut off anywhere", lost: itemsAfterCut, apply: func(r *rand.Rand, b string) string { return b[:len(b)/3+r.IntN(len(b)/2)] }},
	{name: "cut off in a tag", lost: itemsAfterCut, apply: func(r *rand.Rand, b string) string {
		half := b[:len(b)/3+r.IntN(len(b)/2)]
		return half[:strings.LastIndexByte(half, '<')+1] + "d"
	}},
	{name: "cut off in a character", lost: itemsAfterCut, apply: func(r *rand.Rand, b string) string {
		return b[:len(b)/3+r.IntN(len(b)/2)] + "\xD0"
	}},
}

// TestMutations damages sound feeds in every way above and prints how much of them is
// read: all items that were published whole, each with its headline, link, identity
// and date.
//
//	go test ./feed/parse -run TestMutations -v -count=1
func TestMutations(t *testing.T) {
	seeds := 1
	if testing.Verbose() {
		seeds = 4
	}
	r := rand.New(rand.NewPCG(7, 11))
	var inputs, whole, items, found int
	for _, f := range cleanFeeds(8) {
		sound := mustRead(t, f.body)
		for _, m := range mutations {
			for range seeds {
				body := m.apply(r, f.body)
				if body == f.body {
					continue // this feed has no place for it
				}
				want := sound.Items
				if m.lost != nil {
					want = want[:len(want)-m.lost(f.body, body)]
				}
				inputs, items = inputs+1, items+len(want)
				missing := recovered(body, want)
				found += len(want) - len(missing)
				if len(missing) == 0 {
					whole++
				} else {
					t.Logf("%s, %s: %d of %d items are not read, the first: %.200s", f.name, m.name, len(missing), len(want), missing[0])
				}
			}
		}
	}
	shareWhole, shareFound := 100*float64(whole)/float64(inputs), 100*float64(found)/float64(items)
	t.Logf("%d kinds of damage, %d inputs: %.2f %% fully recovered (target: 98 %%), %.2f %% of %d items (target: 99 %%)", len(mutations), inputs, shareWhole, shareFound, items)
	if len(mutations) < 25 || shareWhole < 98 || shareFound < 99 {
		t.Errorf("got %.2f %% of the inputs and %.2f %% of the items, want 98 %% and 99 %%", shareWhole, shareFound)
	}
}

func mustRead(t *testing.T, body string) *feed.Document {
	t.Helper()
	return read(t, feed.Source{}, body)
}

// recovered returns the items of want that are not read.
func recovered(body string, want []feed.Item) []string {
	doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: []byte(body), URL: address})
	if err != nil {
		doc = &feed.Document{}
	}
	got := make(map[string]bool)
	for _, i := range doc.Items {
		got[essence(i)] = true
	}
	var missing []string
	for _, i := range want {
		if !got[essence(i)] {
			missing = append(missing, fmt.Sprintf("%s (error: %v)", essence(i), err))
		}
	}
	return missing
}

func essence(i feed.Item) string {
	return fmt.Sprintf("%s | %s | %s | %v", i.Title, i.Link, i.GUID, i.Published)
}

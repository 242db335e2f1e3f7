package tdlib_test

import (
	"math/rand/v2"
	"strings"
)

// corpus makes inputs like those a bot might send by mistake: valid messages,
// valid ones with a few bytes changed, and heaps of fragments.
type corpus struct{ *rand.Rand }

// valid are messages as the bot sends them and as the documentation shows them.
var valid = []string{
	"<b>Leaders meet in Rome</b>\n<i>26 Feb, 14:30</i> · <a href=\"https://example.org/a?b=1&amp;c=2\">Example</a> 🇮🇹🇰🇿\n\n<blockquote expandable>Energy, transport and “water” were discussed.</blockquote>",
	"<b>bold <i>italic <s>strike <span class=\"tg-spoiler\">spoiler</span></s> <u>under</u></i> bold</b>",
	"<pre><code class=\"language-python\">print(1 &lt; 2)</code></pre>",
	"<code class=\"language-go\"><pre>x</pre></code> <pre>y</pre>",
	"<a href=\"tg://user?id=123456789\">Ann</a> and <a href='http://www.example.com/'>inline URL</a>",
	"<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji> <tg-time unix=\"1647531900\" format=\"wDT\">22:45 tomorrow</tg-time>",
	"<strong>жаңалық</strong>: <em>Қазақстан</em> &amp; <ins>Ιταλία</ins> &#128512; &#x1F600;",
	"<tg-spoiler>x</tg-spoiler><strike>y</strike><del>z</del><blockquote>q</blockquote>",
	"plain text without any markup, 5 &gt; 3, \"quoted\" &quot;&apos;&nbsp;",
}

var fragments = []string{
	"<", ">", "</", "\x00", "/>", "&", ";", "\"", "'", "=", " ", "\n", "\t", "\r", "\v", "\f", "-", ".", "/", ":", "@", "[", "]", "%", "#", "?",
	"<b>", "</b>", "<B>", "</B >", "<i>", "</i>", "</>", "<u>", "</u>", "<s>", "</s>", "<em>", "</em>", "<code>", "</code>", "<pre>", "</pre>",
	"<blockquote>", "<blockquote expandable>", "<blockquote expandable=\"\">", "<blockquote x expandable>", "</blockquote>",
	"<span class=\"tg-spoiler\">", "<span class=tg-spoiler>", "<span>", "</span>", "<tg-spoiler>", "</tg-spoiler>",
	"<a href=\"http://a.b\">", "<a href=a.b>", "<a href='", "<a>", "<a href=\"\">", "</a>", "<a href=\"javascript:alert(1)\">", "<a href=\"tg://resolve?domain=x\">",
	"<a href=\"https://u:p@Ex-ample.ORG:0443/p q?x#y\">", "<a href=\"http://[::1]:80/\">", "<a href=\"http://[1::g]\">", "<a href=\"//x.y\">", "<a href=\"mailto:a@b.c\">",
	"<a href=\"tonsite://a.ton/x\">", "<a href=\"ton:x\">", "<a href=\"tg:user?id=5\">", "<a href=\"tg://user?id=0\">", "<a href=\"http://a.b:70000\">", "<a href=\"http://é.рф/ж\">", "<a href=\"a%zz.b\">", "<a href=\"localhost\">",
	"<code class=\"language-x\">", "<code class=\"x\">", "<pre language=\"c\">", "<tg-emoji emoji-id=\"1\">", "<tg-emoji emoji-id=\"0\">", "<tg-emoji>", "</tg-emoji>",
	"<tg-time unix=\"1\">", "<tg-time unix=\"1\" format=\"r\">", "<tg-time unix=\"99999999999\" format=\"dt\">", "<tg-time format=\"z\">", "</tg-time>",
	"&amp;", "&amp", "&lt;", "&gt", "&quot;", "&apos;", "&nbsp;", "&ampx", "&#", "&#;", "&#0;", "&#38;", "&#x26", "&#x0000026;", "&#1114111;", "&#1114110;", "&#55357;", "&#xD83D;&#xDE00;", "&#99999999999;", "&#X41;",
	"a", "b", "Z", "0", "9", "é", "ж", "қ", "\u00a0", "\u200e", "\u200f\u200e", "\u2028", "\u202e", "\u0333", "\ufeff", "😀", "👨‍👩‍👧", "🇮🇹", "word", " class=", " href=", "expandable", "tg-", "language-", "unix=", "1",
}

func (c corpus) next() string {
	switch c.IntN(3) {
	case 0:
		return c.heap(1 + c.IntN(25))
	case 1:
		return c.mutate(valid[c.IntN(len(valid))], 1+c.IntN(3))
	default:
		return c.mutate(c.nested(1+c.IntN(6)), c.IntN(3))
	}
}

func (c corpus) fragment() string { return fragments[c.IntN(len(fragments))] }

func (c corpus) heap(n int) string {
	var s strings.Builder
	for range n {
		s.WriteString(c.fragment())
	}
	return s.String()
}

// nested opens tags and mostly closes them in order.
func (c corpus) nested(depth int) string {
	var s strings.Builder
	for range 1 + c.IntN(3) {
		f := c.fragment()
		if depth == 0 || !strings.HasPrefix(f, "<") || strings.HasPrefix(f, "</") || len(f) < 3 {
			s.WriteString(f)
			continue
		}
		name := strings.FieldsFunc(f, func(r rune) bool { return strings.ContainsRune("<> ", r) })
		s.WriteString(f + c.nested(depth-1))
		if c.IntN(50) > 0 {
			s.WriteString("</" + name[0] + ">")
		}
	}
	return s.String()
}

// mutate changes a few characters: deletes, doubles, swaps or puts in fragments.
func (c corpus) mutate(s string, times int) string {
	r := []rune(s)
	for range times {
		if len(r) == 0 {
			break
		}
		i := c.IntN(len(r))
		switch c.IntN(5) {
		case 0:
			r = append(r[:i:i], r[i+1:]...)
		case 1:
			r = append(r[:i:i], append([]rune{r[i]}, r[i:]...)...)
		case 2:
			j := c.IntN(len(r))
			r[i], r[j] = r[j], r[i]
		case 3:
			r = append(r[:i:i], append([]rune(c.fragment()), r[i:]...)...)
		case 4:
			r = r[:i]
		}
	}
	return string(r)
}

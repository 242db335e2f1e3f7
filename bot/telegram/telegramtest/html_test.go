package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"newsbot/bot/telegram/telegramtest"
)

// TestParseHTML pins what TDLib answers, see package tdlib for the comparison
// with TDLib itself.
func TestParseHTML(t *testing.T) {
	for in, want := range map[string]string{
		"a & b &lt;&gt;&amp;&quot;&apos;&nbsp;":           `a & b <>&"&apos;&nbsp;`,
		"&#65;&#x42;&#0;&#x110000;":                       "AB&#0;&#x110000;",
		"<b>x</b><I>y</I >":                               "xy bold[0+1] italic[1+1]",
		"😀<u>é</u>":                                       "😀é underline[2+1]",
		"<a href='HTTP://Example.ORG?q'>x</a>":            "x text_link[0+1]http://example.org/?q",
		"<a href=\"javascript:alert(1)\">x</a>":           "x",
		"<a>example.org</a>":                              "example.org text_link[0+11]http://example.org/",
		"<a href=\"tg://user?id=5\">x</a>":                "x text_mention[0+1]5",
		"<pre><code class=\"language-go\">x</code></pre>": "x pre[0+1]go",
		"<blockquote expandable>x</blockquote>":           "x expandable_blockquote[0+1]",
		"<span class=\"tg-spoiler\">x</span>":             "x spoiler[0+1]",
		"<tg-time unix=\"5\" format=\"wDT\">x</tg-time>":  "x date_time[0+1]",
		"<b></b>":           "",
		"<b>x":              `can't parse entities: Can't find end tag corresponding to start tag "b"`,
		"x</b>":             "can't parse entities: Unexpected end tag at byte offset 1",
		"<b>x</i>":          `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"é<p>x</p>":         `can't parse entities: Unsupported start tag "p" at byte offset 2`,
		"<b":                "can't parse entities: Unclosed start tag at byte offset 0",
		"<span>x</span>":    `can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"<a href=x/y>x</a>": "can't parse entities: Unexpected end of name token at byte offset 8",
		"<b/>":              `can't parse entities: Unsupported start tag "b/" at byte offset 0`,
		"&#55357;":          "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
		"a\xff":             "strings must be encoded in UTF-8",
	} {
		if got := describe(telegramtest.ParseHTML(in)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestFormat(t *testing.T) {
	many := strings.Repeat("<b>x</b> <a href=\"a.b\">y</a> ", 70)
	_, entities, err := telegramtest.Format(many)
	links := 0
	for _, e := range entities {
		if e.Type == "text_link" {
			links++
		}
	}
	if err != nil || len(entities) != 100 || links != 70 {
		t.Errorf("140 entities: got %d with %d links and %v, want 100 with all 70 links", len(entities), links, err)
	}
	for in, want := range map[string]string{
		" \n<b> x </b>\n":                    " x bold[0+2]",
		"  x<b> </b>":                        "x",
		"a\r\tb\u2028c":                      "a bc",
		"<b>a\rb</b>":                        "ab bold[0+2]",
		"<b>a</b><b>b</b>":                   "ab bold[0+2]",
		"<b>a<i>b</i>c</b>":                  "abc bold[0+1] bold[1+2] italic[1+1]",
		"<code>a<b>b</b></code>":             "ab code[0+2]",
		"<a href=a.b>x<a href=c.d>y</a></a>": "xy text_link[0+2]http://a.b/",
		"<blockquote>a<blockquote>b</blockquote></blockquote>": "ab blockquote[0+2]",
	} {
		if got := describe(telegramtest.Format(in)); got != want {
			t.Errorf("%q:\n got %q\nwant %q", in, got, want)
		}
	}
}

func describe(text string, entities []telegramtest.Entity, err error) string {
	if err != nil {
		return err.Error()
	}
	for _, e := range entities {
		text += fmt.Sprintf(" %s[%d+%d]%s%s", e.Type, e.Offset, e.Length, e.URL, e.Language)
		if e.User != nil {
			text += fmt.Sprint(e.User.ID)
		}
	}
	return text
}

func FuzzFormat(f *testing.F) {
	for _, s := range []string{"<b>x</b>", "a & b", "<a href=\"http://[::1]:80/\">x</a>", "<pre><code class=\"language-x\">\r\n</code></pre>", "&#x1F600;<u>😀</u>", "<tg-emoji emoji-id=\"5\">👍</tg-emoji>", " <blockquote> <i> </i></blockquote>\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, entities, err := telegramtest.Format(s)
		if err != nil {
			return
		}
		if !utf8.ValidString(text) {
			t.Errorf("%q: text %q is not valid", s, text)
		}
		length := len(utf16.Encode([]rune(text)))
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > length {
				t.Errorf("%q: %+v is not within the %d units of %q", s, e, length, text)
			}
		}
	})
}

package markup_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"newsbot/bot/markup"
)

func TestLine(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a clean line stays as it is", "Kazakhstan names ambassador to Rwanda", "Kazakhstan names ambassador to Rwanda"},
		{"line breaks and runs of blanks fold into one blank", "  two\r\n\t words\u00a0\u2003here\u2028 ", "two words here"},
		{"direction overrides are taken out", "abc\u202egnp.exe\u202c \u2066x\u2069\u200f", "abcgnp.exe x"},
		{"zero-width characters are taken out", "zero\u200bwidth\ufeff\u2060\u00ad", "zerowidth"},
		{"control characters are taken out", "bell\x07 null\x00 esc\x1b[31m", "bell null esc[31m"},
		{"a family of joined emoji stays one", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		{"a Persian word keeps its non-joiner", "می\u200cخواهم", "می\u200cخواهم"},
		{"joiners at the ends are taken out", "\u200da\u200d b\u200d", "a b"},
		{"a stack of accents is cut down", "e" + strings.Repeat("\u0301", 50), "e" + strings.Repeat("\u0301", 4)},
		{"bytes that are no text become a replacement", "a\xff\xfeb", "a\ufffdb"},
		{"nothing stays nothing", "\u200b \n \u202e", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := markup.Line(test.text); got != test.want {
				t.Errorf("Line(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestParagraphsKeepLineBreaks(t *testing.T) {
	if got, want := markup.Paragraphs(" one \r\n\r\n\u200b\ntwo  words\u2028three"), "one\ntwo words\nthree"; got != want {
		t.Errorf("Paragraphs = %q, want %q", got, want)
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		name, text string
		limit      int
		want       string
	}{
		{"what fits is not cut", "four words are here", 19, "four words are here"},
		{"the cut is at a word border", "four words are here", 18, "four words are…"},
		{"a word that ends at the limit stays", "four words are here", 15, "four words are…"},
		{"punctuation before the cut goes", "yes, but no", 6, "yes…"},
		{"a long word is cut within", "Donaudampfschifffahrt", 10, "Donaudamp…"},
		{"an emoji of two units is not halved", "😀😀😀😀", 6, "😀😀…"},
		{"a flag is not halved", "🇮🇹🇫🇷", 7, "🇮🇹…"},
		{"an accent stays with its letter", "aaae\u0301e\u0301e\u0301", 5, "aaa…"},
		{"a joined emoji is not taken apart", "aaaaaa👨\u200d👩\u200d👧", 10, "aaaaaa…"},
		{"no room is no text", "text", 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := markup.Cut(test.text, test.limit)
			if got != test.want || markup.Units(got) > test.limit {
				t.Errorf("Cut(%q, %d) = %q (%d units), want %q", test.text, test.limit, got, markup.Units(got), test.want)
			}
		})
	}
}

func TestLink(t *testing.T) {
	for _, test := range []struct{ name, address, want string }{
		{"a web address", "https://example.org/a?b=1&c=2", `<a href="https://example.org/a?b=1&amp;c=2">x&lt;y</a>`},
		{"quotes cannot leave the attribute", `https://example.org/"onclick="x`, `<a href="https://example.org/%22onclick=%22x">x&lt;y</a>`},
		{"a script is no link", "javascript:alert(1)", "x&lt;y"},
		{"a chat of Telegram's is no link", "tg://user?id=1", "x&lt;y"},
		{"a file is no link", "file:///etc/passwd", "x&lt;y"},
		{"a relative address is no link", "/news/1", "x&lt;y"},
		{"a host that hides behind a user name is no link", "https://bank.example@evil.example/", "x&lt;y"},
		{"an address without a host is no link", "https:///path", "x&lt;y"},
		{"an address with an override in it is no link", "https://example.org/\u202egpj", "x&lt;y"},
		{"a huge address is no link", "https://example.org/" + strings.Repeat("a", 3000), "x&lt;y"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(markup.Link("x<y", test.address)); got != test.want {
				t.Errorf("Link = %s, want %s", got, test.want)
			}
		})
	}
}

func TestPlainGivesBackWhatWasEscaped(t *testing.T) {
	text := `a <b> & "c" &amp; > d`
	html := markup.Bold(text) + " " + markup.Link(text, "https://example.org/?a=1&b=>")
	if got, want := html.Plain(), text+" "+text; got != want {
		t.Errorf("Plain = %q, want %q", got, want)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "plain words", "a\u202eb\u200dc", "<b>&amp;\"", "🇮🇹🇫🇷👨\u200d👩\u200d👧", "e\u0301\u0301\u0301\u0301\u0301\u0301", "\xff\x00\n\n"} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		line := markup.Line(s)
		if !utf8.ValidString(line) || strings.ContainsAny(line, "\n\r\u202e\u200b\x00") {
			t.Errorf("Line(%q) = %q is not clean", s, line)
		}
		if again := markup.Line(line); again != line {
			t.Errorf("Line(%q) = %q, but Line of that is %q", s, line, again)
		}
		if limit %= 200; limit < 0 {
			limit = -limit
		}
		if cut := markup.Cut(line, limit); markup.Units(cut) > limit || !utf8.ValidString(cut) {
			t.Errorf("Cut(%q, %d) = %q: %d units", line, limit, cut, markup.Units(cut))
		}
		if got := markup.Escape(line).Plain(); got != line {
			t.Errorf("Escape(%q).Plain() = %q", line, got)
		}
	})
}

package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbot/feed/parse"
)

func TestOPML(t *testing.T) {
	inside := func(s string) string {
		return `<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>x</title></head><body>` + s + "</body></opml>"
	}
	tests := []struct {
		name, body, want string
		problems         int
	}{
		{"feeds", inside(`<outline type="rss" text="One" xmlUrl="https://e.org/1"/><outline text="Two" xmlUrl="https://e.org/2" htmlUrl="https://e.org/"/>`), "https://e.org/1 One|https://e.org/2 Two", 0},
		{"folders", inside(`<outline text="News"><outline text="World"><outline type="rss" title="One" text="1" xmlUrl="https://e.org/1"/></outline></outline>`), "https://e.org/1 One", 0},
		{"names in any case, entities", inside(`<OUTLINE TEXT="A &amp;amp; B" XMLURL="https://e.org/?a=1&amp;b=2"/>`), "https://e.org/?a=1&b=2 A & B", 0},
		{"ampersands never escaped", inside(`<outline text="A" xmlUrl="https://e.org/?a=1&b=2"/>`), "https://e.org/?a=1&b=2 A", 0},
		{"feed:", inside(`<outline text="A" xmlUrl="feed://e.org/1"/><outline text="B" xmlUrl="feed:https://e.org/2"/>`), "http://e.org/1 A|https://e.org/2 B", 0},
		{"never closed", `<opml><body><outline text="A" xmlUrl="https://e.org/1"><outline text="B" xmlUrl="https://e.org/2"`, "https://e.org/1 A", 0},
		{"a feed without an address", inside(`<outline type="rss" text="A"/><outline text="B" xmlUrl="https://e.org/2"/>`), "https://e.org/2 B", 1},
		{"an address that is none", inside(`<outline text="A" xmlUrl="file:///etc/passwd"/><outline text="B" xmlUrl="javascript:1"/>`), "", 2},
		{"a name and a password", inside(`<outline text="A" xmlUrl="https://ann:s%20t@e.org/1"/><outline text="B" xmlUrl="feed://ann@e.org/2"/>`), "https://ann:s%20t@e.org/1 A|http://ann@e.org/2 B", 0},
		{"a comment", inside(`<!-- <outline text="A" xmlUrl="https://e.org/1"/> -->`), "", 0},
		{"windows-1251", "<?xml version='1.0' encoding='windows-1251'?><opml><outline text='\xCD\xEE\xE2\xEE\xF1\xF2\xE8' xmlUrl='https://e.org/1'/></opml>", "https://e.org/1 Новости", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			subs, problems, err := parse.OPML([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range subs {
				got = append(got, s.URL+" "+s.Title)
			}
			if strings.Join(got, "|") != tt.want || len(problems) != tt.problems {
				t.Errorf("got %q, problems %v; want %q, %d problems", got, problems, tt.want, tt.problems)
			}
		})
	}
	if _, problems, err := parse.OPML([]byte(inside(`<outline xmlUrl="ftp://ann:s3cret@e.org/1"/>`))); err != nil || len(problems) != 1 || strings.Contains(problems[0].Err.Error(), "s3cret") {
		t.Errorf("got problems %v, %v; want one without the password", problems, err)
	}
	if _, _, err := parse.OPML([]byte(rss(itemA))); err == nil {
		t.Error("got no error for a feed, want one")
	}
	var many strings.Builder
	for i := range 20_001 {
		fmt.Fprintf(&many, `<outline xmlUrl="https://e.org/%d"/>`, i)
	}
	if subs, problems, err := parse.OPML([]byte(inside(many.String()))); err != nil || len(subs) != 20_000 || len(problems) != 1 {
		t.Errorf("got %d feeds, problems %v, %v; want 20000 and one problem", len(subs), problems, err)
	}
}

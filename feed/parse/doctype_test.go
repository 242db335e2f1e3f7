package parse_test

import (
	"strings"
	"testing"

	"newsbot/feed"
)

func TestADocumentsOwnEntities(t *testing.T) {
	tests := []struct{ name, subset, title, want string }{
		{"a text", `<!ENTITY co "Acme">`, "&co; wins, says &co;", "Acme wins, says Acme"},
		{"in single quotes, among others", "<!ELEMENT x ANY><!ENTITY % p 'a'>\n<!ENTITY co 'A \"B\"'>\n", "&co;", `A "B"`},
		{"characters by number", `<!ENTITY dash "&#8212;">`, "a&dash;b", "a—b"},
		{"signs of markup", `<!ENTITY lt2 "&#38;#60;b&#62;"><!ENTITY and "Q&amp;A">`, "a &and; b", "a Q&A b"},
		{"a name of HTML", `<!ENTITY eacute "E">`, "caf&eacute;", "cafE"},
		{"a name that XML has itself", `<!ENTITY amp "x">`, "A &amp; B", "A & B"},
		{"declared twice", `<!ENTITY co "A"><!ENTITY co "B">`, "&co;", "A"},
		{"entities of entities are left", `<!ENTITY a "lol"><!ENTITY b "&a;&a;">`, "&a; &b;", "lol &b;"},
		{"files are not read", `<!ENTITY x SYSTEM "file:///etc/passwd">`, "a &x; b", "a &x; b"},
		{"an ampersand", `<!ENTITY co "Acme">`, "AT&T; &co", "AT&T; &co"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := strings.Replace(rss("<item><title>"+tt.title+"</title></item><item><title>B</title></item>"), "<rss", "<!DOCTYPE rss ["+tt.subset+"]>\n<rss", 1)
			if got, want := titles(read(t, feed.Source{}, body)), tt.want+"|B"; got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// A small document does not become a large one.
func TestADocumentsOwnEntitiesAreBounded(t *testing.T) {
	body := strings.Replace(rss("<item><title>"+strings.Repeat("&a;", 300_000)+"</title></item>"+itemA), "<rss",
		`<!DOCTYPE rss [<!ENTITY a "`+strings.Repeat("x", 256)+`">]><rss`, 1)
	doc := read(t, feed.Source{}, body)
	length := 0
	for _, item := range doc.Items {
		length += len(item.Title)
	}
	if length > 3<<20 || !strings.HasSuffix(titles(doc), "|A") {
		t.Errorf("got %d bytes of titles in %d items, want at most 3 MiB and A among them", length, len(doc.Items))
	}
}

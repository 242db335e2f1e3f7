package parse_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"

	"newsbot/feed"
	"newsbot/feed/parse"
)

// One text in another encoding garbles none of its neighbours, however long it is, and
// is read itself.
func TestATextInAnotherEncodingGarblesNoOther(t *testing.T) {
	const russian = "Съезд открылся в Костанае: обсудили урожай и железную дорогу"
	tests := []struct {
		name, foreign string
		enc           encoding.Encoding
		label         string
	}{
		{"windows-1251", russian, charmap.Windows1251, "utf-8"},
		{"windows-1251, as the document says of all of it", russian, charmap.Windows1251, "windows-1251"},
		{"koi8-r", russian, charmap.KOI8R, "utf-8"},
		{"windows-1252", "„Größere Züge“ fahren ab März – über die Brücke nach Köln", charmap.Windows1252, "utf-8"},
		{"gb18030", "哈萨克斯坦与意大利讨论铁路合作的发展前景", simplifiedchinese.GB18030, "utf-8"},
		{"euc-kr", "대통령이 이탈리아를 방문해 철도 협력을 논의했다", korean.EUCKR, "utf-8"},
	}
	for _, tt := range tests {
		for _, times := range []int{1, 60} {
			t.Run(fmt.Sprintf("%s, %d times as long", tt.name, times), func(t *testing.T) {
				neighbours := strings.Repeat("<item><title>Үкімет отырысында жаңа мектептер қаралды</title></item>", 3)
				title := strings.TrimSpace(strings.Repeat(tt.foreign+" ", times))
				foreign, err := tt.enc.NewEncoder().Bytes([]byte("<item><title>" + tt.foreign + "</title><description>" + title + "</description></item>"))
				if err != nil {
					t.Fatal(err)
				}
				body := bytes.Join([][]byte{
					[]byte(`<?xml version="1.0" encoding="` + tt.label + `"?><rss><channel>` + neighbours), foreign, []byte(neighbours + "</channel></rss>"),
				}, nil)
				doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: body, URL: address})
				if err != nil {
					t.Fatal(err)
				}
				const neighbour = "Үкімет отырысында жаңа мектептер қаралды"
				want := strings.Join([]string{neighbour, neighbour, neighbour, tt.foreign, neighbour, neighbour, neighbour}, "|")
				if got := titles(doc); got != want {
					t.Errorf("got  %q\nwant %q", got, want)
				}
				if got := doc.Items[3].Text; got != title {
					t.Errorf("got the text %.100q, want %.100q", got, title)
				}
			})
		}
	}
}

func TestAJSONTextInAnotherEncodingGarblesNoOther(t *testing.T) {
	const russian = "Съезд «открылся» в Костанае: обсудили урожай"
	foreign, err := charmap.Windows1251.NewEncoder().String(russian)
	if err != nil {
		t.Fatal(err)
	}
	body := `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"` + russian + `"},{"id":"2","title":"` + foreign + `"}]}`
	doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: []byte(body), URL: address})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := titles(doc), russian+"|"+russian; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What is broken UTF-8 is not taken for another encoding: a character that was cut in
// two, and one that Java wrote as a pair.
func TestBrokenUTF8IsNoOtherEncoding(t *testing.T) {
	const neighbour = "Съезд открылся в Костанае"
	for name, title := range map[string]string{
		"a character cut in two": "The minister said “no\xe2\x80",
		"one cut in each word":   "Съез\xd0 открылс\xd1 в Костана\xd0 и закрылс\xd1",
		"pairs of UTF-16":        "Goal \xed\xa0\xbd\xed\xb8\x80\xed\xa0\xbd\xed\xb8\x80 in Rome",
	} {
		t.Run(name, func(t *testing.T) {
			got := titles(read(t, feed.Source{}, rss("<item><title>"+neighbour+"</title></item><item><title>"+title+"</title></item>")))
			if !strings.HasPrefix(got, neighbour+"|"+title[:4]) || !strings.Contains(got, "\uFFFD") || strings.ContainsAny(got, "âÐÑí") {
				t.Errorf("got %q, want %q with a sign for what cannot be read", got, title)
			}
		})
	}
}

package parse_test

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"newsbot/feed"
	"newsbot/feed/parse"
)

func TestWhatTheBytesAreGoesBeforeWhatTheyAreCalled(t *testing.T) {
	const (
		russian = "Съезд открылся в Костанае: обсудили урожай, железную дорогу и новые школы для района"
		kazakh  = "Үкімет отырысында ауыл шаруашылығы мен жаңа мектептер құрылысы қаралды"
		german  = "Größere Züge fahren ab März über die Brücke nach Köln"
		polish  = "Zażółć gęślą jaźń, powiedział poseł w Łodzi"
		chinese = "哈萨克斯坦与意大利讨论铁路合作的发展前景"
	)
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	tests := []struct {
		name        string
		title       string
		enc         encoding.Encoding // nil: UTF-8
		declared    string            // in the XML declaration
		contentType string
		mark        string
	}{
		{"UTF-8, and says so", russian, nil, "utf-8", "text/xml; charset=utf-8", ""},
		{"UTF-8 with a mark", kazakh, nil, "", "", "\xEF\xBB\xBF"},
		{"UTF-8 under a wrong charset", russian, nil, "windows-1251", "text/xml; charset=iso-8859-1", ""},
		{"UTF-8 with a mark under a wrong charset", russian, nil, "koi8-r", "text/xml; charset=koi8-r", "\xEF\xBB\xBF"},
		{"windows-1251 by the declaration", russian, charmap.Windows1251, "windows-1251", "text/xml", ""},
		{"windows-1251 by HTTP alone", russian, charmap.Windows1251, "", "text/xml; charset=windows-1251", ""},
		{"windows-1251 by HTTP against the declaration", russian, charmap.Windows1251, "koi8-r", "text/xml; charset=windows-1251", ""},
		{"windows-1251 that says UTF-8", russian, charmap.Windows1251, "utf-8", "text/xml; charset=utf-8", ""},
		{"windows-1251 that says nothing", russian, charmap.Windows1251, "", "", ""},
		{"windows-1251 under a name nobody knows", russian, charmap.Windows1251, "x-none", "", ""},
		{"koi8-r by the declaration", russian, charmap.KOI8R, "KOI8-R", "", ""},
		{"koi8-r that says nothing", russian, charmap.KOI8R, "", "", ""},
		{"iso-8859-5", russian, charmap.ISO8859_5, "iso-8859-5", "", ""},
		{"iso-8859-1", german, charmap.ISO8859_1, "iso-8859-1", "", ""},
		{"iso-8859-15", german, charmap.ISO8859_15, "iso-8859-15", "", ""},
		{"iso-8859-2", polish, charmap.ISO8859_2, "iso-8859-2", "", ""},
		{"windows-1252 that says nothing", german, charmap.Windows1252, "", "", ""},
		{"UTF-16 with a mark", kazakh, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16", "", ""},
		{"UTF-16 the other way round", kazakh, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16", "text/xml; charset=utf-8", ""},
		{"UTF-16 without a mark", kazakh, utf16le, "utf-16", "", ""},
		{"UTF-32", russian, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), "", "", ""},
		{"gb18030", chinese, simplifiedchinese.GB18030, "gb2312", "", ""},
		{"iso-2022-jp, which is valid UTF-8", "新しい橋が開通", japanese.ISO2022JP, "iso-2022-jp", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			head := `<?xml version="1.0"?>`
			if tt.declared != "" {
				head = `<?xml version="1.0" encoding="` + tt.declared + `"?>`
			}
			body := []byte(head + "<rss><channel><item><title>" + tt.title + "</title></item></channel></rss>")
			if tt.enc != nil {
				var err error
				if body, err = tt.enc.NewEncoder().Bytes(body); err != nil {
					t.Fatal(err)
				}
			}
			body = append([]byte(tt.mark), body...)
			doc, err := parse.New().Parse(feed.Source{}, &feed.Response{Body: body, ContentType: tt.contentType, URL: address})
			if err != nil {
				t.Fatal(err)
			}
			if got := titles(doc); got != tt.title {
				t.Errorf("got  %q\nwant %q", got, tt.title)
			}
		})
	}
}

func TestTheKazakhStandardIsRead(t *testing.T) {
	// Үкімет отырысы: ғылым, қазақ тілі
	body := "<?xml version='1.0' encoding='STRK1048-2002'?><rss><channel><item><title>\xAF\xEA\xB3\xEC\xE5\xF2 \xEE\xF2\xFB\xF0\xFB\xF1\xFB: \xBA\xFB\xEB\xFB\xEC, \x9D\xE0\xE7\xE0\x9D \xF2\xB3\xEB\xB3</title></item></channel></rss>"
	if got, want := titles(read(t, feed.Source{}, body)), "Үкімет отырысы: ғылым, қазақ тілі"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

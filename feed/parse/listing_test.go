package parse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/feed"
	"newsbot/feed/parse"
)

var almaty = time.FixedZone("", 5*3600)

const twoEntries = `26.02.2026, 18:40 120
Ferry line across the Caspian is to open in May
port.example
The first ferry leaves on 3 May.
It will call at two ports.
26.02.2026, 08:05 4510
Three museums stay open all night
Visitors need no ticket.
Among them are:
- the museum of maps;
- the museum of bread.
`

func twoItems() []feed.Item {
	return []feed.Item{
		{
			Title: "Ferry line across the Caspian is to open in May", Attribution: "port.example",
			Summary: "The first ferry leaves on 3 May.", Text: "The first ferry leaves on 3 May.\nIt will call at two ports.",
			Published: time.Date(2026, 2, 26, 13, 40, 0, 0, time.UTC), Views: 120, Line: 1, Language: "en",
		},
		{
			Title: "Three museums stay open all night", Summary: "Visitors need no ticket.",
			Text:      "Visitors need no ticket.\nAmong them are:\n- the museum of maps;\n- the museum of bread.",
			Published: time.Date(2026, 2, 26, 3, 5, 0, 0, time.UTC), Views: 4510, Line: 6, Language: "en",
		},
	}
}

func TestAListingIsReadHoweverItIsWritten(t *testing.T) {
	tests := []struct {
		name string
		body string
	}{
		{"as it is", twoEntries},
		{"with a byte order mark", "\uFEFF" + twoEntries},
		{"with CRLF", strings.ReplaceAll(twoEntries, "\n", "\r\n")},
		{"with CR", strings.ReplaceAll(twoEntries, "\n", "\r")},
		{"with no-break spaces in the header", strings.NewReplacer("2026, ", "2026,\u00A0", "40 120", "40\u202F120").Replace(twoEntries)},
		{"with no-break spaces between words", strings.ReplaceAll(twoEntries, "museum of", "museum\u00A0of")},
		{"with spaces around lines", strings.ReplaceAll(twoEntries, "\n", " \t\n  ")},
		{"with thousands set apart", strings.Replace(twoEntries, "4510", "4\u00A0510", 1)},
		{"with thousands set apart by a comma", strings.Replace(twoEntries, "4510", "4,510", 1)},
		{"without a comma after the date", strings.ReplaceAll(twoEntries, "2026,", "2026")},
		{"without a line end at its end", strings.TrimSuffix(twoEntries, "\n")},
		{"in UTF-16", utf16(twoEntries)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, feed.Source{TimeZone: almaty, Language: "en"}, tt.body)
			if doc.Format != feed.Listing || len(doc.Problems) != 0 {
				t.Errorf("got format %s, problems %v; want a listing without any", doc.Format, doc.Problems)
			}
			if diff := cmp.Diff(twoItems(), doc.Items); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("with blank lines, which count", func(t *testing.T) {
		doc := read(t, feed.Source{TimeZone: almaty, Language: "en"}, strings.ReplaceAll(twoEntries, "\n", "\n\n"))
		want := twoItems()
		want[1].Line = 11
		if diff := cmp.Diff(want, doc.Items); diff != "" {
			t.Errorf("items (-want +got):\n%s", diff)
		}
	})
}

func utf16(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

// An entry that cannot be read is told with its line, and its neighbours are kept.
func TestDamagedListings(t *testing.T) {
	const before, after = "26.02.2026, 10:00 1\nBefore\nText before.\n", "26.02.2026, 11:00 2\nAfter\nText after.\n"
	tests := []struct {
		name   string
		middle string
		line   int    // of the only problem; 0: none
		why    string // in the problem
		titles string
	}{
		{"an impossible day", "32.13.2026, 10:00 5\nLost\nLost text.\n", 4, "no such day", "Before|After"},
		{"a day that this month has not", "30.02.2026, 10:00 5\nLost\n", 4, "no such day", "Before|After"},
		{"an impossible hour", "26.02.2026, 25:61 5\nLost\n", 4, "no such time", "Before|After"},
		{"a time after 24:00", "26.02.2026, 24:01 5\nLost\n", 4, "no such time", "Before|After"},
		{"a year of two digits", "26.02.26, 10:00 5\nLost\n", 4, "no such day", "Before|After"},
		{"no time", "26.02.2026, 14346\nLost\n", 4, "no such time", "Before|After"},
		{"no headline", "\n26.02.2026, 10:30 5\n\n", 5, "no headline", "Before|After"},
		{"views that are no number", "26.02.2026, 10:30 14k\nKept\n", 4, "views", "Before|Kept|After"},
		{"views that no number holds", "26.02.2026, 10:30 99999999999999999999\nKept\n", 4, "views", "Before|Kept|After"},
		{"views in groups of two", "26.02.2026, 10:30 1 23\nKept\n", 4, "views", "Before|Kept|After"},
		{"no views", "26.02.2026, 10:30\nKept\n", 0, "", "Before|Kept|After"},
		{"no body", "26.02.2026, 10:30 5\nKept\n", 0, "", "Before|Kept|After"},
		{"midnight at the end of the day", "26.02.2026, 24:00 5\nKept\n", 0, "", "Before|Kept|After"},
		{"two entries under one minute", "26.02.2026, 11:00 2\nAfter\nText after.\n", 0, "", "Before|After|After"},
		{"a paragraph that begins with a date", "26.02.2026 the court sat again.\n26.02.2026, 10:30 the session began.\n26.02.2026\n", 0, "", "Before|After"},
		{"a paragraph of figures", "1.5 2.5 3.5\n10:00\n2026\n", 0, "", "Before|After"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, feed.Source{}, before+tt.middle+after)
			if got := titles(doc); got != tt.titles {
				t.Errorf("titles: got %q, want %q", got, tt.titles)
			}
			last := doc.Items[len(doc.Items)-1]
			if last.Text != "Text after." || last.Views != 2 {
				t.Errorf("the neighbour after it: got %+v", last)
			}
			switch {
			case tt.line == 0 && len(doc.Problems) > 0:
				t.Errorf("problems: got %v, want none", doc.Problems)
			case tt.line > 0 && (len(doc.Problems) != 1 || doc.Problems[0].Line != tt.line || !strings.Contains(doc.Problems[0].Error(), tt.why)):
				t.Errorf("problems: got %v, want one on line %d with %q", doc.Problems, tt.line, tt.why)
			}
		})
	}
	t.Run("text before the first entry", func(t *testing.T) {
		doc := read(t, feed.Source{}, "\nNews of the day\nand more\n"+before+after)
		if titles(doc) != "Before|After" || len(doc.Problems) != 1 || doc.Problems[0].Line != 2 {
			t.Errorf("got %q, problems %v; want both and one problem on line 2", titles(doc), doc.Problems)
		}
	})
	t.Run("the last entry cut off in its header", func(t *testing.T) {
		for _, cut := range []string{"26.02.20", "26.02.2026, 1", "26.02.2026, 11:0", "26.", "26.02.2026,"} {
			doc := read(t, feed.Source{}, before+cut)
			if titles(doc) != "Before" || doc.Items[0].Text != "Text before." || len(doc.Problems) != 1 || doc.Problems[0].Line != 4 {
				t.Errorf("%q: got %+v, problems %v; want the entry before and one problem on line 4", cut, doc.Items, doc.Problems)
			}
		}
	})
	t.Run("the last entry cut off after its header", func(t *testing.T) {
		doc := read(t, feed.Source{}, before+"26.02.2026, 11:00 2")
		if titles(doc) != "Before" || len(doc.Problems) != 1 || doc.Problems[0].Line != 4 {
			t.Errorf("got %q, problems %v; want the entry before and one problem on line 4", titles(doc), doc.Problems)
		}
	})
	t.Run("24:00 is the midnight after the day", func(t *testing.T) {
		got := read(t, feed.Source{}, "28.02.2026, 24:00 5\na\n").Items[0].Published
		if want := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC); !got.Equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("a line as long as the document", func(t *testing.T) {
		doc := read(t, feed.Source{}, before+"26.02.2026, 10:30 5\n"+strings.Repeat("long ", 1<<20)+"\n"+after)
		if len(doc.Items) != 3 || len([]rune(doc.Items[1].Title)) > 500 || doc.Items[2].Title != "After" {
			t.Errorf("got %d items, want three and a title of at most 500 runes", len(doc.Items))
		}
	})
}

func TestTheLineThatNamesTheSource(t *testing.T) {
	const paragraph = "A paragraph that tells the story at some length, and ends."
	tests := []struct{ name, line, next, want string }{
		{"a domain", "ports.example.kz", paragraph, "ports.example.kz"},
		{"letters", "MFA", paragraph, "MFA"},
		{"a name", "Akorda", paragraph, "Akorda"},
		{"a name of several words", "Ministry of Health press service", paragraph, "Ministry of Health press service"},
		{"in Russian", "Пресс-служба МИД", paragraph, "Пресс-служба МИД"},
		{"a source and no more", "port.example", "", "port.example"},
		{"a sentence", "It rained.", paragraph, ""},
		{"a question", "Why now?", paragraph, ""},
		{"what leads to a list", "Three things", "- bread", ""},
		{"what ends with a colon", "Results:", paragraph, ""},
		{"an item of a list", "- bread", paragraph, ""},
		{"a line of many words", "A new road to the north of the city", paragraph, ""},
		{"small letters", "and so it began", paragraph, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := only(t, "26.02.2026, 10:00 5\nHeadline\n"+tt.line+"\n"+tt.next+"\n")
			wantText := strings.TrimSpace(tt.line + "\n" + tt.next)
			if tt.want != "" {
				wantText = tt.next
			}
			if i.Attribution != tt.want || i.Text != wantText {
				t.Errorf("got %q and %q, want %q and %q", i.Attribution, i.Text, tt.want, wantText)
			}
		})
	}
}

// TestARealListing reads one where there is one: NEWSBOT_SHARED names the folder
// that holds seeds/, and NEWSBOT_CI demands it.
func TestARealListing(t *testing.T) {
	dir := os.Getenv("NEWSBOT_SHARED")
	if dir == "" {
		if os.Getenv("NEWSBOT_CI") == "1" {
			t.Fatal("NEWSBOT_SHARED is not set: it names the folder with seeds/")
		}
		t.Skip("NEWSBOT_SHARED is not set")
	}
	body, err := os.ReadFile(filepath.Join(dir, "seeds", "listing-2026-02-25.txt"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := parse.New().Parse(feed.Source{TimeZone: almaty}, &feed.Response{Body: body, URL: "file:///listing.txt"})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Items) != 9 || len(doc.Problems) != 0 || doc.Format != feed.Listing {
		t.Fatalf("got %d items as %s, problems %v; want 9 of a listing, none", len(doc.Items), doc.Format, doc.Problems)
	}
	type facts struct {
		Line, Paragraphs int
		Views            int64
		Clock, Source    string
	}
	want := []facts{
		{1, 2, 14346, "25 09:50", "akorda.kz"},
		{6, 7, 14701, "25 21:10", "MFA"},
		{16, 7, 14961, "25 20:03", ""},
		{25, 5, 13106, "25 17:25", "Akorda"},
		{33, 3, 15671, "25 16:25", "gov.kz"},
		{39, 14, 15981, "25 16:06", "gov.kz"},
		{56, 6, 16231, "25 15:50", ""},
		{64, 5, 15311, "25 15:45", "gov.kz"},
		{72, 7, 37071, "24 20:15", ""},
	}
	var got []facts
	for _, i := range doc.Items {
		got = append(got, facts{i.Line, strings.Count(i.Text, "\n") + 1, i.Views, i.Published.In(almaty).Format("02 15:04"), i.Attribution})
		if first, _, _ := strings.Cut(i.Text, "\n"); i.Summary != first && len([]rune(first)) <= 400 {
			t.Errorf("%q: the summary is %q, want the first paragraph", i.Title, i.Summary)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

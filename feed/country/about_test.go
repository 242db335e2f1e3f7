package country_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"newsbot/feed/country"
)

func TestAbout(t *testing.T) {
	tests := []struct {
		name, home, title, text, want string
	}{
		{"the countries of the title", "", "Italy and France sign a treaty", "Spain looked on.", "FR IT"},
		{"a demonym in the title", "KZ", "Bulgarian Academics Commend Reforms in Kazakhstan", "", "BG KZ"},
		{"a city in the title", "KZ", "A Roundtable in Istanbul", "The consul spoke.", "TR"},
		{"the dateline beside the title", "", "Iran threatens shipping", "LONDON, March 23 - Iran said so.", "GB IR"},
		{"an upper-case dateline with an agency", "", "Troops return", "ROME (Reuters) - The troops are back.", "IT"},
		{"a Russian dateline", "", "Войска вернулись", "МОСКВА, 5 апр — РИА Новости. Войска вернулись.", "RU"},
		{"the first paragraph where the title has none", "", "Talks go on", "Ministers of Norway met in Oslo.\nLater Peru was named.", "NO"},
		{"not a later paragraph", "", "Talks go on", "Ministers of Norway met.\nPeru, Peru and Peru were named.", "NO"},
		{"home in the title, another once in the lead", "KZ", "Kazakhstan presents priorities", "The ambassador to the Netherlands spoke.\nIt was a fine day.", "KZ"},
		{"home in the title, another twice with the lead", "KZ", "Kazakhstan presents priorities", "The President of Peru came.\nPeru was pleased.", "KZ PE"},
		{"another in the title, a third twice with the lead", "KZ", "Kazakhstan names ambassador to Rwanda", "He serves in Kenya.\nHe came to Kenya in 2025.", "KZ RW"},
		{"another in the title, a third thrice with the lead", "", "Rwanda waits", "Kenya waits.\nKenya hopes. Kenya goes.", "KE RW"},
		{"a city alone in the lead is a venue", "KZ", "Kazakhstan speaks at the UN", "Its minister spoke in Geneva.\nGeneva listened.", "KZ"},
		{"the only country, wherever", "", "Talks go on", "Ministers met.\nPeru was named.", "PE"},
		{"the most named", "", "Talks go on", "Ministers met.\nPeru was named, Chile too, and Peru again.", "PE"},
		{"home is not the only country", "KZ", "Talks go on", "Ministers met.\nKazakhstan was named.", ""},
		{"home twice", "KZ", "Talks go on", "Ministers met.\nKazakhstan was named, and Kazakhstan again.", "KZ"},
		{"home does not outnumber", "KZ", "Talks go on", "Ministers met.\nPeru heard Kazakhstan, Astana and Almaty.", "KZ PE"},
		{"a source's name before the lead", "", "Talks go on", "gov.pe\nMinisters of Norway met in Oslo, Norway.\nPeru was named.", "NO"},
		{"nothing", "KZ", "", "", ""},
		{"money is no country", "KZ", "Trade with Italy", "It was 17 billion US dollars.\nUS dollars again.", "IT"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tags := country.New(country.Code(test.home)).Tag(test.title, test.text)
			if got := codes(tags.About); got != test.want {
				t.Errorf("Tag(%q, %q) is about [%s], want [%s]", test.title, test.text, got, test.want)
			}
			for _, c := range tags.About {
				if !strings.Contains(codes(tags.Mentioned), string(c)) {
					t.Errorf("about %s, which is not among the mentioned [%s]", c, codes(tags.Mentioned))
				}
			}
		})
	}
}

// A day of a news service, labelled by hand: what each story is about, the home
// country aside, and what it names in passing.
func TestAboutOnAListing(t *testing.T) {
	shared := os.Getenv("NEWSBOT_SHARED")
	if shared == "" {
		if os.Getenv("NEWSBOT_CI") == "1" {
			t.Fatal("NEWSBOT_SHARED does not name the folder with the labelled listing")
		}
		t.Skip("NEWSBOT_SHARED does not name the folder with the labelled listing")
	}
	labels := struct {
		Stories []struct {
			Time, Title   string
			About         []country.Code
			MentionedOnly []country.Code `json:"mentioned_only"`
		}
	}{}
	data, err := os.ReadFile(filepath.Join(shared, "seeds", "listing-2026-02-25.countries.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &labels); err != nil {
		t.Fatal(err)
	}
	listing, err := os.ReadFile(filepath.Join(shared, "seeds", "listing-2026-02-25.txt"))
	if err != nil {
		t.Fatal(err)
	}
	entries := regexp.MustCompile(`(?m)^\d\d\.\d\d\.\d{4}, \d\d:\d\d.*$`).Split(string(listing), -1)[1:]
	if len(entries) != len(labels.Stories) {
		t.Fatalf("the listing has %d stories and labels for %d", len(entries), len(labels.Stories))
	}
	tagger := country.New("KZ")
	for i, label := range labels.Stories {
		title, text, _ := strings.Cut(strings.TrimSpace(entries[i]), "\n")
		if strings.TrimSpace(title) != label.Title {
			t.Fatalf("story %d is %q, its label is of %q", i+1, title, label.Title)
		}
		tags := tagger.Tag(title, text)
		if got, want := abroad(tags.About), abroad(label.About); got != want {
			t.Errorf("%s %s: about [%s], want [%s]", label.Time, title, got, want)
		}
		want := abroad(append(label.About, label.MentionedOnly...))
		for _, c := range tags.Mentioned {
			if c != "KZ" && !strings.Contains(want, string(c)) {
				t.Errorf("%s %s: mentions %s, want only [%s]", label.Time, title, c, want)
			}
		}
	}
}

// abroad lists the codes but the home country's.
func abroad(list []country.Code) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(codes(list), "KZ", "")), " ")
}

func TestExplain(t *testing.T) {
	tagger := country.New("KZ")
	got := tagger.Explain(winter, "Kazakhstan presents priorities", "The President of Peru came.\nPeru was pleased. Chile was not.")
	want := map[country.Code]bool{"KZ": true, "PE": true, "CL": false}
	if len(got) != len(want) {
		t.Fatalf("Explain = %+v, want verdicts on %v", got, want)
	}
	for _, v := range got {
		if v.About != want[v.Code] || len(v.Reasons) == 0 {
			t.Errorf("%s: %+v, want about %t and reasons", v.Code, v, want[v.Code])
		}
		sum := 0.0
		for _, r := range v.Reasons {
			sum += r.Weight
		}
		if diff := sum - v.Score; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("%s: the reasons add up to %g, the score is %g", v.Code, sum, v.Score)
		}
	}
}

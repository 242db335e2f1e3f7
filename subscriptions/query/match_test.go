package query_test

import (
	"slices"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

var deal = &feed.Story{
	Item: feed.Item{
		Title:       "Italy’s ENI visits Nur-Sultan over  natural-gas deal",
		Summary:     "Посол O'Brien назвал соглашение по нефти прорывом.",
		Text:        "The nuclear\u00a0energy agency was e-mailed.\nCafé owners in Қызылорда wait: 北京大学 too. Ёлка! AT&T paid 1,000.",
		Attribution: "akorda.kz",
	},
	Source:    "Wall Street Journal",
	SourceURL: "https://feeds.example.org:8080/rss",
	About:     []country.Code{"IT"},
	Mentioned: []country.Code{"CN", "IT"},
}

func TestMatch(t *testing.T) {
	d := query.NewDocument(deal)
	for _, test := range []struct {
		name, text string
		why        []string // nil: no match
	}{
		{"a word", "agency", []string{"agency"}},
		{"a form of a word", "visiting", []string{"visits"}},
		{"a Russian form", "нефть соглашения", []string{"нефти", "соглашение"}},
		{"a part of a word is not enough", "agen", nil},
		{"a prefix", "agen* назв*", []string{"agency", "назвал"}},
		{"a possessive", `"Italy's"`, []string{"Italy’s"}},
		{"the word without its possessive", `"italy"`, []string{"Italy’s"}},
		{"an apostrophe", "OBrien", []string{"O'Brien"}},
		{"diacritics", "cafe", []string{"Café"}},
		{"ё", "елка", []string{"Ёлка"}},
		{"a letter of Kazakh", "Қызылорда", []string{"Қызылорда"}},
		{"a letter of Kazakh from the one in its place", "Кызылорда кызыл*", []string{"Қызылорда"}},
		{"a letter of Kazakh is not found in its place", "прорыв қызылорда соғлашение", nil},
		{"a hyphenated word as one", "NurSultan", []string{"Nur-Sultan"}},
		{"a hyphenated word as written", "nur-sultan", []string{"Nur-Sultan"}},
		{"a hyphenated word by its part", "sultan", []string{"Sultan"}},
		{"a hyphenated word in a phrase", `"natural gas deals"`, []string{"natural-gas deal"}},
		{"a hyphen in the query only", "nuclear-energy", []string{"nuclear energy"}},
		{"a phrase", `"nuclear energy agency"`, []string{"nuclear energy agency"}},
		{"a phrase in another order", `"energy nuclear"`, nil},
		{"a phrase across title and text", `"deal Посол"`, nil},
		{"words in any order", "energy nuclear", []string{"energy", "nuclear"}},
		{"Chinese", "北京", []string{"北京"}},
		{"Chinese in another order", "京北", nil},
		{"a sign inside", "AT&T 1,000", []string{"AT&T", "1,000"}},
		{"all of several, one missing", "nuclear football", nil},
		{"one of several", "football OR nuclear OR deal", []string{"nuclear", "deal"}},
		{"not", "nuclear -football", []string{"nuclear"}},
		{"not, but there", "nuclear -agency", nil},
		{"a group", "(football OR agency) (nuclear OR coal) -(oil OR peat)", []string{"agency", "nuclear"}},
		{"a word in the title", "in:title deals", []string{"deal"}},
		{"a word that is not in the title", "in:title agency", nil},
		{"a compound in the title", "title:naturalgas", []string{"natural-gas"}},
		{"a prefix in the title", "in:title:sul*", []string{"Sultan"}},
		{"a prefix that is not in the title", "in:title:agen*", nil},
		{"a phrase in the title", `in:title:"visit nur"`, []string{"visits Nur"}},
		{"a phrase that is not in the title", `in:title "nuclear energy"`, nil},
		{"title and text", "in:title:deal agency", []string{"deal", "agency"}},
		{"a source by name", `source:"street journal"`, []string{`source:"street journal"`}},
		{"a source by attribution", "source:akorda", []string{"source:akorda"}},
		{"a source by host", "source:feeds.example.org", []string{"source:feeds.example.org"}},
		{"a source by a part of a word", "source:akor", nil},
		{"words of two names of the source", `source:"journal akorda"`, nil},
		{"a word twice", "deal OR deals", []string{"deal"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := parse(t, test.text)
			if got, want := q.Match(d), test.why != nil; got != want {
				t.Fatalf("%q matches: %t, want %t", test.text, got, want)
			}
			if got := q.Explain(d).Words(); !slices.Equal(got, test.why) {
				t.Errorf("%q matches by %q, want %q", test.text, got, test.why)
			}
		})
	}
}

func TestHugeStory(t *testing.T) {
	d := query.NewDocument(&feed.Story{Item: feed.Item{
		Title: strings.Repeat("x", 3*query.MaxTitle) + " gas",
		Text:  "oil " + strings.Repeat("ﷺ", query.MaxText) + " coal",
	}})
	for text, want := range map[string]bool{"oil": true, "gas": false, "coal": false, "xx*": true} {
		if got := parse(t, text).Match(d); got != want {
			t.Errorf("%q matches: %t, want %t", text, got, want)
		}
	}
	if why := parse(t, "xx*").Explain(d).Words(); len(why) != 1 || len(why[0]) > 210 {
		t.Errorf("explained by %d bytes, want the beginning of the word", len(why[0]))
	}
}

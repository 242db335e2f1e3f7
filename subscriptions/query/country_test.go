package query_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

func TestCountries(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a name", "Italy", "country:IT"},
		{"a name in Russian", "италия", "country:IT"},
		{"a name in Kazakh", "Қазақстан", "country:KZ"},
		{"a name of two words", "South Korea gas", "country:KR gas"},
		{"a name of two words in Russian", "газ Южная Корея", "газ country:KR"},
		{"a name with an operator in it", "Trinidad and Tobago or Bosnia and Herzegovina", "country:TT OR country:BA"},
		{"a negated name", "gas -South Korea NOT Italy", "gas -country:KR -country:IT"},
		{"a flag", "🇮🇹 gas", "country:IT gas"},
		{"flags side by side", "🇮🇹🇫🇷gas", "country:IT country:FR gas"},
		{"names side by side", "Italy, France", "country:IT country:FR"},
		{"a field with a code", "country:it", "country:IT"},
		{"a field with a name", "country:italy", "country:IT"},
		{"a field with a name of two words", "country:South Korea gas", "country:KR gas"},
		{"a field with a quoted name", `country:"South Korea" gas`, "country:KR gas"},
		{"a field with a flag", "country:🇮🇹 mentions:🇫🇷", "country:IT mentions:FR"},
		{"a field with a space", "country: Italy gas", "country:IT gas"},
		{"named in passing", "mentions:Italy", "mentions:IT"},
		{"US is a country", "US", "country:US"},
		{"us is a word", "us gas", "us gas"},
		{"a code of two letters is a word", "AI IT TV", "AI IT TV"},
		{"a quoted name is a word", `"Italy"`, `"Italy"`},
		{"a name in the title is a word", "in:title:Italy", `in:title "Italy"`},
		{"a name in the title among others", "in:title:Italy gas", "in:title:Italy gas"},
		{"words that beside each other would be a name", "Sierra AND Leone (Costa) Rica", `"Sierra" "Leone" "Costa" "Rica"`},
		{"negated words beside others", "gas -Sierra (Leone OR oil) AND -Costa AND Rica", `gas -Sierra (Leone OR oil) -"Costa" "Rica"`},
		{"a country beside in:title", "Italy in:title gas", "in:title country:IT gas"},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := parse(t, test.text)
			if got := q.String(); got != test.want {
				t.Errorf("Parse(%q) = %q, want %q", test.text, got, test.want)
			}
			roundTrip(t, q)
		})
	}
}

func TestCountryErrors(t *testing.T) {
	for _, test := range []struct {
		name, text string
		code       query.Code
		pos        int
		hint       string
	}{
		{"a name written nearly right", "gas country:Itly", query.UnknownCountry, 12, "gas country:IT"},
		{"no name at all", "country:xyzzyx", query.UnknownCountry, 8, `"xyzzyx"`},
		{"a code of no country", "country:ZZ", query.UnknownCountry, 8, `"ZZ"`},
		{"a code of no country, named in passing", "gas mentions:zz", query.UnknownCountry, 13, `gas "zz"`},
		{"a code of no country before others", "country:xx gas", query.UnknownCountry, 8, `"xx" gas`},
		{"a code of a language", "country:ja gas", query.UnknownCountry, 8, "country:JP gas"},
		{"a code with its letters swapped", "-mentions:zk gas", query.UnknownCountry, 10, "-mentions:KZ gas"},
		{"a letter", "country:x gas", query.UnknownCountry, 8, `"x" gas`},
		{"a sign", "country:\"?\" gas", query.UnknownCountry, 8, "gas"},
		{"no value", "country:", query.MissingValue, 0, "country:KZ"},
		{"an operator for a value", "country: (gas)", query.MissingValue, 0, "country:KZ (gas)"},
		{"OR for a value", "country: OR gas", query.MissingValue, 0, "country:KZ OR gas"},
		{"a name of two words among others", "gas mentions: Unted Kingdom coal", query.UnknownCountry, 14, "gas mentions:GB coal"},
		{"a name in passing written nearly right", "gas -mentions:Itly", query.UnknownCountry, 14, "gas -mentions:IT"},
		{"mentions: written wrongly", "gas mention:IT", query.UnknownField, 4, "gas mentions:IT"},
		{"in:title of a country among others", "(in:title Italy lang:ru) OR gas", query.TitleWithoutWords, 1, `(in:title "Italy" lang:ru ) OR gas`},
		{"about a country that is not named", "Italy -mentions:IT", query.NeverMatches, 6, "country:IT"},
		{"a flag of no country", "gas 🇪🇺", query.UnknownCountry, 4, ""},
		{"a field written wrongly", "contry:Italy", query.UnknownField, 0, "country:IT"},
		{"in:title of a country alone", "in:title Italy", query.TitleWithoutWords, 0, `in:title "Italy"`},
		{"only countries that must not be there", "-Italy", query.NothingRequired, 0, "energy -country:IT"},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, err := query.Parse(test.text)
			var e *query.Error
			if !errors.As(err, &e) || e.Code != test.code || e.Pos != test.pos || e.Hint != test.hint {
				t.Fatalf("Parse(%q) = %v, %+v, want code %q at %d, hint %q", test.text, q, err, test.code, test.pos, test.hint)
			}
		})
	}
	for text, want := range map[string]string{
		"country:Itly": "at character 9: no country is called Itly: did you mean Italy?; write country:IT",
		"country:ZZ":   "at character 9: no country is called ZZ; write \"ZZ\"",
		"🇽🇽":           "at character 1: no country is called 🇽🇽; write a name or a code, as country:Italy or country:IT",
	} {
		if _, err := query.Parse(text); err.Error() != want {
			t.Errorf("%s: error %q, want %q", text, err, want)
		}
	}
}

func TestEveryCountryThatMayBeMeantComesWithTheWholeQuery(t *testing.T) {
	for text, want := range map[string]string{
		"country:Itly":                     "country:IT",
		"oil -country:Itly gas":            "oil -country:IT gas",
		"(mentions:Nigera OR gas) coal OR": "(mentions:NE OR gas) coal | (mentions:NG OR gas) coal",
		"gas":                              "",
	} {
		_, err := query.Parse(text)
		var e *query.Error
		var got []string
		if errors.As(err, &e) {
			got = e.Choices
			if len(got) != len(e.Suggestions) || got[0] != e.Hint {
				t.Errorf("%q: %d choices for %q, the first %q, want one each and the first %q", text, len(got), e.Suggestions, got[0], e.Hint)
			}
		}
		if joined := strings.Join(got, " | "); joined != want {
			t.Errorf("%q: choices %q, want %q", text, joined, want)
		}
	}
}

func TestCountriesOfAQuery(t *testing.T) {
	q := parse(t, "Italy (gas OR mentions:FR) -Kazakhstan")
	if got, want := q.Countries(), []country.Code{"IT", "FR"}; !slices.Equal(got, want) {
		t.Errorf("countries %v, want %v", got, want)
	}
	got := q.Describe(func(c country.Code, mentioned bool) string {
		return fmt.Sprintf("%s %s (%t)", country.Flag(c), country.Name(c, "en"), mentioned)
	})
	if want := "🇮🇹 Italy (false) (gas OR 🇫🇷 France (true)) -🇰🇿 Kazakhstan (false)"; got != want {
		t.Errorf("described as %q, want %q", got, want)
	}
	if c, ok := q.IsCountry(); ok {
		t.Errorf("%q is the country %s, want none", q, c)
	}
	for _, text := range []string{"Italy", "🇮🇹", "(country:IT)"} {
		if c, ok := parse(t, text).IsCountry(); c != "IT" || !ok {
			t.Errorf("%q is the country %q, %t, want IT", text, c, ok)
		}
	}
	for _, c := range country.All() {
		q := query.Country(c)
		if again := parse(t, q.String()); again.Key() != q.Key() {
			t.Errorf("Country(%s) reads back as %q", c, again)
		}
		if again := parse(t, country.Flag(c)); again.Key() != q.Key() {
			t.Errorf("the flag of %s is read as %q", c, again)
		}
	}
}

func TestMatchCountries(t *testing.T) {
	d := query.NewDocument(&feed.Story{
		Item: feed.Item{Title: "Gas deal"}, About: []country.Code{"IT"}, Mentioned: []country.Code{"FR", "IT"},
	})
	for text, want := range map[string][]string{
		"Italy gas":            {"country:IT", "Gas"},
		"France":               nil,
		"mentions:FR":          {"mentions:FR"},
		"gas -France":          {"Gas"},
		"gas -mentions:France": nil,
		"France OR Italy":      {"country:IT"},
		`"Italy"`:              nil,
		"in:title Italy gas":   {"country:IT", "Gas"},
	} {
		if got := parse(t, text).Explain(d).Words(); !slices.Equal(got, want) {
			t.Errorf("%q matches by %q, want %q", text, got, want)
		}
	}
}

// A stored query keeps its meaning, whatever has become the name of a country.
func TestRestoreTakesWordsForWords(t *testing.T) {
	q, err := query.Restore("Italy or gas OR country:FR")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := q.Countries(), []country.Code{"FR"}; !slices.Equal(got, want) {
		t.Errorf("countries %v, want %v", got, want)
	}
	if got, want := q.String(), `"Italy" "or" gas OR country:FR`; got != want {
		t.Errorf("restored as %q, want %q", got, want)
	}
}

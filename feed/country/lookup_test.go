package country_test

import (
	"slices"
	"strings"
	"testing"

	"newsbot/feed/country"
)

func TestLookup(t *testing.T) {
	tests := []struct {
		typed string
		want  country.Code // "": none
	}{
		{"Italy", "IT"}, {"italy", "IT"}, {"ITALY", "IT"}, {" Italy ", "IT"}, {"италия", "IT"}, {"Италия", "IT"},
		{"Түркия", "TR"}, {"turkiye", "TR"}, {"Türkiye", "TR"}, {"Turkey", "TR"}, {"Турция", "TR"},
		{"UK", "GB"}, {"uk", "GB"}, {"U.K.", "GB"}, {"Great Britain", "GB"}, {"England", "GB"},
		{"USA", "US"}, {"usa", "US"}, {"US", "US"}, {"U.S.", "US"}, {"США", "US"}, {"сша", "US"}, {"АҚШ", "US"},
		{"РФ", "RU"}, {"РК", "KZ"}, {"ҚР", "KZ"}, {"Қазақстан", "KZ"}, {"Казахстан", "KZ"}, {"Republic of Kazakhstan", "KZ"},
		{"🇮🇹", "IT"}, {"🇽🇰", "XK"}, {"IT", "IT"}, {"KZ", "KZ"}, {"XK", "XK"},
		{"the Netherlands", "NL"}, {"Holland", "NL"}, {"Нидерланды", "NL"}, {"Голландия", "NL"},
		{"cote d'ivoire", "CI"}, {"Côte d’Ivoire", "CI"}, {"Ivory Coast", "CI"},
		{"Burma", "MM"}, {"Swaziland", "SZ"}, {"Macedonia", "MK"}, {"Czechia", "CZ"}, {"Czech Republic", "CZ"},
		{"Congo", "CD"}, {"DR Congo", "CD"}, {"Republic of the Congo", "CG"}, {"Korea", "KR"}, {"North Korea", "KP"},
		{"Guinea", "GN"}, {"Georgia", "GE"}, {"Niger", "NE"}, {"Nigeria", "NG"}, {"Dominica", "DM"},
		{"Bosnia & Herzegovina", "BA"}, {"Bosnia and Herzegovina", "BA"}, {"Киргизия", "KG"}, {"Кыргызстан", "KG"},
		{"Беларусь", "BY"}, {"Белоруссия", "BY"}, {"ОАЭ", "AE"}, {"Qazaqstan", "KZ"}, {"España", "ES"}, {"Suomi", "FI"}, {"UAE", "AE"}, {"БАӘ", "AE"},
		{"it", ""}, {"us", ""}, {"kz", ""}, {"ZZ", ""}, {"", ""}, {" ", ""}, {"Paris", ""}, {"Italian", ""},
		{"Crimea", ""}, {"🇿🇿", ""}, {"Italy France", ""}, {strings.Repeat("Italy ", 1000), ""}, {"\xff\xfe", ""},
	}
	for _, test := range tests {
		got, ok := country.Lookup(test.typed)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Lookup(%.40q) = %q, %t, want %q", test.typed, got, ok, test.want)
		}
	}
}

func TestEveryCountryIsFoundByItsOwnNames(t *testing.T) {
	for _, c := range country.All() {
		for _, language := range []string{"en", "ru", "kk"} {
			name := country.Name(c, language)
			if got, ok := country.Lookup(name); !ok || got != c {
				t.Errorf("Lookup(%q) = %q, %t, want %s by its name in %s", name, got, ok, c, language)
			}
		}
		if got, ok := country.Lookup(country.Flag(c)); !ok || got != c {
			t.Errorf("Lookup(%s) = %q, %t, want %s by its flag", country.Flag(c), got, ok, c)
		}
	}
}

func TestSuggest(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"Itly", "Italy"}, {"Itally", "Italy"}, {"Itayl", "Italy"}, {"kazahstan", "Kazakhstan"},
		{"Rusia", "Russia"}, {"Nigera", "Niger, Nigeria"}, {"Казакстан", "Kazakhstan"},
		{"Итлия", "Italy"}, {"Италя", "Italy"}, {"Гермния", "Germany"}, {"Қзақстан", "Kazakhstan"}, {"Өзбекстн", "Uzbekistan"},
		{"Түркя", "Türkiye"}, {"Үндістн", "India"}, {"Ресй", "Russia"}, {"Узбекистн", "Uzbekistan"}, {"Grmany", "Germany"},
		{"Париж", "France"}, {"Rome", "Italy"}, {"Мәскеу", "Russia"}, {"Лондн", "United Kingdom"}, {"Ташкен", "Uzbekistan"},
		{"Italian", "Italy"}, {"итальянский", "Italy"}, {"неміс", "Germany"}, {"Италии", "Italy"}, {"Кремль", "Russia"},
		{"Macron", "France"}, {"Эммануэль Макрон", "France"}, {"Макроном", "France"}, {"Тоқаев", "Kazakhstan"}, {"Petro", "Colombia"},
		{"Paris, Texas", ""}, {"music", ""}, {"новости", ""}, {"нефть", ""}, {"футбол", ""}, {"elections", ""},
		{"xx", ""}, {"", ""}, {"something else", ""}, {strings.Repeat("x", 500), ""},
	}
	for _, test := range tests {
		if got := strings.Join(country.Suggest(test.typed), ", "); got != test.want {
			t.Errorf("Suggest(%.20q) = %s, want %s", test.typed, got, test.want)
		}
	}
}

func TestNames(t *testing.T) {
	tests := []struct{ code, language, want string }{
		{"IT", "en", "Italy"}, {"IT", "ru", "Италия"}, {"TR", "kk", "Түркия"}, {"IT", "de", "Italy"},
		{"HK", "en", "Hong Kong"}, {"CK", "ru", "острова Кука"}, {"XK", "en", "Kosovo"}, {"ZZ", "en", "ZZ"}, {"", "ru", ""},
	}
	for _, test := range tests {
		if got := country.Name(country.Code(test.code), test.language); got != test.want {
			t.Errorf("Name(%s, %s) = %s, want %s", test.code, test.language, got, test.want)
		}
	}
}

func TestRegions(t *testing.T) {
	all, regions := country.All(), country.Regions()
	if want := 250; len(all) != want {
		t.Errorf("All has %d countries, want %d: ISO 3166-1 and XK", len(all), want)
	}
	if !slices.IsSorted(all) {
		t.Error("All is not sorted")
	}
	members := map[string]int{}
	for _, c := range all {
		if !country.Valid(c) {
			t.Errorf("Valid(%s) = false, want true for every one of All", c)
		}
		if !slices.Contains(regions, country.Region(c)) {
			t.Errorf("Region(%s) = %q, want one of %v", c, country.Region(c), regions)
		}
		members[country.Region(c)]++
	}
	for _, region := range regions {
		if members[region] == 0 {
			t.Errorf("no country is in %s", region)
		}
	}
	for _, c := range []country.Code{"KZ", "UZ", "KG", "TJ", "TM"} {
		if got := country.Region(c); got != "central-asia" {
			t.Errorf("Region(%s) = %s, want central-asia", c, got)
		}
	}
	for _, c := range []country.Code{"ZZ", "", "kz", "KAZ"} {
		if country.Valid(c) || country.Region(c) != "" || country.Flag(c) != "" {
			t.Errorf("%q is taken for a country", c)
		}
	}
	all[0] = "ZZ"
	if country.All()[0] == "ZZ" {
		t.Error("All hands out its own memory")
	}
}

package country_test

import (
	"strings"
	"testing"
	"time"

	"newsbot/feed/country"
)

func TestLeadersStandForTheirCountries(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Macron spoke to Erdogan.", "FR TR"},
		{"Emmanuel Macron's visit.", "FR"},
		{"Vladimir Vladimirovich Putin spoke.", "RU"},
		{"It was said by V. Putin.", "RU"},
		{"TRUMP MEETS TOKAYEV", "KZ US"},
		{"Токаев поговорил с Путиным и Эрдоганом.", "KZ RU TR"},
		{"К. Токаев принял послов.", "KZ"},
		{"Владимиром Зеленским подписан указ.", "UA"},
		{"Встреча с Владимиром Владимировичем Путиным.", "RU"},
		{"Встреча с Мелони и Майей Санду.", "IT MD"},
		{"Реджепа Тайипа Эрдогана встретили.", "TR"},
		{"Си Цзиньпина ждут.", "CN"},
		{"Тоқаевтың сапары, Путинмен кездесу.", "KZ RU"},
		{"Қасым-Жомарт Тоқаевқа хат.", "KZ"},
		{"Ердоғанның сөзі", "TR"},
		{"Pope Leo XIV prayed.", "VA"},
		// surnames of many
		{"President Petro spoke.", "CO"},
		{"Petro is a name.", ""},
		{"Gustavo Petro came. Petro spoke.", "CO"},
		{"Prime Minister Martin spoke.", "IE"},
		{"Foreign Minister Martin spoke.", ""},
		{"Economics Minister Martin Bangemann spoke.", ""},
		{"premier Fico spoke", "SK"},
		{"с президентом Жапаровым", "KG"},
		{"премьер-министром Фицо", "SK"},
		{"писатель Жапаров", ""},
		// namesakes
		{"It was Melania Trump who spoke.", ""},
		{"Ivan Putin sang.", ""},
		{"выступила певица Мария Путина", ""},
		{"It was written by S. Putin.", ""},
		{"He trumps them all, a trump card.", ""},
		{"See macron.fr or @erdogan.", ""},
	}
	tagger := country.New("")
	for _, test := range tests {
		if got := codes(tagger.TagAt(winter, "", test.text).Mentioned); got != test.want {
			t.Errorf("Tag(%q) mentions [%s], want [%s]", test.text, got, test.want)
		}
	}
}

func TestWhoIsInOfficeDependsOnTheDate(t *testing.T) {
	const text = "Biden spoke."
	tagger := country.New("")
	for date, want := range map[string]string{"2021-01-19": "", "2021-01-20": "US", "2025-01-19": "US", "2025-01-20": ""} {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(tagger.TagAt(at, "", text).Mentioned); got != want {
			t.Errorf("on %s %q mentions [%s], want [%s]", date, text, got, want)
		}
	}
}

func TestALeaderIsEvidenceWithSpanAndRule(t *testing.T) {
	const title, text = "Macron in Astana", "Встреча с Эмманюэлем Макроном."
	tags := country.New("KZ").TagAt(winter, title, text)
	if got := codes(tags.About); got != "FR KZ" {
		t.Errorf("about [%s], want [FR KZ]", got)
	}
	var found []string
	for _, m := range tags.Mentions {
		if m.Rule == "leader" {
			in := text
			if m.InTitle {
				in = title
			}
			found = append(found, in[m.Start:m.End]+" by "+m.Name)
		}
	}
	if got, want := strings.Join(found, "; "), "Macron by emmanuel macron; Эмманюэлем Макроном by emmanuel macron"; got != want {
		t.Errorf("leaders %s, want %s", got, want)
	}
}

func TestReadLeaders(t *testing.T) {
	own := "# mine\n\nFR | 2025-01-01 | 2027-05-14 | Jeanne Exemple, Exemple\nfr"
	if _, err := country.ReadLeaders(strings.NewReader(own)); err == nil || !strings.Contains(err.Error(), "line 4") {
		t.Errorf("ReadLeaders(%q) = %v, want an error about line 4", own, err)
	}
	leaders, err := country.ReadLeaders(strings.NewReader(strings.TrimSuffix(own, "\nfr")))
	if err != nil {
		t.Fatal(err)
	}
	tagger := country.NewTagger(country.Options{Leaders: leaders})
	for text, want := range map[string]string{"Exemple spoke.": "FR", "Macron spoke.": "", "Erdogan spoke.": "TR"} {
		if got := codes(tagger.TagAt(winter, "", text).Mentioned); got != want {
			t.Errorf("%q mentions [%s], want [%s]: a file's lines take the place of a country's", text, got, want)
		}
	}
	for _, bad := range []string{
		"FR | 2025-01-01 | Macron", "ZZ | | | Nobody", "FR | 2025 | | Macron", "FR | | 1.1.2025 | Macron",
		"FR | 2025-01-01 | 2024-01-01 | Macron", "FR | | | ", "FR | | | ,", "FR | | | ?", strings.Repeat("# long\n", 1<<18),
	} {
		if _, err := country.ReadLeaders(strings.NewReader(bad)); err == nil {
			t.Errorf("ReadLeaders(%.40q) gives no error", bad)
		}
	}
}

package words_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbot/feed/country/internal/words"
)

func TestScan(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"words apart by blanks", "Talks in Rome", "talks in rome"},
		{"a possessive ending is cut off", "Italy's and Italy’s", "italy and italy"},
		{"a plural possessive", "The Seychelles' flag", "the seychelles flag"},
		{"an apostrophe within", "Côte d’Ivoire, Xi'an", "cote d'ivoire xi'an"},
		{"a dotted abbreviation is one word", "the U.S. and the U.A.E.", "the us and the uae"},
		{"a dotted abbreviation before a hyphen", "U.S.-led", "us led"},
		{"initials stay apart from a name", "J. London", "j london"},
		{"a sentence's end is no abbreviation", "Plan A. But", "plan a but"},
		{"hyphens and dashes part words", "Kazakh-Italian – talks—now", "kazakh italian talks now"},
		{"diacritics fall", "São Tomé Łódź Ağrı İzmir Malmö", "sao tome lodz agri izmir malmo"},
		{"combining marks fall", "Sa\u0303o Tome\u0301", "sao tome"},
		{"ё is е, й is й", "Орёл, Китай, Кита\u0438\u0306", "орел китай китай"},
		{"Kazakh letters stay", "Қырғызстан, Әзербайжан", "қырғызстан әзербайжан"},
		{"numbers are words", "9.5 billion", "9 5 billion"},
		{"a flag is its code", "🇮🇹 won", "it won"},
		{"an odd flag is nothing", "🇮 won", "won"},
		{"broken bytes are skipped", "a\xff\xfeb", "a b"},
		{"soft hyphens and blanks of no width", "Italy\u00ad and\u200b Peru", "italy and peru"},
		{"nothing", " \n\t ", ""},
	}
	var s words.Scanner
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var keys []string
			for _, w := range s.Scan(test.text) {
				keys = append(keys, string(w.Key))
			}
			if got := strings.Join(keys, " "); got != test.want {
				t.Errorf("Scan(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestShapesAndGaps(t *testing.T) {
	var s words.Scanner
	for _, test := range []struct{ text, want string }{
		{"The US, a U.S. and us", "The:1/5 US:2/0 a:0/3 U.S.:3/0 and:0/0 us:0/0"},
		{"One. Two\nthree", "One:1/5 Two:1/5 three:0/5"},
		{"Rome (Italy)", "Rome:1/5 Italy:1/4"},
		{"Kazakh-Italian", "Kazakh:1/5 Italian:1/1"},
		{"www.italy.com me@x", "www:0/5 italy:0/2 com:0/2 me:0/0 x:0/2"},
		{"Italy/Greece", "Italy:1/5 Greece:1/4"},
		{"St. Louis", "St:1/5 Louis:1/5"},
	} {
		var got []string
		for _, w := range s.Scan(test.text) {
			got = append(got, fmt.Sprintf("%s:%d/%d", test.text[w.Start:w.End], w.Shape, w.Gap))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("Scan(%q)\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"Guinea-Bissau": "guinea bissau", "St. Kitts & Nevis": "st kitts nevis",
		"Объединённые Арабские Эмираты": "объединенные арабские эмираты", "": "",
	} {
		if got := words.Fold(name); got != want {
			t.Errorf("Fold(%q) = %q, want %q", name, got, want)
		}
	}
}

package country_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"newsbot/feed/country"
)

func FuzzTag(f *testing.F) {
	for _, seed := range [][2]string{
		{"Kazakh-Italian talks in Rome", "ROME, Feb 25 (Reuters) - Italy’s U.S. envoy, St. Louis, Mo."},
		{"Переговоры в Ростове-на-Дону", "МОСКВА, 5 апр — РФ и США."},
		{"АҚШ-тың елшісі", "Қазақстандықтардың Италияға сапары"},
		{"🇮🇹🇰🇿🇮", "u\u0308 И\u0306 \xff\xfe N'"},
		{"A.B.C.", "U.S. U.K., Pa. 's ’ - — . ,"},
		{"İSTANBUL ǅ", "\u00ad\u200b\ufeff"},
	} {
		f.Add(seed[0], seed[1])
	}
	tagger := country.New("KZ")
	f.Fuzz(func(t *testing.T, title, text string) {
		tags := tagger.Tag(title, text)
		if !slices.IsSorted(tags.About) || !slices.IsSorted(tags.Mentioned) {
			t.Errorf("about %v, mentioned %v: want both sorted", tags.About, tags.Mentioned)
		}
		for _, c := range tags.About {
			if !slices.Contains(tags.Mentioned, c) {
				t.Errorf("about %s, which is not among the mentioned %v", c, tags.Mentioned)
			}
		}
		last, inTitle := 0, true
		for _, m := range tags.Mentions {
			in := text
			if m.InTitle {
				in = title
			} else if inTitle {
				last, inTitle = 0, false
			}
			if m.InTitle != inTitle || m.Start < last || m.Start >= m.End || m.End > len(in) {
				t.Fatalf("span %d–%d in %d bytes, the one before ends at %d", m.Start, m.End, len(in), last)
			}
			if utf8.ValidString(in) && !utf8.ValidString(in[m.Start:m.End]) {
				t.Errorf("span %d–%d cuts a letter of %q", m.Start, m.End, in)
			}
			if !country.Valid(m.Code) || m.Rule == "" || m.Name == "" || !slices.Contains(tags.Mentioned, m.Code) {
				t.Errorf("mention %+v of %v is incomplete", m, tags.Mentioned)
			}
			last = m.End
		}
	})
}

func FuzzLookup(f *testing.F) {
	for _, seed := range []string{"Italy", "🇮🇹", "Côte d’Ivoire", "\xff", "the ", "U.S."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if c, ok := country.Lookup(typed); ok != country.Valid(c) {
			t.Errorf("Lookup(%q) = %q, %t", typed, c, ok)
		}
		if got := country.Suggest(typed); len(got) > 3 {
			t.Errorf("Suggest(%q) = %v, want at most three", typed, got)
		}
	})
}

package words_test

import (
	"slices"
	"testing"

	"newsbot/feed/words"
)

func TestWordsAreFoldedAndStemmedByTheirScript(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // stems
	}{
		{"English endings and a possessive", "Minister’s visits", []string{"minist", "visit"}},
		{"Russian endings and ё", "Ещё перелёты", []string{"ещ", "перелет"}},
		{"an English stem has three letters, a Russian one two", "Itly its it еды ем года", []string{"itly", "its", "it", "ед", "ем", "год"}},
		{"Kazakh endings, in words that only Kazakh can have", "Қазақстанның тәуелсіздігі", []string{"Kazakhstan", "тәуелсіздік"}},
		{"diacritics go", "Türkiye café", []string{"Turkey", "cafe"}},
		{"a hyphen parts words", "rail-freight", []string{"rail", "freight"}},
		{"an ideograph is a word", "東京 2026", []string{"東", "京", "2026"}},
		{"no words", " …—!", nil},
	}
	s := words.NewStemmer()
	for _, tt := range tests {
		forms, _ := words.Folded(tt.text)
		var got []string
		for _, f := range forms {
			got = append(got, s.Stem(f))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q has the stems %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, seed := range []string{"", "’", "a’b", "a\u0301\u00ad-\u200d", "東’京", "\xff\xfea"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = words.Normal(text, 1<<10)
		scan, at := words.NewScanner(text), int32(0)
		for {
			s, _, ok := scan.Next()
			if !ok {
				return
			}
			if s.Start < at || s.End <= s.Start || int(s.End) > len(text) {
				t.Fatalf("word at %d to %d after %d in %d bytes", s.Start, s.End, at, len(text))
			}
			at = s.End
		}
	})
}

package words_test

import (
	"slices"
	"strings"
	"testing"

	"newsbot/feed/words"
)

func TestSignsInsideWords(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string // folded
	}{
		{"thousands", "10,000 1,234,567, and 2026", []string{"10000", "1234567", "and", "2026"}},
		{"a decimal point and a decimal comma", "3.5 3,5 1,000.25", []string{"3.5", "3.5", "1000.25"}},
		{"a year at the end of a sentence", "In 2026. 2025, too", []string{"in", "2026", "2025", "too"}},
		{"a date and a time", "26.11.2026, 10:30", []string{"26.11.2026", "10", "30"}},
		{"digits among letters", "G7 5G F-16s COVID-19 Ту-154", []string{"g7", "5g", "f", "16s", "covid", "19", "ту", "154"}},
		{"a sum", "$10bn, 5% or €3.5m", []string{"10bn", "5", "or", "3.5m"}},
		{"a hyphen", "e-mail well‑known -x- y -", []string{"e", "mail", "well", "known", "x", "y"}},
		{"apostrophes", "O’Brien's don't 'quoted' l’Italia", []string{"obrien", "dont", "quoted", "litalia"}},
		{"initials of a state", "The U.S. and the U.S.A, U.S.-led U.S.'s", []string{"the", "us", "and", "the", "usa", "us", "led", "us"}},
		{"initials of a name", "J. K. Rowling J.K. Rowling J.R.R. Tolkien", []string{"jk", "rowling", "jk", "rowling", "jrr", "tolkien"}},
		{"initials in Russian", "А. С. Пушкин А.С.Пушкин и т. д.", []string{"ас", "пушкин", "ас", "пушкин", "и", "тд"}},
		{"one initial", "J. Rowling, г. Москва", []string{"j", "rowling", "г", "москва"}},
		{"a letter at the end of a sentence", "Plan B. A new one. I. We", []string{"plan", "b", "a", "new", "one", "i", "we"}},
		{"names of languages", "C++, C# and F#; ASP.NET .NET (.net) .network end.net C+", []string{"c++", "c#", "and", "f#", "asp", "net", ".net", ".net", "network", "end", "net", "c"}},
		{"pluses and hashes elsewhere", "Disney+ Notepad++ a++b #COP30 C#x", []string{"disney", "notepad", "a", "b", "cop30", "c", "x"}},
		{"ampersands", "AT&T's R&D S&P 500 M&A oil&gas AT & T 1&2 И&К", []string{"at&t", "r&d", "s&p", "500", "m&a", "oil", "gas", "at", "t", "1", "2", "и&к"}},
		{"other signs", "24/7 a_b x@y.org 50/50", []string{"24", "7", "a", "b", "x", "y", "org", "50", "50"}},
		{"a word before the end of the text", "U. 3. 3,", []string{"u", "3", "3"}},
	} {
		if got, _ := words.Folded(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q has the words %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestWordsThatAreOne(t *testing.T) {
	for text, want := range map[string]bool{
		"e-mail": true, "COVID-19": true, "10 000": true, "1 234 567": true, "Ту-154": true,
		"e mail": false, "10 00": false, "2026 100": false, "10  000": false, "1 000,5": false, "a 100": false, "mail": false,
	} {
		if _, got := words.Folded(text); got != want {
			t.Errorf("%q is one word: %t, want %t", text, got, want)
		}
	}
}

func TestKazakhIsFoundFromItsCommonSubstitutes(t *testing.T) {
	s := words.NewStemmer()
	for _, tt := range []struct {
		query, story string
		always       bool
	}{
		{"Толеген", "Төлегеннің", true},
		{"Казакстан", "Қазақстанда", true},
		{"Кызылжар", "Қызылжардың", true},
		{"улы", "ұлы", true},
		{"тил", "тілі", true},
		{"кала", "қалалар", true},
		{"хан", "һан", true},
		{"алем", "әлем", true},
		{"он", "өң", true},
		{"ауыл", "ауылда", false},
		{"министр", "министрлер", false},
	} {
		query, story := fold(tt.query), fold(tt.story)
		plain, always := s.Plain(story)
		if want := s.Stem(query); plain != want || always != tt.always {
			t.Errorf("the second stem of %q is %q (always: %t), want %q of %q (%t)", tt.story, plain, always, want, tt.query, tt.always)
		}
	}
	for _, form := range []string{"", "токаев", "тоқаевтың", "kazakhstan", "қз" + strings.Repeat("а", 100), "東", "газ"} {
		if plain, always := s.Plain(form); plain != "" || always {
			t.Errorf("the second stem of %q is %q, want none", form, plain)
		}
	}
}

func fold(word string) string { return string(words.AppendFolded(nil, word)) }

func BenchmarkScanner(b *testing.B) {
	for _, bm := range []struct{ name, text string }{
		{"English", "The minister's visit to the U.S. ended on 26 November, officials said; oil-price talks (10,000 barrels) go on. "},
		{"Russian", "Визит министра в Вашингтон завершился 26 ноября, сообщили официальные лица; переговоры о ценах продолжаются. "},
		{"Kazakh", "Қазақстанның сыртқы істер министрі елордада өткен жиында сөз сөйледі, деп хабарлады баспасөз қызметі. "},
	} {
		b.Run(bm.name, func(b *testing.B) {
			text := words.Normal(strings.Repeat(bm.text, 20), 1<<16)
			b.SetBytes(int64(len(text)))
			var buf []byte
			for b.Loop() {
				for w := words.NewScanner(text); ; {
					s, _, ok := w.Next()
					if !ok {
						break
					}
					buf = words.AppendFolded(buf[:0], text[s.Start:s.End])
				}
			}
		})
	}
}

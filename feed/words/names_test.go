package words_test

import (
	_ "embed"
	"strings"
	"testing"

	"newsbot/feed/words"
)

func TestANameHasOneStemInEverySpellingAndForm(t *testing.T) {
	tests := []struct{ name, spellings string }{
		{"a person in three scripts", "Tokayev Tokaev Toqayev Toqaev Токаев Тоқаев"},
		{"the Russian cases, of a woman too", "Токаев Токаева Токаеву Токаевым Токаеве Токаевой"},
		{"the Kazakh cases", "Тоқаев Тоқаевтың Тоқаевқа Тоқаевты Тоқаевта Тоқаевтан Тоқаевпен Токаевтан"},
		{"a surname of which the stemmer makes a laurel", "Lavrov Лавров Лаврова Лаврову Лавровым Лаврове"},
		{"a surname in -ин", "Putin Путин Путина Путину Путиным Путине Путиннің Путинге Путинмен"},
		{"a surname in -ский", "Zelensky Zelenskyy Зеленский Зеленского Зеленскому Зеленским Зеленском Зеленская Зеленскийдің"},
		{"a surname in -ян", "Pashinyan Пашинян Пашиняна Пашиняну Пашиняном Пашиняне Пашинянмен"},
		{"a surname that ends with a soft sign", "Merkel Меркель Меркеля Меркелем"},
		{"a surname that Russian does not decline", "Macron Макрон Макрона Макроном Макронның"},
		{"a vowel at the end", "Astana Астана Астаны Астане Астану Астаной Астанада Астанадан Астананың Астанаға"},
		{"names that do not sound alike", "Beijing Peking Пекин Пекина Пекине Пекином Пекинге Бейжің Бейжіңде"},
		{"a name whose stem changes", "Kyiv Kiev Киев Киева Киеве Киевом"},
		{"a plural", "Athens Афины Афин Афинах Афинам"},
		{"a town and its adjective", "Minsk Минск Минске Минские Минских Минскте"},
		{"initials", "UN ООН БҰҰ"},
		{"initials of four", "CSTO ОДКБ ҰҚШҰ"},
		{"a country", "Kazakhstan Qazaqstan Казахстан Казахстане Қазақстан Қазақстанның"},
		{"a hyphen on one side, run together", "Ulaanbaatar УланБатор Ұланбатыр"},
		{"no table: Kazakh surnames", "Orazbayev Orazbaev Оразбаев Оразбаева Оразбаевым Оразбаевтың"},
		{"no table: Ukrainian surnames", "Dovzhenko Довженко"},
		{"no table: Georgian surnames", "Kalandadze Каландадзе"},
		{"no table: Kazakh patronymics", "Serikbaiuly Serikbayuly Серікбайұлы Серікбайұлының"},
	}
	s := words.NewStemmer()
	for _, tt := range tests {
		want := ""
		for _, spelling := range strings.Fields(tt.spellings) {
			forms, _ := words.Folded(spelling)
			got := s.Stem(forms[0])
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s: %s has the stem %q, want %q", tt.name, spelling, got, want)
			}
		}
	}
}

// Words that a name's forms or what stemmers leave of them could be taken for.
func TestOrdinaryWordsAreNoNames(t *testing.T) {
	s := words.NewStemmer()
	for _, tt := range []struct{ name, words string }{
		{"a laurel, not Lavrov", "лавр лавры лаврам"},
		{"current, not Tokayev", "ток тока током"},
		{"gas, not Gaza", "газ газа газу газом"},
		{"masks, not Musk", "маска маски маске масок"},
		{"freight, not Georgia", "груз груза грузы"},
		{"an estuary, not Lima", "лиман лимана"},
		{"the most, not Samoa", "самое самого"},
		{"families, not Semey", "семей семья семьи"},
		{"peace and the world", "мир мира миру"},
		{"trade in Kazakh, not Saudi", "сауда саудасы"},
		{"a sea in Kazakh, not Tengiz", "теңіз теңізде"},
		{"has given in Kazakh, not Bergen", "берген бергенде"},
		{"to exceed in Kazakh, not Assad", "асады"},
		{"of dunes, with a surname's ending", "барханов баклажанов узбеков"},
		{"with a surname's ending", "truly unruly googly"},
		{"trumped, but Trump is a name", "trumped trumping"},
		{"of processes and questions", "процессов вопросов городов"},
	} {
		for _, word := range strings.Fields(tt.words) {
			if stem := s.Stem(word); words.IsName(stem) {
				t.Errorf("%s: %q is taken for the name %q", tt.name, word, stem)
			}
		}
	}
}

//go:embed names_refused.tsv
var refused string

//go:embed names.tsv
var table string

func TestTheTableHasItsNames(t *testing.T) {
	counts := map[string]int{}
	for line := range strings.Lines(table) {
		kind, _, _ := strings.Cut(line, " | ")
		counts[kind]++
	}
	for kind, want := range map[string]int{"person": 800, "place": 250, "org": 90} {
		if counts[kind] < want {
			t.Errorf("%d lines of the kind %s, want %d at least", counts[kind], kind, want)
		}
	}
}

func TestRefusedWordsAreNoNamesAndHaveAReason(t *testing.T) {
	s, n := words.NewStemmer(), 0
	for line := range strings.Lines(refused) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		n++
		word, reason, ok := strings.Cut(line, " | ")
		if !ok || strings.TrimSpace(reason) == "" {
			t.Errorf("%q is refused without a reason", line)
		}
		if stem := s.Stem(word); words.IsName(stem) {
			t.Errorf("%q is refused (%s) and has the stem of the name %q", word, reason, stem)
		}
	}
	if n < 100 {
		t.Errorf("%d words are refused, want 100 at least: the table is cut off", n)
	}
}

// accepted are words that mean something else as well, and are names all the same,
// since in news they mean the name far more often.
func TestAcceptedWordsAreNames(t *testing.T) {
	s := words.NewStemmer()
	for word, other := range map[string]string{
		"trump": "a card", "china": "porcelain", "turkey": "a bird", "panama": "a hat", "perm": "a hairdo",
		"xi": "eleven in Roman numerals", "tusk": "of an elephant", "musk": "a scent", "telegram": "a message",
		"песков": "of sands", "лавров": "of laurels", "львов": "of lions", "кузнецов": "of smiths",
		"ес": "Kazakh, mind", "un": "French, a", "баку": "to a tank", "дели": "divide", "рига": "a barn",
		"new": "not old: only нью is joined to it, which is in names only",
	} {
		if stem := s.Stem(word); !words.IsName(stem) {
			t.Errorf("%q, which is %s too, has the stem %q, want a name's", word, other, stem)
		}
	}
}

func TestAWordFindsItselfAndAStemIsItsOwn(t *testing.T) {
	s := words.NewStemmer()
	for _, form := range []string{"токаев", "tokayev", "оразбаев", "orazbayev", "лавр", "киев", "оон", "сан", "aрал"} {
		first := s.Stem(form)
		if again := s.Stem(form); again != first {
			t.Errorf("%q has the stems %q and %q", form, first, again)
		}
	}
}

func BenchmarkStemOfANewWord(b *testing.B) {
	s := words.NewStemmer()
	forms := strings.Fields("government ministers agreement экономического развития правительства үкіметінің дамуына токаева astana")
	for b.Loop() {
		for _, form := range forms {
			s.Stem(form)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(forms)), "ns/word")
}

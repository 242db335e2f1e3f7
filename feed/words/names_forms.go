package words

import (
	"strings"
	"unicode/utf8"
)

// formsOf returns a name's word in Cyrillic in its forms: those of Kazakh, and of
// a Russian spelling the cases of both sexes.
func formsOf(word string) []string {
	forms := []string{word}
	if within(word, 'а', 'я') {
		forms = append(forms, russianForms(word)...)
	}
	return append(forms, kazakhForms(word)...)
}

// russianForms returns the cases of a name of а to я but the first.
func russianForms(w string) []string {
	cut, cases := 1, ""
	switch {
	case ends(w, "ский", "цкий", "ская", "цкая"):
		cut, cases = 2, "ий ого ому им ом ая ой ую"
	case ends(w, "ный", "ная", "вый"):
		cut, cases = 2, "ый ого ому ым ом ая ой ую"
	case ends(w, "ия", "ья", "ея"):
		cases = "и ю ей"
	case ends(w, "ов", "ев", "ин", "ын"):
		cut, cases = 0, "а у ым ом е ой"
	case ends(w, "ова", "ева", "ина", "ына"):
		cases = "ой у ы е"
	case ends(w, "вел"): // Павел
		cut, cases = 2, "ла лу лом ле"
	case ends(w, "аа", "еа", "иа", "оа", "уа", "юа", "эа"):
		return nil
	case ends(w, "га", "ка", "ха"):
		cases = "и е у ой"
	case ends(w, "жа", "ша", "ча", "ща"):
		cases = "и е у ей"
	case ends(w, "а"):
		cases = "ы е у ой"
	case ends(w, "я"):
		cases = "и е ю ей"
	case ends(w, "ь"):
		cases = "я ю ем е и ью"
	case ends(w, "й"):
		cases = "я ю ем е и"
	case ends(w, "ово", "ево", "ино"):
		cases = "а у ом е"
	case ends(w, "ины", "ены", "аны", "ники"): // Афины, Салоники
		return append(forms(trimLetters(w, 1), "ам ами ах"), trimLetters(w, 1))
	case ends(w, "анды", "елы"): // Нидерланды
		return forms(trimLetters(w, 1), "ов ам ами ах")
	case ends(w, "о", "е", "и", "у", "э", "ю", "ы"):
		return nil
	default:
		cut, cases = 0, "а у ом ем е"
	}
	return forms(trimLetters(w, cut), cases)
}

// kazakhForms returns a name in the cases of Kazakh but the first, and that it is
// of the place.
func kazakhForms(w string) []string {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(w, "ь"))
	back, front := "тың қа ты та тан пен тағы тық", "тің ке ті те тен пен тегі тік"
	switch {
	case strings.ContainsRune("уию", last): // as й: Мәскеудің
		back, front = "дың ға ды ны да дан мен дағы лық ның", "дің ге ді ні де ден мен дегі лік нің"
	case isCyrillicVowel(last):
		back, front = "ның ға ны да дан мен дағы лық", "нің ге ні де ден мен дегі лік"
	case strings.ContainsRune("мнң", last):
		back, front = "ның ға ды да нан мен дағы дық", "нің ге ді де нен мен дегі дік"
	case strings.ContainsRune("рлй", last):
		back, front = "дың ға ды да дан мен дағы лық", "дің ге ді де ден мен дегі лік"
	case strings.ContainsRune("зж", last):
		back, front = "дың ға ды да дан бен дағы дық", "дің ге ді де ден бен дегі дік"
	}
	var all []string
	isBack, isFront := harmony(w)
	if isBack {
		all = forms(w, back)
	}
	if isFront {
		all = append(all, forms(w, front)...)
	}
	return all
}

// harmony reports which vowels an ending may have after w. Names of foreigners
// and those in -ев or with и have both: Тоқаевтың, Пекинде.
func harmony(w string) (back, front bool) {
	if ends(w, "ев", "ов", "рк", "рг") {
		return true, true
	}
	at := strings.LastIndexAny(w, "аәеиоөуұүыіэюяь")
	if at < 0 {
		return true, true
	}
	switch r, _ := utf8.DecodeRuneInString(w[at:]); r {
	case 'ә', 'е', 'ө', 'ү', 'і', 'э':
		return false, true
	case 'и', 'ю', 'у', 'ь':
		return true, true
	}
	return true, false
}

func forms(stem, endings string) (all []string) {
	for ending := range strings.FieldsSeq(endings) {
		all = append(all, stem+ending)
	}
	return all
}

func ends(w string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) && len(w) > len(e) {
			return true
		}
	}
	return false
}

// trimLetters takes n letters of Cyrillic, of two bytes each, off the end.
func trimLetters(w string, n int) string { return w[:len(w)-2*n] }

func isCyrillicVowel(r rune) bool { return strings.ContainsRune("аәеиоөуұүыіэюя", r) }

// caseEndings are what a name with a consonant at its end has after it, and the
// adjective of a town in -ск.
var caseEndings = set("а у ом ем ым е ой ого ому ая ую ий им ое ие их ими" +
	" тың тің қа ке ты ті та те тан тен пен тағы тегі тық тік" +
	" ның нің ға ге ды ді да де нан нен мен дағы дегі дық дік" +
	" дың дің дан ден лық лік бен")

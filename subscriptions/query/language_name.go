package query

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// A languageName is what a language is called by, in lower case.
type languageName struct{ name, code string }

// A part of a name is taken for the name from so many letters on.
const (
	shortestPart = 3
	shortestStem = 4 // of a longer word
)

// nearestLanguage returns the code of a language with such a name in English, Russian or
// Kazakh, or with one that begins so, else that of English.
func nearestLanguage(name string) string {
	name = strings.ToLower(strings.Trim(name, " .*"))
	name = strings.TrimPrefix(name, "по-") // по-французски
	if code, ok := languageNames[name]; ok {
		return code
	}
	letters := utf8.RuneCountInString(name)
	for _, is := range []func(n string) bool{
		func(n string) bool { return n == name },
		func(n string) bool { first, _, _ := strings.Cut(n, " "); return first == name },
		func(n string) bool { return letters >= shortestPart && strings.HasPrefix(n, name) },
		func(n string) bool { return utf8.RuneCountInString(n) >= shortestStem && strings.HasPrefix(name, n) }, // французша
	} {
		for _, l := range allLanguageNames() {
			if is(l.name) {
				return l.code
			}
		}
	}
	return english
}

// allLanguageNames are the names of languages with codes of two letters: first of those
// that are told apart and of Norwegian, whose name two more codes share, then by the code.
var allLanguageNames = sync.OnceValue(func() []languageName {
	var all []languageName
	for _, code := range []string{english, russian, kazakh, "no"} {
		all = appendNames(all, code)
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			base, err := language.ParseBase(code)
			if err != nil || base.String() != code {
				continue
			}
			all = appendNames(all, code)
		}
	}
	return all
})

func appendNames(all []languageName, code string) []languageName {
	for _, in := range []*display.Dictionary{display.English, display.Russian, display.Kazakh} {
		name := strings.TrimSuffix(strings.ToLower(in.Languages().Name(language.Make(code))), " тілі")
		if name != "" {
			all = append(all, languageName{name, code})
		}
	}
	return all
}

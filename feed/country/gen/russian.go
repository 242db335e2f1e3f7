package main

import (
	"slices"
	"strings"
)

// cases are the forms of a word: nominative, genitive, dative, accusative,
// instrumental, prepositional.
type cases [6]string

// Plural names in -и; others in -и do not decline, those in -ы do.
var pluralI = []string{"салоники", "хельсинки", "минские"}

// Names in -ы that do not decline.
var fixedY = []string{"алматы", "талибы", "хуситы"}

// declineName returns the forms of a name of any length. Adjectives before the
// first noun and that noun decline, the rest stands: "Республики Казахстан". Of
// a compound with hyphens the last part declines, or the first where a
// preposition follows it: "Нью-Йорка", "Ростова-на-Дону".
func declineName(name string) []string {
	var joined []cases
	for i, part := range strings.Split(name, " и ") {
		forms := declinePhrase(part)
		if i == 0 {
			joined = forms
			continue
		}
		for j := range joined {
			for k := range joined[j] {
				joined[j][k] += " и " + forms[min(j, len(forms)-1)][k]
			}
		}
	}
	var all []string
	for _, c := range joined {
		all = append(all, c[:]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func declinePhrase(phrase string) []cases {
	parts := strings.Fields(phrase)
	result := []cases{{}}
	declining := true
	for i, w := range parts {
		forms := []cases{fixed(w)}
		if declining {
			forms = declineCompound(w)
			declining = isAdjective(w)
		}
		var next []cases
		for _, done := range result {
			for _, f := range forms {
				c := done
				for k := range c {
					if i > 0 {
						c[k] += " "
					}
					c[k] += f[k]
				}
				next = append(next, c)
			}
		}
		result = next
	}
	return result
}

func declineCompound(w string) []cases {
	first, rest, ok := strings.Cut(w, "-")
	if !ok {
		return declineWord(w)
	}
	var all []cases
	if strings.HasPrefix(rest, "на-") || slices.Contains([]string{"Бисау", "Ата", "Браззавиль"}, rest) {
		for _, f := range declineWord(first) {
			for k := range f {
				f[k] += "-" + rest
			}
			all = append(all, f)
		}
		return all
	}
	i := strings.LastIndex(w, "-")
	for _, f := range declineWord(w[i+1:]) {
		for k := range f {
			f[k] = w[:i+1] + f[k]
		}
		all = append(all, f)
	}
	return all
}

// declinePlural returns the plural forms of a noun in the nominative, as far as
// its last letter tells them.
func declinePlural(w string) []string {
	stem, nominative := w, "ы"
	switch {
	case hasAny(w, "а", "я", "ь", "й"):
		stem = cut(w, 1)
	case hasAny(w, "о", "е", "и", "ы"):
		return nil
	}
	if hasAny(w, "я", "ь", "й") || hasAny(stem, "г", "к", "х", "ж", "ч", "ш", "щ") {
		nominative = "и"
	}
	if hasAny(w, "я", "ь", "й") {
		return []string{stem + nominative, stem + "ей", stem + "ям", stem + "ями", stem + "ях"}
	}
	genitive := stem
	if !hasAny(w, "а") {
		genitive = stem + "ов"
	}
	return []string{stem + nominative, genitive, stem + "ам", stem + "ами", stem + "ах"}
}

func fixed(w string) cases { return cases{w, w, w, w, w, w} }

func with(stem, nominative string, endings ...string) cases {
	c := cases{nominative}
	for i, e := range endings {
		c[i+1] = stem + e
	}
	return c
}

func isAdjective(w string) bool {
	return hasAny(w, "ий", "ый", "ая", "яя", "ое", "ее", "ие", "ые") && !hasAny(w, "Дубай") ||
		w == "Кривой"
}

func hasAny(w string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// cut takes n runes of Cyrillic, two bytes each, off the end.
func cut(w string, n int) string { return w[:max(0, len(w)-2*n)] }

func declineWord(w string) []cases {
	lower := strings.ToLower(w)
	velar := hasAny(cut(lower, 1), "г", "к", "х")
	hush := hasAny(cut(lower, 1), "ж", "ч", "ш", "щ", "ц")
	switch {
	case isAdjective(w):
		return []cases{declineAdjective(w)}
	case hasAny(lower, "ия"):
		return []cases{with(cut(w, 1), w, "и", "и", "ю", "ей", "и")}
	case hasAny(lower, "уа", "оа"):
		return []cases{fixed(w)}
	case hasAny(lower, "а") && (velar || hush):
		return []cases{with(cut(w, 1), w, "и", "е", "у", "ой", "е"), with(cut(w, 1), w, "ы", "е", "у", "ей", "е")}
	case hasAny(lower, "а"):
		return []cases{with(cut(w, 1), w, "ы", "е", "у", "ой", "е")}
	case hasAny(lower, "я"):
		return []cases{with(cut(w, 1), w, "и", "е", "ю", "ей", "е")}
	case hasAny(lower, "ь"):
		return []cases{
			with(cut(w, 1), w, "я", "ю", "ь", "ем", "е"),
			with(cut(w, 1), w, "и", "и", "ь", "ью", "и"),
		}
	case hasAny(lower, "й"):
		return []cases{with(cut(w, 1), w, "я", "ю", "й", "ем", "е")}
	case hasAny(lower, "ство"):
		return []cases{with(cut(w, 1), w, "а", "у", "о", "ом", "е")}
	case hasAny(lower, "ье", "море"):
		return []cases{with(cut(w, 1), w, "я", "ю", "е", "ем", "е")}
	case lower == "косово" || lower == "сараево" || hasAny(lower, "ово", "ево"):
		return []cases{fixed(w), with(cut(w, 1), w, "а", "у", "о", "ом", "е")}
	case hasAny(lower, "ы") && !slices.Contains(fixedY, lower),
		slices.Contains(pluralI, lower):
		stem := cut(w, 1)
		return []cases{
			with(stem, w, "", "ам", string([]rune(w)[len([]rune(w))-1:]), "ами", "ах"),
			with(stem, w, "ов", "ам", "ов", "ами", "ах"),
		}
	case lower == "острова":
		return []cases{{w, cut(w, 1), w + "м", w, w + "ми", w + "х"}}
	case hasAny(lower, "о", "е", "и", "у", "э", "ю", "ы"):
		return []cases{fixed(w)}
	case lower == "орёл" || lower == "орел":
		return []cases{{w, "Орла", "Орлу", w, "Орлом", "Орле"}}
	case hasAny(lower, "ец"): // дворца, Череповца
		stem := cut(w, 2) + "ц"
		return []cases{{w, stem + "а", stem + "у", w, stem + "ом", stem + "е"}, {w, stem + "а", stem + "у", w, stem + "ем", stem + "е"}}
	case hasAny(lower, "ж", "ш", "ч", "щ", "ц"):
		return []cases{with(w, w, "а", "у", "", "ем", "е")}
	case w == strings.ToUpper(w): // an abbreviation
		return []cases{fixed(w)}
	}
	return []cases{with(w, w, "а", "у", "", "ом", "е")}
}

func declineAdjective(w string) cases {
	stem := cut(w, 2)
	soft := hasAny(w, "ний", "няя", "нее", "ние") || hasAny(stem, "ж", "ш", "ч", "щ")
	i := "ы"
	if soft || hasAny(stem, "к", "г", "х") {
		i = "и"
	}
	o := "о"
	if soft {
		o = "е"
	}
	switch {
	case hasAny(w, "ая", "яя"):
		u := "ую"
		if hasAny(w, "яя") {
			u = "юю"
		}
		return with(stem, w, o+"й", o+"й", u, o+"й", o+"й")
	case hasAny(w, "ие", "ые"):
		return with(stem, w, i+"х", i+"м", i+"е", i+"ми", i+"х")
	case hasAny(w, "ое", "ее"):
		return with(stem, w, o+"го", o+"му", o+"е", i+"м", o+"м")
	}
	return with(stem, w, o+"го", o+"му", string([]rune(w)[len([]rune(w))-2:]), i+"м", o+"м")
}

// placeAdjective returns the stem of the adjective of a place where it follows
// from the name, as "хартумск" and "гаванск"; others are in adjectives.txt.
func placeAdjective(name string) (string, bool) {
	w := strings.ToLower(name)
	const shortest = 4 * 2 // bytes
	if len(w) < shortest || strings.ContainsAny(w, " -") || hasAny(w, "ск", "цк", "ий", "ый", "ой") {
		return "", false
	}
	switch {
	case hasAny(w, "а"):
		return cut(w, 1) + "ск", true
	case hasAny(w, "я", "о", "е", "и", "у", "э", "ю", "ы", "ь", "й"):
		return "", false
	}
	return w + "ск", true
}

// inflectPeople returns the forms of an adjective given as its stem in -ск or
// -цк, or of a demonym.
func inflectPeople(w string) []string {
	join := func(stem string, endings ...string) (all []string) {
		for _, e := range endings {
			all = append(all, stem+e)
		}
		return all
	}
	switch {
	case hasAny(w, "ск", "цк"):
		return join(w, "ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими", "о")
	case hasAny(w, "ец"):
		stem := cut(w, 2)
		switch {
		case hasAny(stem, "а", "е", "и", "о", "у"):
			stem += "й"
		case hasAny(stem, "л"):
			stem += "ь"
		}
		return append(join(stem+"ц", "а", "у", "ем", "ом", "е", "ы", "ев", "ам", "ами", "ах"), w)
	case hasAny(w, "анин", "янин"):
		return append(join(w, "", "а", "у", "ом", "е"), join(cut(w, 2), "е", "", "ам", "ами", "ах")...)
	case hasAny(w, "нк", "шк", "дк", "рк", "чк", "йк", "вк", "мк", "лк", "жк", "бк"):
		many := cut(w, 1) + "ок"
		switch {
		case hasAny(w, "йк"):
			many = cut(w, 2) + "ек"
		case hasAny(w, "чк", "шк", "жк"):
			many = cut(w, 1) + "ек"
		}
		return append(join(w, "а", "и", "е", "у", "ой", "ам", "ами", "ах"), many)
	case hasAny(w, "к", "г", "х"):
		return join(w, "", "а", "у", "ом", "е", "и", "ов", "ам", "ами", "ах")
	case hasAny(w, "ш", "ч"):
		return join(w, "", "а", "у", "ом", "е", "и", "ей", "ам", "ами", "ах")
	}
	return join(w, "", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
}

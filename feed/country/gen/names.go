package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"newsbot/feed/country/internal/words"
)

var languages = []string{"en", "ru", "kk"}

// addTerritories adds the names CLDR has of every country in regions.txt.
func (g *gazetteer) addTerritories(in inputs, t *tables) error {
	for i, language := range languages {
		names, err := in.territories(language)
		if err != nil {
			return err
		}
		// In the order of codes: where two countries share a name, the first
		// has it, as the Congo of Kinshasa.
		for _, code := range sortedKeys(t.Regions) {
			usual := spell(names[code])
			if usual == "" {
				return fmt.Errorf("CLDR has no %s name of %s", language, code)
			}
			d := g.display[code]
			d[i] = usual
			g.display[code] = d
			for _, key := range sortedKeys(names) {
				if key == code || strings.HasPrefix(key, code+"-alt-") {
					g.country(language, code, spell(names[key]))
				}
			}
		}
	}
	return nil
}

// spell writes CLDR's short forms out: "о-ва Кука", "Hong Kong SAR China",
// "Congo - Kinshasa", "Myanmar (Burma)".
func spell(name string) string {
	name = strings.NewReplacer("о-ва ", "острова ", " о-ва", " острова", "о-в ", "остров ").Replace(name)
	name = strings.NewReplacer(
		"Виргинские острова (США)", "Американские Виргинские острова",
		"Виргинские острова (Великобритания)", "Британские Виргинские острова",
		" SAR China", "", " (САР)", "", " АӘА", "", " — ", "-", " - ", "-",
		"Palestinian Territories", "Palestine", "Палестинские территории", "Палестина", "Палестина аймақтары", "Палестина",
	).Replace(name)
	if open := strings.Index(name, " ("); open > 0 {
		name = name[:open]
	}
	return strings.ReplaceAll(name, "’", "'")
}

// country adds a name of a country in the forms of its language.
func (g *gazetteer) country(language, code, name string) {
	e := entry{kind: "n", code: code, flags: "L"}
	if strings.Contains(name, " & ") {
		g.country(language, code, strings.ReplaceAll(name, " & ", " and "))
	}
	if rest, ok := strings.CutPrefix(name, "St. "); ok {
		g.country(language, code, "Saint "+rest)
	}
	switch language {
	case "ru":
		g.name(name, e)
		g.russian(name, entry{kind: "n", code: code})
	case "kk":
		g.name(name, entry{kind: "n", code: code, flags: "LK"})
	default:
		g.name(name, e)
	}
}

func (g *gazetteer) russian(name string, e entry) {
	if name == strings.ToUpper(name) {
		g.name(name, e)
		return
	}
	for _, form := range declineName(name) {
		g.name(form, e)
	}
}

// addTables adds what the hand-written tables have.
func (g *gazetteer) addTables(t *tables) error {
	for _, trap := range t.Traps {
		e := entry{kind: "x", code: "-"}
		if rest, ok := strings.CutPrefix(trap, "~"); ok {
			g.russian(rest, e)
			continue
		}
		if rest, ok := strings.CutPrefix(trap, "+"); ok {
			trap, e.flags = rest, "K"
		}
		if isKazakh(trap) {
			e.flags = "K"
		}
		g.name(trap, e)
	}
	for i, language := range languages {
		for _, r := range t.Files[rowFiles[i]] {
			if t.Regions[r.Code] == "" {
				return fmt.Errorf("%s: %q is no country of regions.txt", rowFiles[i], r.Code)
			}
			for _, name := range r.Columns[0] {
				g.country(language, r.Code, strings.TrimPrefix(name, "the "))
			}
			for _, people := range r.Columns[1] {
				g.people(language, r.Code, people)
			}
		}
	}
	for _, table := range [][2]string{{"cities.txt", "c"}, {"areas.txt", "r"}, {"seats.txt", "s"}} {
		file, kind := table[0], table[1]
		for _, r := range t.Files[file] {
			if t.Regions[r.Code] == "" {
				return fmt.Errorf("%s: %q is no country of regions.txt", file, r.Code)
			}
			g.places(r, kind)
		}
	}
	for _, r := range t.Files["adjectives.txt"] {
		if t.Regions[r.Code] == "" {
			return fmt.Errorf("adjectives.txt: %q is no country of regions.txt", r.Code)
		}
		for i, kind := range []string{"c", "r"} {
			for _, word := range r.Columns[i] {
				g.adjective(word, entry{kind: kind, code: r.Code})
			}
		}
	}
	g.cityAdjectives(t)
	for key, e := range g.entries {
		if e.kind == "x" {
			t.Disputed[key] = true
		}
	}
	g.postal()
	return nil
}

func isKazakh(s string) bool {
	return strings.ContainsAny(strings.ToLower(s), "әғқңөұүһі") || strings.Contains(s, "доллары")
}

func (g *gazetteer) people(language, code, word string) {
	e := entry{kind: "d", code: code}
	word, asIs := strings.CutPrefix(word, "!")
	if first, ok := strings.CutSuffix(word, "-"); ok {
		g.name(first, entry{kind: "d", flags: "H", code: code})
		return
	}
	switch language {
	case "ru":
		if !strings.HasSuffix(word, "ск") && !strings.HasSuffix(word, "цк") {
			e.flags = "S"
		}
		if asIs {
			g.name(word, e)
			return
		}
		for _, form := range inflectPeople(word) {
			g.name(form, e)
		}
	case "kk":
		e.flags = "K"
		g.name(word, e)
	default:
		g.name(word, e)
		if !asIs && !slices.ContainsFunc([]string{"s", "sh", "ch", "ese", "men", "ois", "ais"}, func(end string) bool {
			return strings.HasSuffix(word, end)
		}) {
			g.name(word+"s", e)
		}
	}
}

// adjective adds the forms of a Russian adjective of a place, or of whom it is
// home to.
func (g *gazetteer) adjective(word string, e entry) {
	word, seat := strings.CutSuffix(word, "*")
	if seat {
		e.flags = "V"
	}
	if !hasAny(word, "ск", "цк") {
		e.flags += "S"
	}
	for _, form := range inflectPeople(word) {
		g.name(form, e)
	}
}

// cityAdjectives adds the adjectives that follow from the Russian names of
// cities.txt, as far as their forms are no other name yet.
func (g *gazetteer) cityAdjectives(t *tables) {
	for _, r := range t.Files["cities.txt"] {
		for _, name := range r.Columns[1] {
			name, seat := strings.CutSuffix(name, "*")
			stem, ok := placeAdjective(name)
			if !ok || t.Never[stem+"ий"] || g.has(words.Fold(stem+"ий")) || g.has(words.Fold(stem)) {
				continue
			}
			if seat {
				stem += "*"
			}
			g.adjective(stem, entry{kind: "c", code: r.Code})
		}
	}
}

// places adds a row of cities, areas or seats.
func (g *gazetteer) places(r row, kind string) {
	e := entry{kind: kind, code: r.Code}
	for _, name := range r.Columns[0] {
		if kind == "r" && strings.HasSuffix(name, ".") {
			g.abbreviation(name, r.Code)
			continue
		}
		g.place(strings.TrimPrefix(name, "the "), e)
	}
	for _, name := range r.Columns[1] {
		if seat, ok := strings.CutSuffix(name, "*"); ok {
			g.russian(seat, entry{kind: kind, code: r.Code, flags: "V"})
			continue
		}
		g.russian(name, e)
	}
	e.flags = "K"
	for _, name := range slices.Concat(r.Columns[1], r.Columns[2]) {
		g.place(name, e)
	}
}

// place adds a name; a star after it marks the seat of international bodies.
func (g *gazetteer) place(name string, e entry) {
	if seat, ok := strings.CutSuffix(name, "*"); ok {
		name, e.flags = seat, e.flags+"V"
	}
	g.name(name, e)
}

// Abbreviations that are no word, and so need no comma before them.
const plain = " Calif. Ariz. Colo. Conn. Fla. Mich. Minn. Mont. Neb. Nev. Okla. Tenn. Tex. Wis. Wyo. Alta. Sask. N.J. N.Y. N.H. N.C. S.C. N.D. S.D. W.Va. "

func (g *gazetteer) abbreviation(name, code string) {
	e := entry{kind: "a", flags: "CPM", code: code}
	if strings.Contains(plain, " "+name+" ") {
		e.flags = "CP"
	}
	g.add(words.Fold(name), e)
}

// postal adds the postal codes of the states that stand after a comma.
func (g *gazetteer) postal() {
	const codes = "AL AK AZ AR CA CO CT FL GA HI IL IA KS KY LA MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC"
	for code := range strings.FieldsSeq(codes) {
		g.add(strings.ToLower(code), entry{kind: "a", flags: "UM", code: "US"})
	}
}

// The countries whose first-level regions the news names without the country.
const federations = "us ca au in cn br mx ru de fr it es jp pk ng id ph tr ir iq my ve th cl za kr np pl ua"

// addSubdivisions adds regions that are no other name yet and no common word.
func (g *gazetteer) addSubdivisions(in inputs, t *tables) error {
	names, err := in.subdivisions()
	if err != nil {
		return err
	}
	for _, id := range sortedKeys(names) {
		key, code := words.Fold(names[id]), strings.ToUpper(id[:2])
		if !strings.Contains(federations, id[:2]) || (t.Common[key] || t.Never[key]) && code != "US" || len(key) < 4 {
			continue
		}
		if old, ok := g.entries[key]; ok && old.kind != "r" {
			continue
		}
		g.name(names[id], entry{kind: "r", code: code})
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

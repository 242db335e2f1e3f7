package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"newsbot/feed/country/internal/words"
)

// An entry is what one key stands for. Kinds, the strongest first: x a trap,
// n a name, d a demonym, s a seat, c a capital or a city from the tables, r a
// region, a an abbreviation of one, g a city and w a town by population. Flags:
// C needs a capital, U all capitals, P a full stop after it, M a comma before
// it, L is found by Lookup, K takes Kazakh endings, V is the seat of
// international bodies, S a people that Russian writes small, H the first half
// of a compound, as "франко-".
type entry struct {
	kind, flags, code string
}

const kinds = "xndscragw"

type gazetteer struct {
	entries map[string]entry
	others  map[string][]string // key → countries it may mean as well
	towns   map[string][]string // key → countries with a town of that name
	display map[string][3]string
}

func newGazetteer() *gazetteer {
	return &gazetteer{
		entries: map[string]entry{}, others: map[string][]string{},
		towns: map[string][]string{}, display: map[string][3]string{},
	}
}

func (g *gazetteer) has(key string) bool { _, ok := g.entries[key]; return ok }

// add keeps the stronger of two entries under one key; between equals the
// first, with the second as what it may mean as well.
func (g *gazetteer) add(key string, e entry) {
	if key == "" {
		return
	}
	old, ok := g.entries[key]
	if !ok {
		g.entries[key] = e
		return
	}
	if old.code == e.code {
		if strings.Contains(e.flags, "K") && !strings.Contains(old.flags, "K") {
			old.flags += "K"
		}
		if !strings.Contains(e.flags, "C") && old.kind == e.kind {
			old.flags = strings.ReplaceAll(old.flags, "C", "")
		}
		if strings.Contains(e.flags, "L") && !strings.Contains(old.flags, "L") {
			old.flags += "L"
		}
		if strings.Index(kinds, e.kind) < strings.Index(kinds, old.kind) {
			old.kind = e.kind
		}
		g.entries[key] = old
		return
	}
	if old.kind == "x" || e.kind == "x" {
		if e.kind == "x" {
			g.entries[key] = e
		}
		return
	}
	if strings.Index(kinds, e.kind) < strings.Index(kinds, old.kind) {
		old, e = e, old
		g.entries[key] = old
	}
	if !slices.Contains(g.others[key], e.code) && e.code != old.code {
		g.others[key] = append(g.others[key], e.code)
	}
}

func (g *gazetteer) addTowns(key string, codes []string) {
	if e := g.entries[key]; e.kind == "x" {
		return
	}
	for _, code := range codes {
		if code != g.entries[key].code && len(g.towns[key]) < 8 {
			g.towns[key] = append(g.towns[key], code)
		}
	}
}

// name adds a name as it is written; flags are added to those its writing asks for.
func (g *gazetteer) name(name string, e entry) {
	key := words.Fold(name)
	first := []rune(name)[0]
	letters := strings.ReplaceAll(name, ".", "")
	switch {
	case letters == strings.ToUpper(letters) && len([]rune(letters)) <= 5 && !strings.Contains(name, " "):
		e.flags += "U"
	case unicode.IsUpper(first):
		e.flags += "C"
	}
	g.add(key, e)
}

// encode writes the countries, the classes of words and the entries, sorted.
func (g *gazetteer) encode(t *tables) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s names=%s\n", strings.Join(t.Sources, " "), t.Hash)
	for _, code := range slices.Sorted(maps.Keys(g.display)) {
		d := g.display[code]
		fmt.Fprintf(&b, "=%s\t%s\t%s\t%s\t%s\n", code, t.Regions[code], d[0], d[1], d[2])
	}
	for _, class := range t.Classes {
		keys := map[string]bool{}
		for w := range strings.FieldsSeq(class[1]) {
			if noun, ok := strings.CutPrefix(w, "~"); ok {
				for _, form := range slices.Concat(declineName(noun), declinePlural(noun)) {
					keys[words.Fold(form)] = true
				}
				continue
			}
			keys[words.Fold(w)] = true
		}
		fmt.Fprintf(&b, "!%s\t%s\n", class[0], strings.Join(slices.Sorted(maps.Keys(keys)), " "))
	}
	for _, key := range slices.Sorted(maps.Keys(g.entries)) {
		e := g.entries[key]
		fmt.Fprintf(&b, "%s\t%s%s\t%s", key, e.kind, e.flags, e.code)
		for _, code := range g.others[key] {
			b.WriteString("," + code)
		}
		if towns := g.towns[key]; len(towns) > 0 {
			b.WriteString("/" + strings.Join(towns, ","))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

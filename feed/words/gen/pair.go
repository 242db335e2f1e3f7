package main

import (
	"slices"
	"strings"
)

// places pairs the names of each country.
func (g *gazetteer) places() []row {
	var rows []row
	var codes []string
	for code := range g.cyrillic {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		rows = append(rows, pair(g.latin[code], g.cyrillic[code])...)
	}
	return rows
}

// pair returns a row for each Latin name with the Cyrillic ones that it is the
// nearest to, with its own other spellings.
func pair(latin, cyrillic []string) []row {
	found := map[string]*row{}
	for _, name := range cyrillic {
		sound := soundOf(romanised(name))
		best, least, rival := "", maxDistance, false
		for _, candidate := range latin {
			other := soundOf(candidate)
			d := float64(distance(sound, other)) / float64(max(len(sound), len(other)))
			switch {
			case d < least:
				best, least, rival = candidate, d, false
			case d == least && best != "" && soundOf(best) != other:
				rival = true
			}
		}
		if best == "" || rival && least > 0 || notSame[name] == best {
			continue
		}
		r := found[best]
		if r == nil {
			r = &row{latin: []string{best}}
			found[best] = r
			for _, other := range latin {
				if other != best && soundOf(other) == soundOf(best) {
					r.latin = append(r.latin, other)
				}
			}
		}
		if strings.ContainsAny(name, "әғқңөұүһі") {
			r.kazakh = append(r.kazakh, name)
		} else {
			r.russian = append(r.russian, name)
		}
	}
	var rows []row
	for _, r := range found {
		slices.Sort(r.latin[1:])
		slices.Sort(r.russian)
		slices.Sort(r.kazakh)
		rows = append(rows, *r)
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.latin[0], b.latin[0]) })
	return rows
}

// maxDistance is from how many changes a letter on two names do not sound alike.
const maxDistance = 0.18

// notSame are names that sound alike, or are a people's or a word's.
var notSame = map[string]string{
	"чунцин": "kunshan", "чанчжи": "changji", "пинсян": "pingshan", "тричура": "tripura", "энгельс": "engel",
	"ольгин": "holguin", "планом": "plano", "сицилия": "sicilian", "бретань": "breton",
}

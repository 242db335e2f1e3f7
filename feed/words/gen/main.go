// Gen writes places.tsv, which package words embeds: the countries, and the cities
// and regions that package country's gazetteer has both in Latin and in Cyrillic
// letters and that sound alike in the two. It is run in the folder of package words.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	from := flag.String("gazetteer", "../country/gazetteer.txt", "file to read")
	out := flag.String("o", "places.tsv", "file to write")
	flag.Parse()
	if err := run(*from, *out); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	g, err := readGazetteer(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Made by \"go generate ./feed/words\" of feed/country/gazetteer.txt; see there for its sources.\n")
	for _, row := range append(g.countries, g.places()...) {
		fmt.Fprintf(&b, "place | %s | %s | %s\n", strings.Join(row.latin, ", "), strings.Join(row.russian, ", "), strings.Join(row.kazakh, ", "))
	}
	return os.WriteFile(to, b.Bytes(), 0o644)
}

// A row is one name of a place.
type row struct{ latin, russian, kazakh []string }

// A gazetteer is what gazetteer.txt has of places.
type gazetteer struct {
	countries       []row
	latin, cyrillic map[string][]string // by country
}

func readGazetteer(text string) (*gazetteer, error) {
	g := &gazetteer{latin: map[string][]string{}, cyrillic: map[string][]string{}}
	number := 0
	for line := range strings.Lines(text) {
		if number++; number == 1 {
			continue // its sources
		}
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case line[0] == '=' && len(columns) == 5:
			g.country(columns[2:])
		case line[0] == '!': // words that stand beside names
		case line[0] == '=' || len(columns) != 3 || columns[1] == "":
			return nil, fmt.Errorf("line %d is none of a country or a name", number)
		default:
			g.place(columns[0], columns[1][0], columns[1][1:], columns[2])
		}
	}
	return g, nil
}

// country takes a country that is called by one word in all three languages.
func (g *gazetteer) country(names []string) {
	if slices.ContainsFunc(names, func(n string) bool { return strings.ContainsAny(n, " -,.’'") }) {
		return
	}
	r := row{latin: names[:1], russian: names[1:2]}
	if names[2] != names[1] {
		r.kazakh = names[2:]
	}
	g.countries = append(g.countries, r)
}

// place takes a city or region. Of the Cyrillic forms the gazetteer has, those
// that take Kazakh endings are the names themselves.
func (g *gazetteer) place(key string, kind byte, flags, codes string) {
	if !strings.ContainsRune("cgr", rune(kind)) || len(codes) < 2 || codes[0] == '/' || strings.ContainsAny(key, " '") {
		return
	}
	if code := codes[:2]; !isCyrillic(key) {
		g.latin[code] = append(g.latin[code], key)
	} else if strings.Contains(flags, "K") {
		g.cyrillic[code] = append(g.cyrillic[code], key)
	}
}

func isCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return 0x400 <= r && r < 0x530 })
}

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

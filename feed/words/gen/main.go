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

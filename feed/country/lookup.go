package country

import (
	"cmp"
	"slices"
	"strings"

	"newsbot/feed/country/internal/words"
)

// Lookup resolves what a person types for a country: a name in English,
// Russian or Kazakh in any case and with or without diacritics, an official or
// former name, a common abbreviation, a flag, or an ISO code in upper case. A
// name of several countries means the one usually meant: Congo is the
// Democratic Republic, Korea the South, Guinea the one of Conakry, Georgia the
// country. "us" and ISO codes in lower case are words.
func Lookup(name string) (Code, bool) {
	const longest = 128 // bytes; no name is longer
	g := loaded()
	name = strings.TrimSpace(name)
	if len(name) > longest {
		return "", false
	}
	if c := Code(name); Valid(c) {
		return c, true
	}
	var s words.Scanner
	parts := s.Scan(name)
	if len(parts) == 1 && parts[0].Flag {
		if c := Code(upper(parts[0].Key)); Valid(c) {
			return c, true
		}
		return "", false
	}
	key := words.Fold(name)
	if rest, ok := strings.CutPrefix(key, "the "); ok {
		key = rest
	}
	if key == "us" && !strings.ContainsAny(name, "S") {
		return "", false
	}
	e, ok := g.find(key)
	if !ok || e.flags&listed == 0 {
		return "", false
	}
	return e.code(), true
}

// Suggest returns the English names of at most three countries that a person
// may have meant by what Lookup does not know: those of a capital, another big
// city, a people, an adjective, a seat of power or a leader of that name, or
// else those that have a name or a capital one edit away: a letter too many, too
// few, another or two swapped. Names of fewer than four letters are near to
// everything and have none near.
func Suggest(name string) []string {
	const longest = 64 // bytes
	if len(name) > longest {
		return nil
	}
	key := words.Fold(name)
	if rest, ok := strings.CutPrefix(key, "the "); ok {
		key = rest
	}
	near := defaultLeaders().find(key)
	g := loaded()
	if e, ok := g.find(key); ok && strings.IndexByte("ndsc", e.kind) >= 0 {
		near = append(near, e.code())
	}
	if len(near) == 0 {
		near = g.near([]rune(key))
	}
	slices.SortFunc(near, func(a, b Code) int { return cmp.Compare(Name(a, "en"), Name(b, "en")) })
	near = slices.Compact(near)
	var found []string
	for _, c := range near[:min(3, len(near))] {
		found = append(found, Name(c, "en"))
	}
	return found
}

// near returns the countries that have a name one edit from key.
func (g *gazetteer) near(key []rune) (found []Code) {
	const shortest, shortestCity = 4, 6 // letters
	if len(key) < shortest {
		return nil
	}
	for i := range g.entries {
		e := &g.entries[i]
		least := shortest
		switch {
		case e.flags&listed != 0:
		case e.kind == kindCity && e.flags&needCapital != 0:
			least = shortestCity
		default:
			continue
		}
		// Two bytes at most that are a letter: most names are too long or short.
		if int(e.keyLen) > 2*len(key)+2 || 2*int(e.keyLen)+2 < len(key) || slices.Contains(found, e.code()) {
			continue
		}
		if name := []rune(e.key()); len(name) >= least && oneEdit(key, name) {
			found = append(found, e.code())
		}
	}
	return found
}

// oneEdit reports whether a and b differ by at most one edit.
func oneEdit(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i == len(a) || slices.Equal(a[i+1:], b[i+1:]) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// Name returns the usual name of a country in "en", "ru" or "kk"; any other
// language is answered in English, and a code that is none with itself.
func Name(c Code, language string) string {
	n, ok := loaded().countries[c]
	switch {
	case !ok:
		return string(c)
	case language == "ru":
		return n.ru
	case language == "kk":
		return n.kk
	}
	return n.en
}

// Flag returns the flag of a country as a pair of regional indicators, or ""
// for a code that is none.
func Flag(c Code) string {
	if !Valid(c) {
		return ""
	}
	return string([]rune{0x1F1E6 + rune(c[0]-'A'), 0x1F1E6 + rune(c[1]-'A')})
}

// All returns every country, sorted by code.
func All() []Code { return slices.Clone(loaded().codes) }

// Valid reports whether c is one of All.
func Valid(c Code) bool {
	_, ok := loaded().countries[c]
	return ok
}

// Region returns the region of a country, one of Regions, or "" for a code
// that is none.
func Region(c Code) string { return loaded().countries[c].region }

// Regions returns the regions in the order in which they are shown.
func Regions() []string {
	return []string{
		"europe", "asia", "central-asia", "middle-east",
		"africa", "north-america", "south-america", "oceania",
	}
}

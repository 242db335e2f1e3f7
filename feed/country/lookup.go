package country

// Lookup resolves what a person types for a country: a name in English,
// Russian or Kazakh in any case and with or without diacritics, an official or
// former name, a common abbreviation, a flag, or an ISO code in upper case.
func Lookup(name string) (Code, bool) { return "", false }

// Suggest returns the English names of at most three countries that have a
// name one edit away from what was typed.
func Suggest(name string) []string { return nil }

// Name returns the usual name of a country in "en", "ru" or "kk"; any other
// language is answered in English, and a code that is none with itself.
func Name(c Code, language string) string { return string(c) }

// Flag returns the flag of a country as a pair of regional indicators, or ""
// for a code that is none.
func Flag(c Code) string {
	if len(c) != 2 || c[0] < 'A' || c[0] > 'Z' || c[1] < 'A' || c[1] > 'Z' {
		return ""
	}
	return string([]rune{0x1F1E6 + rune(c[0]-'A'), 0x1F1E6 + rune(c[1]-'A')})
}

// All returns every country, sorted by code.
func All() []Code { return nil }

// Valid reports whether c is one of All.
func Valid(c Code) bool { return false }

// Region returns the region of a country, one of Regions, or "" for a code
// that is none.
func Region(c Code) string { return "" }

// Regions returns the regions in the order in which they are shown.
func Regions() []string {
	return []string{
		"europe", "asia", "central-asia", "middle-east",
		"africa", "north-america", "south-america", "oceania",
	}
}

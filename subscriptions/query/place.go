package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"newsbot/feed/country"
)

// longestName is the length of the longest country name looked for, in words.
const longestName = 8

// findCountry returns the country that the first words of texts name, taking as
// many words as it can, and how many it took.
func findCountry(texts []string, lookup func(string) (country.Code, bool)) (country.Code, int) {
	for n := min(len(texts), longestName); n > 0; n-- {
		if code, ok := lookup(strings.Join(texts[:n], " ")); ok {
			return code, n
		}
	}
	return "", 0
}

// bareCountry resolves a name written without country: before it. Codes of two
// letters do not count: AI, IT and TV are words, and US is the one that is not.
func bareCountry(name string) (country.Code, bool) {
	if len(name) == 2 && name != "US" && country.Valid(country.Code(name)) {
		return "", false
	}
	return country.Lookup(name)
}

// fieldCountry resolves the value of country: and mentions:, where codes may be
// in lower case.
func fieldCountry(name string) (country.Code, bool) {
	if code, ok := country.Lookup(name); ok {
		return code, true
	}
	if utf8.RuneCountInString(name) == 2 {
		return country.Lookup(strings.ToUpper(name))
	}
	return "", false
}

// nearestCodes returns the codes that one of two letters, which is of no country, was
// most likely meant for: that of the country where the language of this code is spoken
// most, and that with the letters swapped.
func nearestCodes(name string) []country.Code {
	if len(name) != 2 {
		return nil
	}
	var found []country.Code
	if base, err := language.ParseBase(name); err == nil {
		if tag, err := language.Compose(base); err == nil {
			region, _ := tag.Region()
			found = append(found, country.Code(region.String()))
		}
	}
	swapped := country.Code(strings.ToUpper(name[1:] + name[:1]))
	if !slices.Contains(found, swapped) {
		found = append(found, swapped)
	}
	return slices.DeleteFunc(found, func(c country.Code) bool { return !country.Valid(c) })
}

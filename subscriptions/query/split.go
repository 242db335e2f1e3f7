package query

import (
	"strings"
	"unicode"
)

// Split returns the queries that a person wrote at once, apart by commas,
// semicolons or line ends. These part nothing in quotes and in parentheses, and no
// comma does between digits: "Italy, (oil, gas), 10,000" are three. What has no
// letter or digit is left out. The queries may be wrong, each for itself.
func Split(text string) []string {
	runes := []rune(text)
	var out []string
	begin, depth := 0, 0
	part := func(end int) {
		if s := strings.TrimSpace(string(runes[begin:end])); strings.ContainsFunc(s, isMeant) {
			out = append(out, s)
		}
		begin = end + 1
	}
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '(' || r == '（':
			depth++
		case r == ')' || r == '）':
			depth = max(0, depth-1)
		case quotes[r] != "":
			i = closingQuote(runes, i)
		case depth == 0 && parts(runes, i):
			part(i)
		}
	}
	if begin < len(runes) {
		part(len(runes))
	}
	return out
}

// closingQuote returns where the quote at i is closed, or the last place.
func closingQuote(text []rune, i int) int {
	for j := i + 1; j < len(text); j++ {
		if strings.ContainsRune(quotes[text[i]], text[j]) {
			return j
		}
	}
	return len(text) - 1
}

// parts reports whether what is at i stands between two queries.
func parts(text []rune, i int) bool {
	switch text[i] {
	case '\n', '\r', '\u2028', '\u2029':
		return true
	case ',', ';', '，', '、', '；':
		return delimits(text, i)
	}
	return false
}

// isMeant reports what is more than punctuation; flags are letters in disguise.
func isMeant(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || isIndicator(r) }

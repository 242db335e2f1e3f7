package main

import "strings"

// romanised returns a Cyrillic name in Latin letters.
func romanised(name string) string {
	var b strings.Builder
	for _, r := range strings.NewReplacer("цз", "дж", "чж", "ж").Replace(name) {
		if latin, ok := letters[r]; ok {
			b.WriteString(latin)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'ә': "a", 'ғ': "g", 'қ': "k", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'і': "i",
}

// sounds reduces spellings that stand for one sound in the languages of the
// gazetteer to one spelling, in this order.
var sounds = strings.NewReplacer(
	"shch", "sh", "sch", "sh", "tch", "ch", "ph", "f", "cz", "ch", "sz", "sh", "dzh", "j", "zh", "j", "dj", "j",
	"kh", "", "ck", "k", "q", "k", "x", "ks", "w", "v", "th", "t", "ou", "u", "oo", "u", "ee", "i", "ce", "se", "ci", "si",
	"ts", "s", "z", "s", "c", "k", "yu", "u", "ya", "a", "ye", "e", "ie", "e", "ei", "e", "y", "i", "h", "", " ", "",
)

// soundOf returns how a name sounds, roughly.
func soundOf(name string) string {
	s := sounds.Replace(sounds.Replace(strings.ToLower(name)))
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

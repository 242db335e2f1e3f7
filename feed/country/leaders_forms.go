package country

import "strings"

// personForms returns the forms of a word of a person's name: of a Cyrillic one
// its Russian cases, whatever the sex, as far as the last letters tell them.
func personForms(w string) []string {
	all := []string{w}
	last := []rune(w)[len([]rune(w))-1]
	if last < 'а' || last > 'я' {
		return all
	}
	add := func(cut int, endings string) {
		stem := w[:len(w)-2*cut] // Cyrillic letters have two bytes
		for ending := range strings.FieldsSeq(endings) {
			all = append(all, stem+ending)
		}
	}
	switch {
	case strings.HasSuffix(w, "ия"):
		add(1, "и ю ей")
	case strings.HasSuffix(w, "ий"), strings.HasSuffix(w, "ый"), strings.HasSuffix(w, "ой") && len(w) > 8:
		add(2, "ого его ому ему им ым ом ем ая ой ую ия ию ии ием")
	case last == 'а':
		add(1, "ы и е у ой ей")
	case last == 'я':
		add(1, "и е ю ей")
	case last == 'ь':
		add(1, "я ю ем е и ью")
	case last == 'й':
		add(1, "я ю ем е")
	case strings.ContainsRune("еиоуыэю", last):
	default:
		add(0, "а у ом ым ем е")
	}
	return all
}

package words

import (
	_ "embed"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Names that are written in two scripts are one word: Тоқаев, Токаева, Tokayev and
// Tokaev have one stem. The tables are of words, not of persons: whoever looks for
// Aliyev finds each of them, in every spelling.
//
// A table says what a name is called; what its forms are follows from grammar
// (names_forms.go). A name that is an ordinary word too, as Мир, is in none, see
// names_refused.tsv. What the tables lack is told by its ending where that is one
// of names only (surnames.go).
var (
	//go:embed names.tsv
	namesTable string
	//go:embed places.tsv
	placesTable string
	//go:embed names_refused.tsv
	refusedTable string
)

//go:generate go run ./gen

// names are the stems of all known names. A name's stem is its first spelling,
// with a capital: no other word has one.
type names struct {
	byForm map[string]uint16 // folded words
	byStem map[string]uint16 // names whose forms the stemmers reduce to them: Минск of Минска
	stems  []string
}

// knownNames reads the tables at first use.
var knownNames = sync.OnceValue(func() *names {
	n, err := readNames(refusedTable, namesTable, placesTable)
	if err != nil {
		panic(err) // they are part of the program
	}
	return n
})

// named returns the stem of a name, for a folded word and the stem it would have
// if it were none, or else this one.
func (n *names) named(form, stem string) string {
	if i, ok := n.byForm[form]; ok {
		if i == ordinaryWord {
			return stem
		}
		return n.stems[i]
	}
	if i, ok := n.byStem[stem]; ok {
		if isDeclined(form, stem) {
			return n.stems[i]
		}
		return stem
	}
	if name, ok := surname(form); ok {
		return name
	}
	return stem
}

// ordinaryWord is what is no name although it has the form of one.
const ordinaryWord = 0

// IsName reports whether a stem is that of a name.
func IsName(stem string) bool {
	r, _ := utf8.DecodeRuneInString(stem)
	return unicode.IsUpper(r)
}

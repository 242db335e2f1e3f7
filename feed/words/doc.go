// Package words reads the words of a text the way this program compares them: a
// Scanner cuts, AppendFolded folds case and diacritics, a Stemmer and Kazakh take
// endings off. Queries and stories are read by it, and so are stories that may tell
// the same. It knows no language of a text, only scripts. The package stores nothing.
//
// A name that is written in several scripts has one stem in all of them, so Тоқаев,
// Токаева and Tokayev are one word to whoever compares stems (names.go). The names
// are in names.tsv, those of places that package country knows in places.tsv, which
// gen makes; names_refused.tsv has the names that are ordinary words too.
package words

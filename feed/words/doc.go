// Package words reads the words of a text the way this program compares them: a
// Scanner cuts, AppendFolded folds case and diacritics, a Stemmer and Kazakh take
// endings off. Queries and stories are read by it, and so are stories that may tell
// the same. It knows no language of a text, only scripts. The package stores nothing.
package words

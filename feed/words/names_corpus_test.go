package words_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"newsbot/feed/words"
)

// What begins with a small letter is no name in the languages of the news, but
// for adjectives of towns in Russian: each word of that kind that is taken for
// one is a false join.
func TestWordsWithSmallLettersAreHardlyEverNames(t *testing.T) {
	const atMost = 0.002 // of the words
	texts := os.Getenv("NEWSBOT_TEXTS")
	if texts == "" {
		texts = ".."
	}
	s := words.NewStemmer()
	all, names := 0, 0
	joined := map[string]int{}
	err := filepath.WalkDir(texts, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(path, "testdata") && texts == ".." || filepath.Base(filepath.Dir(path)) == "fuzz" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || !utf8.Valid(data) {
			return err
		}
		text := words.Normal(string(data), 1<<22)
		for scan := words.NewScanner(text); ; {
			span, _, ok := scan.Next()
			if !ok {
				return nil
			}
			spelt := text[span.Start:span.End]
			first, _ := utf8.DecodeRuneInString(spelt)
			form := string(words.AppendFolded(nil, spelt))
			switch isName := words.IsName(s.Stem(form)); {
			case unicode.IsUpper(first):
				if isName {
					names++
				}
			case unicode.IsLower(first):
				all++
				if isName {
					joined[form]++
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, times := range joined {
		n += times
	}
	t.Logf("%d words with a small letter, of which %d are taken for names: %v; %d names with a capital", all, n, joined, names)
	if all < 30_000 || names < 2000 {
		t.Fatalf("%d words and %d names read: the texts are not there", all, names)
	}
	if share := float64(n) / float64(all); share > atMost {
		t.Errorf("%.4f of the words with a small letter are taken for names, want %.4f at most", share, atMost)
	}
}

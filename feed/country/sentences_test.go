package country_test

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed/country"
)

// winter is when the sentences of testdata are from: it says who is in office.
var winter = time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)

// Each file of testdata/sentences has lines "codes | text"; "-" is no country.
func TestSentences(t *testing.T) {
	files, err := filepath.Glob("testdata/sentences/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata/sentences: %d files, %v", len(files), err)
	}
	tagger := country.New("")
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if lines.Text() == "" || lines.Text()[0] == '#' {
				continue
			}
			want, text, ok := strings.Cut(lines.Text(), " | ")
			if !ok {
				t.Fatalf("%s: %q is no line", file, lines.Text())
			}
			tags := tagger.TagAt(winter, "", text)
			if got := codes(tags.Mentioned); got != sorted(want) {
				t.Errorf("%s: Tag(%q) mentions [%s], want [%s]%s", filepath.Base(file), text, got, sorted(want), why(text))
			}
		}
	}
}

// sorted lists the codes as codes does.
func sorted(list string) string {
	fields := strings.Fields(strings.TrimPrefix(list, "-"))
	slices.Sort(fields)
	return strings.Join(fields, " ")
}

package words_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsbot/feed/words"
)

var (
	//go:embed testdata/names.txt
	labelledNames string
	//go:embed testdata/names_later.txt
	laterNames string // those that no table was made with
)

// A judgement is whether somebody who looks for a word wants a sentence.
type judgement struct {
	line           int
	language       string
	sentence, word string
	wanted         bool
}

func judgements(t *testing.T, labelled string) []judgement {
	var all []judgement
	language, sentence, number := "", "", 0
	for line := range strings.Lines(labelled) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '+' || line[0] == '-':
			for _, word := range strings.Fields(line[1:]) {
				all = append(all, judgement{number, language, sentence, word, line[0] == '+'})
			}
		default:
			var ok bool
			if language, sentence, ok = strings.Cut(line, ": "); !ok || len(language) != 2 {
				t.Fatalf("line %d: %q names no language", number, line)
			}
		}
	}
	return all
}

func TestLabelledNames(t *testing.T) {
	for _, tt := range []struct {
		name, labelled    string
		cases             int
		recall, precision float64
	}{
		{"made with the tables", labelledNames, 600, 0.95, 0.99},
		{"made later", laterNames, 170, 0.90, 0.99},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := judgements(t, tt.labelled)
			if len(all) < tt.cases {
				t.Errorf("%d cases, want %d", len(all), tt.cases)
			}
			counts := judge(t, all)
			for _, of := range []string{"en", "ru", "kk", "all"} {
				c := counts[of]
				recall, precision := float64(c.right)/float64(c.wanted), float64(c.right)/float64(c.found)
				t.Logf("%s: recall %.3f of %d, precision %.3f of %d", of, recall, c.wanted, precision, c.found)
				if of == "all" && (recall < tt.recall || precision < tt.precision) {
					t.Errorf("recall %.3f, want %.2f; precision %.3f, want %.2f", recall, tt.recall, precision, tt.precision)
				}
			}
		})
	}
}

type count struct{ wanted, found, right int }

// judge counts by language and in all.
func judge(t *testing.T, all []judgement) map[string]*count {
	counts := map[string]*count{"all": {}}
	var missed, wrong []string
	for _, j := range all {
		got := finds(j.word, j.sentence)
		if counts[j.language] == nil {
			counts[j.language] = &count{}
		}
		for _, c := range []*count{counts[j.language], counts["all"]} {
			if j.wanted {
				c.wanted++
			}
			if got {
				c.found++
			}
			if got && j.wanted {
				c.right++
			}
		}
		switch {
		case got && !j.wanted:
			wrong = append(wrong, fmt.Sprintf("%d:%s", j.line, j.word))
		case !got && j.wanted:
			missed = append(missed, fmt.Sprintf("%d:%s", j.line, j.word))
		}
	}
	t.Logf("%d cases; by line and word, missed %v; wrong %v", len(all), missed, wrong)
	return counts
}

// finds reports whether a query of one word, be it hyphenated, finds a sentence:
// as its parts beside each other or as one word, like package query.
func finds(word, sentence string) bool {
	s := words.NewStemmer()
	forms, _ := words.Folded(word)
	whole := s.Stem(strings.Join(forms, ""))
	var parts []string
	for _, form := range forms {
		parts = append(parts, s.Stem(form))
	}
	var stems, plain []string
	scan, chain, before := words.NewScanner(sentence), "", 0
	for {
		span, linked, ok := scan.Next()
		if !ok {
			break
		}
		form := string(words.AppendFolded(nil, sentence[span.Start:span.End]))
		if !linked {
			chain, before = "", 0
		}
		chain += form
		before++
		stems = append(stems, s.Stem(form))
		if second, always := s.Plain(form); always {
			plain = append(plain, second)
		}
		if before > 1 && s.Stem(chain) == whole {
			return true
		}
	}
	if len(parts) == 1 {
		return slices.Contains(stems, whole) || slices.Contains(plain, whole)
	}
	for i := range stems {
		if i+len(parts) <= len(stems) && slices.Equal(stems[i:i+len(parts)], parts) {
			return true
		}
	}
	return slices.Contains(stems, whole)
}

package query_test

import (
	"slices"
	"strings"
	"testing"

	"newsbot/subscriptions/query"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"one", " nuclear energy ", []string{"nuclear energy"}},
		{"several", "Italy, nuclear energy; 🇫🇷\nгаз， 石油、天然气", []string{"Italy", "nuclear energy", "🇫🇷", "газ", "石油", "天然气"}},
		{"in quotes", `"oil, gas", «нефть, газ», “a; b”`, []string{`"oil, gas"`, "«нефть, газ»", "“a; b”"}},
		{"in parentheses", "(oil, (gas, coal)) -peat, wood", []string{"(oil, (gas, coal)) -peat", "wood"}},
		{"between digits", "10,000 barrels, 3,5", []string{"10,000 barrels", "3,5"}},
		{"nothing between", ", ,gas,,oil, ?!,", []string{"gas", "oil"}},
		{"a quote not closed", `gas, "oil, coal`, []string{"gas", `"oil, coal`}},
		{"a parenthesis not closed", "gas, (oil, coal", []string{"gas", "(oil, coal"}},
		{"a parenthesis not opened", "gas), oil", []string{"gas)", "oil"}},
		{"nothing", " , ", nil},
	} {
		if got := query.Split(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s: Split(%q) = %q, want %q", test.name, test.text, got, test.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(`a, "b, c" (d, e), 1,2; f`)
	f.Fuzz(func(t *testing.T, text string) {
		rest := strings.ToValidUTF8(text, "\uFFFD")
		for _, part := range query.Split(rest) {
			_, after, ok := strings.Cut(rest, part)
			if !ok || part != strings.TrimSpace(part) || part == "" {
				t.Fatalf("Split(%q) has %q, which is not in %q", text, part, rest)
			}
			rest = after
		}
	})
}

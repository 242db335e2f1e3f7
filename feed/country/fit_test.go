package country

import (
	"bufio"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// A labelled country is one row of the fit: what is true of it in a story, and
// whether the story is about it.
type labelled struct {
	features
	about bool
	story string
	code  Code
}

// The weights of about.go are those that fit the labelled stories, rounded. If
// this fails, take the table that it prints.
func TestWeightsFitTheLabelledStories(t *testing.T) {
	rows := readLabelled(t)
	fitted := fit(rows)
	for i, w := range fitted {
		rounded := math.Round(10*w) / 10
		t.Logf("%-50s %5.1f", weights[i].name, rounded)
		if rounded != weights[i].weight {
			t.Errorf("%s weighs %.1f, the stories say %.1f", weights[i].name, weights[i].weight, rounded)
		}
	}
	var right, found, wanted int
	for _, r := range rows {
		is := r.score() > 0
		if is != r.about {
			t.Logf("%s in %q: score %.1f, want about %t", r.code, r.story, r.score(), r.about)
		}
		if is {
			found++
		}
		if r.about {
			wanted++
		}
		if is && r.about {
			right++
		}
	}
	f1 := 2 * float64(right) / float64(found+wanted)
	t.Logf("%d countries in stories, F1 %.3f", len(rows), f1)
	if f1 < 0.95 {
		t.Errorf("F1 %.3f on the stories of the fit, want 0.95 at least", f1)
	}
}

// readLabelled reads lines "home | about | title | text".
func readLabelled(t *testing.T) (rows []labelled) {
	t.Helper()
	f, err := os.Open("testdata/about/stories.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.SplitN(line, " | ", 4)
		if len(columns) != 4 {
			t.Fatalf("%q has %d columns, want 4", line, len(columns))
		}
		home := Code(strings.Trim(columns[0], "-"))
		want := strings.Fields(columns[1])
		s := newStory(loaded())
		s.find(defaultLeaders(), time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC), columns[2], strings.ReplaceAll(columns[3], " ¶ ", "\n"))
		all := s.standings()
		for i, f := range weigh(all, home) {
			if all[i].code == home {
				continue
			}
			about := slices.Contains(want, string(all[i].code))
			rows = append(rows, labelled{f, about, columns[2], all[i].code})
			want = slices.DeleteFunc(want, func(c string) bool { return c == string(all[i].code) })
		}
		if left := strings.Trim(strings.Join(want, " "), "-"); left != "" {
			t.Errorf("%q is about %s, which the tagger does not find", columns[2], left)
		}
	}
	return rows
}

// fit is a logistic regression with a small penalty on large weights, which also
// makes it have one answer; it goes down the gradient until it has it.
func fit(rows []labelled) (w features) {
	// Most rows are alike: each kind is counted, and how many of it are about.
	type kind struct {
		features
		rows, about float64
	}
	var kinds []kind
	for _, r := range rows {
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.features == r.features })
		if at < 0 {
			at = len(kinds)
			kinds = append(kinds, kind{features: r.features})
		}
		kinds[at].rows++
		if r.about {
			kinds[at].about++
		}
	}
	const penalty, rate, rounds = 0.3, 1.0, 20000
	for range rounds {
		var slope features
		for _, k := range kinds {
			var sum float64
			for i, x := range k.features {
				sum += x * w[i]
			}
			miss := k.about - k.rows/(1+math.Exp(-sum))
			for i, x := range k.features {
				slope[i] += x * miss
			}
		}
		for i := range w {
			w[i] += rate * (slope[i] - penalty*w[i]) / float64(len(rows))
		}
	}
	return w
}

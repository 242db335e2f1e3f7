package group_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/group"
)

// A labelled story is one of testdata/en.txt, ru.txt or kk.txt.
type labelled struct {
	feed.Story
	family int
	event  string
}

var tagger = sync.OnceValue(func() *country.Tagger { return country.New("KZ") })

// readLabelled reads the stories of a language, tagged as the poller would and
// each of another source.
func readLabelled(t testing.TB, language string) []labelled {
	t.Helper()
	text, err := os.ReadFile("testdata/" + language + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []labelled
	family := 0
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" {
			family++
		}
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 3 {
			t.Fatalf("%s.txt:%d: %d parts, want 3", language, n+1, len(parts))
		}
		seq := int64(len(all) + 1)
		tags := tagger().Tag(parts[1], parts[2])
		all = append(all, labelled{family: family, event: fmt.Sprint(family, " ", parts[0]), Story: feed.Story{
			Seq: seq, ID: fmt.Sprint(seq), SourceURL: fmt.Sprintf("https://%d.example/", seq), Found: noon,
			Item:  feed.Item{Title: parts[1], Summary: parts[2], Language: language},
			About: tags.About, Mentioned: tags.Mentioned,
		}})
	}
	return all
}

var noon = time.Date(2026, 2, 25, 12, 0, 0, 0, time.UTC)

// A pair is two stories and how alike they are told; below zero where something
// speaks against that they are the same.
type pair struct {
	a, b  labelled
	score float32
}

func (p pair) same() bool   { return p.a.event == p.b.event }
func (p pair) family() bool { return p.a.family == p.b.family }

// pairs compares each story with those before it, in a window that holds all.
func pairs(t testing.TB, language string) []pair {
	t.Helper()
	all := readLabelled(t, language)
	g := group.New()
	for i := range all {
		g.Add(&all[i].Story)
	}
	var out []pair
	for i := range all {
		scores, apart := g.Alike(&all[i].Story)
		for j := range i {
			p := pair{all[j], all[i], scores[all[j].Seq]}
			if apart[all[j].Seq] {
				p.score -= 2
			}
			out = append(out, p)
		}
	}
	return out
}

// A tally counts what a threshold would do.
type tally struct{ right, wrong, missed int }

func (c *tally) count(p pair, threshold float32) {
	switch joined := p.score >= threshold; {
	case joined && p.same():
		c.right++
	case joined:
		c.wrong++
	case p.same():
		c.missed++
	}
}

func (c tally) precision() float64 { return float64(c.right) / float64(max(1, c.right+c.wrong)) }
func (c tally) recall() float64    { return float64(c.right) / float64(max(1, c.right+c.missed)) }

var languages = []string{"en", "ru", "kk"}

func thresholdOf(language string) float32 {
	if language == "kk" {
		return group.KazakhThreshold
	}
	return group.Threshold
}

// The sweeps by which the thresholds were chosen, on every second family; the others
// are held back. "All" counts the pairs across families as well, as in a stream.
func TestLabelledPairs(t *testing.T) {
	var chosen tally
	for _, language := range languages {
		found := pairs(t, language)
		labelled, same := 0, 0
		for _, p := range found {
			if p.family() {
				labelled++
			}
			if p.same() {
				same++
			}
		}
		t.Logf("%s: %d labelled pairs, %d of them the same; %d pairs in all", language, labelled, same, len(found))
		if labelled < 150 {
			t.Errorf("%s: %d labelled pairs, want 150 at least", language, labelled)
		}
		sweep(t, language, found)
		of, threshold := tally{}, thresholdOf(language)
		for _, p := range found {
			if !p.family() {
				continue
			}
			if of.count(p, threshold); !p.same() && p.score >= threshold {
				t.Logf("wrong at the threshold, %.3f: %q, %q", p.score, p.a.Title, p.b.Title)
			}
		}
		t.Logf("%s at %.2f: precision %.3f, recall %.3f", language, threshold, of.precision(), of.recall())
		if of.precision() < 0.97 {
			t.Errorf("%s: precision %.3f at the threshold %.2f, want 0.97", language, of.precision(), threshold)
		}
		chosen = tally{chosen.right + of.right, chosen.wrong + of.wrong, chosen.missed + of.missed}
	}
	t.Logf("all: precision %.3f, recall %.3f", chosen.precision(), chosen.recall())
}

// sweep prints precision and recall by threshold.
func sweep(t *testing.T, name string, found []pair) {
	t.Helper()
	t.Logf("%-5s threshold   chosen on      held back      labelled       all", name)
	for n := 4; n <= 14; n++ {
		threshold := float32(n) / 20
		var half [2]tally
		var labelled, all tally
		for _, p := range found {
			if all.count(p, threshold); p.family() {
				labelled.count(p, threshold)
				half[p.a.family%2].count(p, threshold)
			}
		}
		show := func(c tally) string { return fmt.Sprintf("P %.3f R %.3f", c.precision(), c.recall()) }
		t.Logf("%-5s %.2f        %s  %s  %s  %s", name, threshold, show(half[0]), show(half[1]), show(labelled), show(all))
	}
}

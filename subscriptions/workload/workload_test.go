package workload_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/words"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
)

var languages = []workload.Language{workload.English, workload.Russian, workload.Kazakh}

// made are the workloads of the languages, of seed 1.
var made = [...]func() *workload.Workload{
	sync.OnceValue(func() *workload.Workload { return workload.New(workload.English, 1) }),
	sync.OnceValue(func() *workload.Workload { return workload.New(workload.Russian, 1) }),
	sync.OnceValue(func() *workload.Workload { return workload.New(workload.Kazakh, 1) }),
}

func TestTheSameSeedMakesTheSame(t *testing.T) {
	for _, l := range languages {
		one, same, other := made[l](), workload.New(l, 1), workload.New(l, 2)
		if got, want := asked(same, 500), asked(one, 1000)[:500]; !slices.Equal(got, want) {
			t.Errorf("%s: two workloads of one seed have other subscriptions", l)
		}
		if got, want := slices.Collect(same.Mixed(50)), slices.Collect(one.Mixed(100))[:50]; !slices.Equal(got, want) {
			t.Errorf("%s: two workloads of one seed have other mixed queries", l)
		}
		if got, want := told(same, 5), told(one, 10)[:5]; !slices.Equal(got, want) {
			t.Errorf("%s: two workloads of one seed have other stories", l)
		}
		if slices.Equal(told(other, 5), told(one, 5)) || slices.Equal(asked(other, 500), asked(one, 500)) {
			t.Errorf("%s: seeds 1 and 2 make the same", l)
		}
	}
}

func asked(w *workload.Workload, n int) []string {
	var out []string
	for s := range w.Subscriptions(n) {
		out = append(out, s.String())
	}
	return out
}

func told(w *workload.Workload, n int) []string {
	var out []string
	for s := range w.Stories(n) {
		out = append(out, text(s))
	}
	return out
}

func text(s *feed.Story) string { return s.Title + "\n" + s.Summary + "\n" + s.Text }

func TestStoriesAreAsLongAsNews(t *testing.T) {
	for _, l := range languages {
		n := 0
		for _, story := range told(made[l](), 1000) {
			n += len(strings.Fields(story))
		}
		if mean := float64(n) / 1000; mean < 292 || mean > 302 {
			t.Errorf("%s: a story has %.1f words, want 297", l, mean)
		}
	}
}

func TestTheCommonestWordsAreNearlyHalfOfAStory(t *testing.T) {
	for _, l := range languages {
		count, total := map[string]int{}, 0
		for _, story := range told(made[l](), 1000) {
			forms, _ := words.Folded(story)
			for _, f := range forms {
				count[f]++
				total++
			}
		}
		counts := make([]int, 0, len(count))
		for _, n := range count {
			counts = append(counts, n)
		}
		slices.SortFunc(counts, func(a, b int) int { return b - a })
		common := 0
		for _, n := range counts[:100] {
			common += n
		}
		if share := float64(common) / float64(total); share < 0.43 || share > 0.48 {
			t.Errorf("%s: the commonest 100 words are %.1f %% of the stories, want 45", l, 100*share)
		}
	}
}

// A word in a query is met in another form, so that stemming has work to do.
func TestEndingsAndCapitalsVary(t *testing.T) {
	for _, l := range languages[:2] {
		w, stemmer := made[l](), words.NewStemmer()
		forms := map[string]map[string]bool{}
		for _, story := range told(w, 1000) {
			all, _ := words.Folded(story)
			for _, f := range all {
				stem := stemmer.Stem(f)
				if forms[stem] == nil {
					forms[stem] = map[string]bool{}
				}
				forms[stem][f] = true
			}
		}
		several := 0
		for _, of := range forms {
			if len(of) > 2 {
				several++
			}
		}
		if several < 3000 {
			t.Errorf("%s: %d stems have more than two forms, want over 3000", l, several)
		}
	}
}

func parse(t testing.TB, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return q
}

func TestPhrasesStandInStories(t *testing.T) {
	for _, l := range languages {
		w := made[l]()
		stories := strings.ToLower(strings.Join(told(w, 1000), "\n"))
		phrases, found := 0, 0
		for s := range w.Subscriptions(2000) {
			if s.Shape == workload.Phrase {
				phrases++
				if strings.Contains(stories, strings.ToLower(s.Words[0]+" "+s.Words[1])) {
					found++
				}
			}
		}
		if found*10 < phrases {
			t.Errorf("%s: %d of %d phrases stand in a story, want a tenth", l, found, phrases)
		}
	}
}

// A made-up word that were the name of a country or of somebody known would be
// matched in other ways, and not by PostgreSQL.
func TestSubscriptionsAreWordsOnly(t *testing.T) {
	stemmer := words.NewStemmer()
	for _, l := range languages {
		for s := range made[l]().Subscriptions(20_000) {
			q := parse(t, s.String())
			if codes := q.Countries(); len(codes) > 0 {
				t.Errorf("%s: %q is read as the countries %v", l, s, codes)
			}
			for _, form := range s.Words {
				if stem := stemmer.Stem(strings.ToLower(form)); l == workload.English && words.IsName(stem) {
					t.Errorf("%s: %q is read as the known name %s", l, form, stem)
				}
			}
		}
	}
}

func TestMixedQueriesAreReadAndMatch(t *testing.T) {
	for _, l := range languages {
		w := made[l]()
		var documents []*query.Document
		for s := range w.Stories(20) {
			documents = append(documents, query.NewDocument(s))
		}
		queries, matching := 0, 0
		for text := range w.Mixed(5000) {
			if utf8.RuneCountInString(text) > query.MaxLength {
				continue
			}
			q, err := query.Parse(text)
			var refused *query.Error
			if errors.As(err, &refused) && refused.Code == query.NeverMatches {
				continue // random operands contradict each other now and then
			}
			if err != nil {
				t.Fatalf("Parse(%q): %v", text, err)
			}
			queries++
			if slices.ContainsFunc(documents, q.Match) {
				matching++
			}
		}
		if queries < 4000 || matching*4 < queries {
			t.Errorf("%s: %d of %d mixed queries match one of 20 stories, want 4000 queries and a quarter of them", l, matching, queries)
		}
	}
}

func TestHostileQueriesAreAllowedAndLong(t *testing.T) {
	for _, l := range languages {
		h := made[l]().Hostile(query.MaxLength)
		for _, text := range h.Queries {
			n := utf8.RuneCountInString(text)
			if n > query.MaxLength || n < query.MaxLength*3/4 {
				t.Errorf("%s: a query of %d characters, want up to %d: %s", l, n, query.MaxLength, text)
			}
			if _, err := query.Parse(text); err != nil {
				t.Errorf("%s: Parse(%q): %v", l, text, err)
			}
		}
		for _, s := range h.Stories {
			if len(s.Text) < 1_000_000 || len(s.Text) > 3<<20 {
				t.Errorf("%s: hostile story %d has %d bytes, want a MB or two", l, s.Seq, len(s.Text))
			}
		}
	}
}

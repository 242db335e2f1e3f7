package workload_test

import (
	"slices"
	"testing"

	"newsbot/feed"
	"newsbot/feed/words"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
)

// A census is what the figures of every benchmark depend on.
type census struct {
	distinct int     // queries
	matched  float64 // subscriptions a story
	queries  float64 // distinct ones that match a story
}

// take counts, with no more of an index than a list of queries at a word of each.
func take(t testing.TB, w *workload.Workload, subscriptions, stories int) census {
	type distinct struct {
		query       *query.Query
		subscribers int
	}
	byText, byKey, byTerm := map[string]*distinct{}, map[string]*distinct{}, map[string][]*distinct{}
	for s := range w.Subscriptions(subscriptions) {
		d := byText[s.String()]
		if d == nil {
			q := parse(t, s.String())
			if d = byKey[q.Key()]; d == nil {
				d = &distinct{query: q}
				byKey[q.Key()] = d
				term := anchor(q.Expr())
				byTerm[term] = append(byTerm[term], d)
			}
			byText[s.String()] = d
		}
		d.subscribers++
	}
	c := census{distinct: len(byKey)}
	for s := range w.Stories(stories) {
		d := query.NewDocument(s)
		for stem := range stems(s) {
			for _, q := range byTerm[stem] {
				if q.query.Match(d) {
					c.queries += 1 / float64(stories)
					c.matched += float64(q.subscribers) / float64(stories)
				}
			}
		}
	}
	return c
}

// anchor returns a stem that every story has that matches e.
func anchor(e query.Expr) string {
	if e.Op == query.All {
		i := slices.IndexFunc(e.Kids, func(kid query.Expr) bool { return kid.Op != query.Not })
		return anchor(e.Kids[i])
	}
	return e.Terms[0]
}

// stems returns the stems of a story's words.
func stems(s *feed.Story) map[string]bool {
	out := map[string]bool{}
	stemmer := words.NewStemmer()
	for _, part := range []string{s.Title, s.Summary, s.Text} {
		forms, _ := words.Folded(part)
		for _, form := range forms {
			out[stemmer.Stem(form)] = true
			if second, _ := stemmer.Plain(form); second != "" {
				out[second] = true
			}
		}
	}
	return out
}

// At 100,000 subscriptions, so that it is quick; BenchmarkCensus has the million.
func TestSubscriptionsMatchAsManyStoriesAsInTheCalibration(t *testing.T) {
	for _, l := range languages[:2] {
		c := take(t, made[l](), 100_000, 300)
		if c.distinct < 47_000 || c.distinct > 51_000 {
			t.Errorf("%s: %d distinct queries, want 49,000", l, c.distinct)
		}
		if c.matched < 3500 || c.matched > 4700 {
			t.Errorf("%s: a story matches %.0f subscriptions, want about 4,200", l, c.matched)
		}
	}
}

func BenchmarkCensus(b *testing.B) {
	for _, l := range languages {
		b.Run(l.String(), func(b *testing.B) {
			var c census
			for b.Loop() {
				c = take(b, made[l](), 1_000_000, 1000)
			}
			b.ReportMetric(float64(c.distinct), "distinct")
			b.ReportMetric(c.matched, "matched/story")
			b.ReportMetric(c.queries, "queries/story")
		})
	}
}

func BenchmarkSubscriptions(b *testing.B) {
	w := made[workload.English]()
	b.ResetTimer()
	for range w.Subscriptions(b.N) {
	}
}

func BenchmarkNew(b *testing.B) {
	for _, l := range languages {
		b.Run(l.String(), func(b *testing.B) {
			for b.Loop() {
				workload.New(l, 1)
			}
		})
	}
}

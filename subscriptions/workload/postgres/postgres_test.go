package postgres_test

import (
	"errors"
	"os"
	"slices"
	"testing"

	"newsbot/feed"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
	"newsbot/subscriptions/workload/postgres"
)

// start starts a server, or skips the test where there is none; in CI
// (NEWSBOT_CI=1) that is a failure.
func start(t *testing.T) *postgres.Server {
	t.Helper()
	s, err := postgres.Start()
	if errors.Is(err, postgres.ErrNotInstalled) && os.Getenv("NEWSBOT_CI") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// expected tries every query on every story.
func expected(t *testing.T, w *workload.Workload, n int, stories []*feed.Story) []postgres.Answer {
	t.Helper()
	subscribers := map[string]int{}
	queries := map[string]*query.Query{}
	for s := range w.Subscriptions(n) {
		q, err := query.Parse(s.String())
		if err != nil {
			t.Fatal(err)
		}
		subscribers[q.Key()]++
		queries[q.Key()] = q
	}
	answers := make([]postgres.Answer, len(stories))
	for i, s := range stories {
		d := query.NewDocument(s)
		for key, q := range queries {
			if q.Match(d) {
				answers[i].Queries++
				answers[i].Subscriptions += subscribers[key]
			}
		}
	}
	return answers
}

func TestPostgresAnswersAsTheQueriesThemselves(t *testing.T) {
	s := start(t)
	w := workload.New(workload.English, 1)
	stories := slices.Collect(w.Stories(100))
	for _, n := range []int{200, 2000} { // the second load takes the place of the first
		load, err := s.Load(w, n, stories)
		if err != nil {
			t.Fatal(err)
		}
		if load.Queries < n/2 || load.Queries > n || load.Bytes == 0 || load.CPU == 0 {
			t.Errorf("load of %d subscriptions: %+v, want the half of them distinct at least, and a cost", n, load)
		}
		want := expected(t, w, n, stories)
		check(t, s, stories, want)
		if err := s.Cover(); err != nil {
			t.Fatal(err)
		}
		check(t, s, stories, want)
	}
}

func check(t *testing.T, s *postgres.Server, stories []*feed.Story, want []postgres.Answer) {
	t.Helper()
	got, cpu, err := s.Match(stories)
	if err != nil {
		t.Fatal(err)
	}
	if cpu <= 0 {
		t.Errorf("matching %d stories took %v of processor time", len(stories), cpu)
	}
	for i := range stories {
		if got[i] != want[i] {
			t.Errorf("story %d matches %+v, want %+v", i+1, got[i], want[i])
		}
	}
}

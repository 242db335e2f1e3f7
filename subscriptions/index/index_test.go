package index_test

import (
	"fmt"
	"slices"
	"testing"

	"newsbot/feed"
	"newsbot/subscriptions/index"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
)

// found returns the ids of those who want the story, in order.
func found(x *index.Index, s *feed.Story) []int32 {
	var ids []int32
	x.Match(s, func(subscribers []index.Subscriber) {
		for _, s := range subscribers {
			ids = append(ids, s.ID)
		}
	})
	slices.Sort(ids)
	return ids
}

func mustParse(t testing.TB, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("parse %q: %v", text, err)
	}
	return q
}

// The index and query.Match read stories apart from each other.
func TestTheIndexFindsWhatEachQuerySaysByItself(t *testing.T) {
	for _, l := range []workload.Language{workload.English, workload.Russian, workload.Kazakh} {
		w := workload.New(l, 3)
		x := index.New()
		var queries []*query.Query
		for text := range w.Mixed(3000) {
			q, err := query.Parse(text)
			if err != nil {
				continue
			}
			queries = append(queries, q)
			x.Add(q, index.Subscriber{Chat: 1, ID: int32(len(queries))})
		}
		matched := 0
		for s := range w.Stories(40) {
			var want []int32
			d := query.NewDocument(s)
			for i, q := range queries {
				if q.Match(d) {
					want = append(want, int32(i+1))
				}
			}
			matched += len(want)
			got := found(x, s)
			if slices.Equal(got, want) {
				continue
			}
			for i, q := range queries {
				if g, w := slices.Contains(got, int32(i+1)), slices.Contains(want, int32(i+1)); g != w {
					t.Errorf("%s, story %d: %q is found: %t, want %t", l, s.Seq, q, g, w)
				}
			}
			t.Fatalf("%s, story %d: found %v, want %v", l, s.Seq, got, want)
		}
		if len(queries) < 1500 || matched < 1500 {
			t.Errorf("%s: %d queries, %d matches: too few to tell", l, len(queries), matched)
		}
		t.Logf("%s: %d queries, %d matches", l, len(queries), matched)
	}
}

// What others add and remove changes nothing for who stays.
func TestOthersThatComeAndGoChangeNothing(t *testing.T) {
	w := workload.New(workload.English, 5)
	stories := slices.Collect(w.Stories(40))
	x, alone := index.New(), index.New()
	id := int32(0)
	for text := range w.Mixed(500) {
		if q, err := query.Parse(text); err == nil {
			id++
			x.Add(q, index.Subscriber{Chat: 1, ID: id})
			alone.Add(q, index.Subscriber{Chat: 1, ID: id})
		}
	}
	var others []*query.Query
	for s := range w.Subscriptions(10_000) {
		others = append(others, mustParse(t, s.String()))
	}
	for text := range w.Mixed(2000) {
		if q, err := query.Parse(text); err == nil {
			others = append(others, q)
		}
	}
	for round := range 3 {
		for i, q := range others {
			x.Add(q, index.Subscriber{Chat: 2, ID: int32(1_000_000 + i)})
			if i%500 == 0 {
				found(x, stories[i/500%len(stories)])
			}
		}
		for i := range others {
			j := (i*7919 + round) % len(others) // in another order
			if !x.Remove(others[j], index.Subscriber{Chat: 2, ID: int32(1_000_000 + j)}) {
				t.Fatalf("round %d: %q was not there", round, others[j])
			}
		}
		if x.Remove(others[0], index.Subscriber{Chat: 2, ID: 1_000_000}) {
			t.Fatal("removed twice")
		}
		for _, s := range stories {
			if got, want := found(x, s), found(alone, s); !slices.Equal(got, want) {
				t.Fatalf("round %d, story %d: got %d subscribers, want %d", round, s.Seq, len(got), len(want))
			}
		}
	}
	if n, queries := x.Len(); n != int(id) || queries > n {
		t.Errorf("got %d subscribers of %d queries, want %d", n, queries, id)
	}
}

func TestEqualQueriesAreOne(t *testing.T) {
	x := index.New()
	for i, text := range []string{"gas deal", "deal gas", "Deals AND gas", `"oil"`, "oil", "OIL", "(aa OR bb) cc", "cc (bb | aa)"} {
		x.Add(mustParse(t, text), index.Subscriber{Chat: int64(i), ID: 1})
	}
	if n, queries := x.Len(); n != 8 || queries != 3 {
		t.Errorf("got %d subscribers of %d queries, want 8 of 3", n, queries)
	}
}

func ExampleIndex_Match() {
	x := index.New()
	for i, text := range []string{`"gas deal"`, "visit* -football", "country:IT", "source:example oil"} {
		q, err := query.Parse(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		x.Add(q, index.Subscriber{Chat: 100, ID: int32(i + 1)})
	}
	x.Match(&feed.Story{
		Item:   feed.Item{Title: "Visitors hope for gas deals", Text: "The price of oil falls."},
		Source: "Example News",
	}, func(subscribers []index.Subscriber) { fmt.Println(subscribers[0].ID) })
	// Unordered output:
	// 1
	// 2
	// 4
}

package query_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"newsbot/subscriptions/index"
	"newsbot/subscriptions/query"
	"pgregory.net/rapid"
)

// The index must find, of queries that come and go, those that hold as the test
// understands them. It shares no code with that understanding.
func TestTheIndexAgainstNaiveEvaluation(t *testing.T) {
	x, last := index.New(), int32(0)
	rapid.Check(t, func(t *rapid.T) {
		held := map[int32]expr{}
		queries := map[int32]*query.Query{}
		for range rapid.IntRange(1, 12).Draw(t, "queries") {
			e := drawOf(t, 3, "word", "word", "phrase", "prefix", "about", "mentions", "lang", "near")
			q, err := query.Parse(e.write(t))
			var refused *query.Error
			if errors.As(err, &refused) {
				continue
			}
			last++
			held[last], queries[last] = e, q
			x.Add(q, index.Subscriber{Chat: 7, ID: last})
		}
		for _, id := range slices.Sorted(maps.Keys(queries)) {
			if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
				if !x.Remove(queries[id], index.Subscriber{Chat: 7, ID: id}) {
					t.Fatalf("%q was not there", queries[id])
				}
				delete(held, id)
			}
		}
		for range rapid.IntRange(1, 3).Draw(t, "stories") {
			s := drawTale(t)
			var got, want []int32
			x.Match(s.story(), func(found []index.Subscriber) {
				for _, f := range found {
					got = append(got, f.ID)
				}
			})
			for id, e := range held {
				if e.holds(s) {
					want = append(want, id)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				for id := range held {
					if slices.Contains(got, id) != slices.Contains(want, id) {
						t.Errorf("%q is found for %+v: %t, want %t", queries[id], s, slices.Contains(got, id), slices.Contains(want, id))
					}
				}
				t.Fatalf("found %v, want %v", got, want)
			}
		}
		for id := range held {
			x.Remove(queries[id], index.Subscriber{Chat: 7, ID: id})
		}
		if n, _ := x.Len(); n != 0 {
			t.Fatalf("%d subscribers are left", n)
		}
	})
}

package index

import (
	"fmt"
	"slices"
	"testing"

	"newsbot/feed"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
)

// Stories of ever new words leave no more behind than the table of words holds.
func TestStoriesOfMadeUpWordsDoNotGrowTheIndex(t *testing.T) {
	x := New()
	q, err := query.Parse("word1")
	if err != nil {
		t.Fatal(err)
	}
	x.Add(q, Subscriber{1, 1, false})
	held := len(x.byText)
	for n := range 60 {
		text := make([]byte, 0, query.MaxText)
		for i := 0; len(text) < query.MaxText-20; i++ {
			text = fmt.Appendf(text, "w%dx%d ", n, i)
		}
		x.Match(&feed.Story{Item: feed.Item{Text: string(text)}}, func([]Subscriber) {})
	}
	most := surfaceSets * surfaceWays
	if n := len(x.byText); n > held+most || n < most/2 {
		t.Errorf("the index knows %d texts, want at most one for each of %d words", n, most)
	}
	if len(x.posts) > held+most+2 {
		t.Errorf("%d terms for %d words", len(x.posts), most)
	}
	found := 0
	x.Match(&feed.Story{Item: feed.Item{Text: "a word1 b"}}, func([]Subscriber) { found++ })
	if found != 1 {
		t.Errorf("found %d times, want once", found)
	}
}

// When the last subscriber is gone, only the words of stories are left, and when these
// are forgotten, nothing.
func TestNothingIsLeftOfQueriesThatAreGone(t *testing.T) {
	x := New()
	w := workload.New(workload.English, 2)
	stories := slices.Collect(w.Stories(20))
	var queries []*query.Query
	for text := range w.Mixed(2000) {
		if q, err := query.Parse(text); err == nil {
			queries = append(queries, q)
		}
	}
	for round := range 3 {
		for i, q := range queries {
			x.Add(q, Subscriber{int64(round), int32(i + 1), false})
		}
		for _, s := range stories {
			x.Match(s, func([]Subscriber) {})
		}
		for i, q := range queries {
			if !x.Remove(q, Subscriber{int64(round), int32(i + 1), false}) {
				t.Fatalf("%q was not there", q)
			}
		}
	}
	for i := range x.surfaces.sets {
		for j := range x.surfaces.sets[i] {
			if s := &x.surfaces.sets[i][j]; s.stem != 0 {
				x.release(s.stem)
				if s.plain() != 0 {
					x.release(s.plain())
				}
			}
		}
	}
	if n, queries := x.Len(); n != 0 || queries != 0 {
		t.Errorf("%d subscribers of %d queries are left", n, queries)
	}
	if len(x.byText) != 0 || x.pairs.n != 0 || x.queries.byCode.n != 0 {
		t.Errorf("%d terms with a text, %d phrases and %d codes are left", len(x.byText), x.pairs.n, x.queries.byCode.n)
	}
	if free := len(x.vocabulary.free); free != len(x.posts)-1 {
		t.Errorf("%d of %d terms are free", free, len(x.posts)-1)
	}
	if spare := len(x.lists.spare); spare != len(x.lists.lists) {
		t.Errorf("%d of %d lists are free", spare, len(x.lists.lists))
	}
	for id, p := range x.posts {
		if p != 0 {
			t.Errorf("term %d still has the post %x", id, p)
		}
	}
	for k, lengths := range x.heads {
		if len(lengths) > 0 {
			t.Errorf("beginnings are left at %d: %v", k, lengths)
		}
	}
}

// The longest queries of a hundred chats, and stories as long and as strange as can be.
func TestHostileQueriesAndStoriesAreMatchedAsOthers(t *testing.T) {
	for _, l := range []workload.Language{workload.English, workload.Russian} {
		h := workload.New(l, 4).Hostile(query.MaxLength)
		x := New()
		var queries []*query.Query
		for _, text := range h.Queries {
			q, err := query.Parse(text)
			if err != nil {
				continue // longer than allowed in words
			}
			queries = append(queries, q)
			x.Add(q, Subscriber{1, int32(len(queries)), false})
		}
		if len(queries) < 100 {
			t.Fatalf("%s: %d queries are allowed: too few to tell", l, len(queries))
		}
		for _, s := range h.Stories {
			var got, want []int32
			x.Match(s, func(found []Subscriber) {
				for _, f := range found {
					got = append(got, f.ID)
				}
			})
			slices.Sort(got)
			d := query.NewDocument(s)
			for i, q := range queries {
				if i%10 == 0 && q.Match(d) {
					want = append(want, int32(i+1))
				}
			}
			got = slices.DeleteFunc(got, func(id int32) bool { return (id-1)%10 != 0 })
			if !slices.Equal(got, want) {
				t.Errorf("%s, story %d: found %v, want %v", l, s.Seq, got, want)
			}
		}
	}
}

package main

import (
	"slices"
	"testing"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

func parsed(t *testing.T, texts ...string) (queries []*query.Query) {
	t.Helper()
	for _, text := range texts {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		queries = append(queries, q)
	}
	return queries
}

// finds says whether the query finds the story as the bot would tag it.
func finds(q *query.Query, tagger *country.Tagger, s sample) bool {
	tags := tagger.Tag(s.Title, s.Text)
	return q.Match(query.NewDocument(&feed.Story{
		Item:  feed.Item{Title: s.Title, Text: s.Text, Language: s.Language},
		About: tags.About, Mentioned: tags.Mentioned,
	}))
}

func TestWhoeverSubscribesIsServedNext(t *testing.T) {
	t.Parallel()
	tagger := country.New("KZ")
	for _, text := range []string{"Italy", "🇺🇸", "Узбекистан OR Kyrgyzstan", "nuclear energy", "oil OR gas", "museum*", "Georgia -wind"} {
		t.Run(text, func(t *testing.T) {
			var wanted []*query.Query
			room, err := newNewsroom(0, func() []*query.Query { return wanted })
			if err != nil {
				t.Fatal(err)
			}
			for range 7 {
				room.story()
			}
			wanted = parsed(t, "France", text)
			room.story()
			if _, s := room.story(); !finds(wanted[1], tagger, s) {
				t.Errorf("the second story after two subscriptions is %q, want one on %s", s.Title, text)
			}
			served := 0
			for range 60 {
				if _, s := room.story(); finds(wanted[1], tagger, s) {
					served++
				}
			}
			if served < 5 || served > 45 {
				t.Errorf("%d of the next 60 stories are for it, want some and not all", served)
			}
		})
	}
}

func TestTheNewsroomNeverRepeatsItself(t *testing.T) {
	t.Parallel()
	wanted := parsed(t, "Italy")
	wire := &feed.Source{URL: "https://example.org/"}
	seen := make(map[feed.Key]int)
	room, err := newNewsroom(0, func() []*query.Query { return wanted })
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20_000 { // a day's
		number, s := room.story()
		if number != i {
			t.Fatalf("story %d has the number %d", i, number)
		}
		if s.Feed != sampleWire && s.Feed != sampleListing {
			t.Fatalf("story %d is for the feed %q", i, s.Feed)
		}
		set := feed.Keys(&feed.Item{Title: s.Title, Text: s.Text}, wire)
		for _, key := range []feed.Key{set.Words, set.Text} {
			if before, ok := seen[key]; ok && key != (feed.Key{}) {
				t.Fatalf("story %d, %q, would be taken for story %d", i, s.Title, before)
			}
			seen[key] = i
		}
	}
}

func TestANewsroomGoesOnWhereItWas(t *testing.T) {
	none := func() []*query.Query { return nil }
	first, err := newNewsroom(0, none)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for range 30 {
		_, s := first.story()
		told = append(told, s.Title)
	}
	again, err := newNewsroom(30, none)
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if number, s := again.story(); number < 30 || slices.Contains(told, s.Title) {
			t.Errorf("story %d, %q, was told before", number, s.Title)
		}
	}
}

package bot

import (
	"context"
	"fmt"
	"slices"

	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

const (
	scanStories = 3000 // looked at for one answer
	scanPage    = 200  // read at once
)

// newestFirst orders stories for people: by their time, then by their number.
func newestFirst(a, b *feed.Story) int {
	if c := b.When().Compare(a.When()); c != 0 {
		return c
	}
	return int(min(max(b.Seq-a.Seq, -1), 1))
}

// scan shows visit the stories from the newest detected on, until that returns
// false, the archive ends or the bound is reached; all says that it ended. Reading
// the words of so many stories takes a third of a second, so there is one scan at a
// time: whatever people ask, deliveries have the other cores.
func (b *Bot) scan(ctx context.Context, visit func(*feed.Story) bool) (all bool, err error) {
	select {
	case b.scanning <- struct{}{}:
		defer func() { <-b.scanning }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	var before int64
	for seen := 0; seen < scanStories; {
		page, err := b.archive.Before(ctx, before, scanPage)
		if err != nil {
			return false, fmt.Errorf("read stories before %d: %w", before, err)
		}
		for i := range page {
			if !visit(&page[i]) {
				return true, nil
			}
		}
		if len(page) < scanPage {
			return true, nil
		}
		seen += len(page)
		before = page[len(page)-1].Seq
	}
	return false, nil
}

// keepNewest adds s to the n newest, in order.
func keepNewest(stories []feed.Story, s *feed.Story, n int) []feed.Story {
	at, _ := slices.BinarySearchFunc(stories, s, func(have feed.Story, s *feed.Story) int { return newestFirst(&have, s) })
	stories = slices.Insert(stories, at, *s)
	return stories[:min(len(stories), n)]
}

// interests are the queries of the subscriptions that are not muted.
func interests(c *subscriptions.Chat) []*query.Query {
	var queries []*query.Query
	for _, s := range c.Subscriptions {
		if q, err := s.Parsed(); err == nil && !s.Muted {
			queries = append(queries, q)
		}
	}
	return queries
}

// matchesAny reads the words of a story only where a query asks for words.
func matchesAny(queries []*query.Query, s *feed.Story) bool {
	countries, words := document{story: &feed.Story{About: s.About, Mentioned: s.Mentioned}}, document{story: s}
	return slices.ContainsFunc(queries, func(q *query.Query) bool {
		if _, ok := q.IsCountry(); ok {
			return q.Match(countries.read())
		}
		return q.Match(words.read())
	})
}

// A document is read once, when it is needed.
type document struct {
	story *feed.Story
	done  *query.Document
}

func (d *document) read() *query.Document {
	if d.done == nil {
		d.done = query.NewDocument(d.story)
	}
	return d.done
}

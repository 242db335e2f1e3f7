package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

const (
	scanStories  = 3000 // looked at for one answer
	scanPage     = 200  // read at once
	previewDays  = 30
	previewShown = 3
)

// newestFirst orders stories for people: by their time, then by their number.
func newestFirst(a, b *feed.Story) int {
	if c := b.When().Compare(a.When()); c != 0 {
		return c
	}
	return int(min(max(b.Seq-a.Seq, -1), 1))
}

// scan shows visit the stories from the newest detected on, until that returns
// false, the archive ends or the bound is reached; all says that it ended.
func (b *Bot) scan(ctx context.Context, visit func(*feed.Story) bool) (all bool, err error) {
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

// preview says what a query would have sent lately.
func (b *Bot) preview(ctx context.Context, r *request, q *query.Query) (markup.HTML, error) {
	since := b.now().Add(-previewDays * 24 * time.Hour)
	count, newest := 0, []feed.Story(nil)
	all, err := b.scan(ctx, func(s *feed.Story) bool {
		if s.Found.Before(since) {
			return false
		}
		if s.When().After(since) && q.Match(query.NewDocument(s)) {
			count++
			newest = keepNewest(newest, s, previewShown)
		}
		return true
	})
	if err != nil {
		return "", err
	}
	if count == 0 {
		return r.HTML("preview.none", locale.Data{"Days": previewDays}), nil
	}
	said := r.HTML("preview.days", locale.Data{"Count": count, "Days": previewDays})
	if !all {
		said = r.HTML("preview.stories", locale.Data{"Count": count, "Stories": scanStories})
	}
	return said + "\n" + b.render.Headlines(r.record, r.user.LanguageCode, newest), nil
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

func matchesAny(queries []*query.Query, s *feed.Story) bool {
	d := query.NewDocument(s)
	return slices.ContainsFunc(queries, func(q *query.Query) bool { return q.Match(d) })
}

package bot

import (
	"context"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/feed"
	"newsbot/subscriptions/query"
)

const (
	previewDays  = 30
	previewShown = 3
)

// preview says what a query would have sent lately.
func (b *Bot) preview(ctx context.Context, r *request, q *query.Query) (markup.HTML, error) {
	since := b.now().Add(-previewDays * 24 * time.Hour)
	count, newest := 0, []feed.Story(nil)
	all, err := b.scan(ctx, func(s *feed.Story) bool {
		if s.Found.Before(since) {
			return false
		}
		if s.When().After(since) && matchesAny([]*query.Query{q}, s) {
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

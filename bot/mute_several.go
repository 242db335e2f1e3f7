package bot

import (
	"context"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

// muteSeveral mutes every subscription that one of the names is for, or ends that, in
// one change. Without any, done is false.
func (b *Bot) muteSeveral(ctx context.Context, r *request, names []string, muted bool) (replies []Reply, done bool, err error) {
	title, many := "mute.several_over", "mute.several_over_many"
	if muted {
		title, many = "mute.several_done", "mute.several_many"
	}
	if len(names) > maxSeveral {
		return []Reply{say(r.HTML(many, locale.Data{"Count": len(names), "Number": maxSeveral}))}, true, nil
	}
	all, unknown := b.namedSeveral(r, names)
	if len(all) == 0 {
		return nil, false, nil
	}
	named := map[int]bool{}
	var lines []markup.HTML
	var rows [][]telegram.Button
	for _, s := range all {
		named[s.ID] = true
		lines = append(lines, markup.Escape(r.name(s.Query)))
		rows = append(rows, row(r.muteButton(s, !muted)))
	}
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		changed := false
		for i := range c.Subscriptions {
			if s := &c.Subscriptions[i]; named[s.ID] && s.Muted != muted {
				s.Muted, changed = muted, true
			}
		}
		if !changed {
			return errUnchanged
		}
		return nil
	})
	said := paragraphs(bulleted(r.HTML(title, nil), lines), bulleted(r.HTML("unsubscribe.several_unknown", nil), unknown), b.silent(r))
	return []Reply{say(said, append(rows, row(r.button("list", nil, taps.List, 0)))...)}, true, err
}

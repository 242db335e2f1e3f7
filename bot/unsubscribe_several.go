package bot

import (
	"context"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// unsubscribeSeveral removes every subscription that one of the names is for, in one
// change, and offers to take each removal back. Without any, done is false.
func (b *Bot) unsubscribeSeveral(ctx context.Context, r *request, names []string) (replies []Reply, done bool, err error) {
	if len(names) > maxSeveral {
		return []Reply{say(r.HTML("unsubscribe.several_many", locale.Data{"Count": len(names), "Number": maxSeveral}))}, true, nil
	}
	named := map[int]bool{}
	var texts []text
	var removed, unknown []markup.HTML
	var rows [][]telegram.Button
	for _, name := range names {
		s, ok := b.named(r, name)
		switch {
		case !ok:
			unknown = append(unknown, markup.Escape(markup.Cut(markup.Line(name), severalHinted)))
		case !named[s.ID]:
			named[s.ID] = true
			t := text{Query: s.Query, Muted: s.Muted}
			texts = append(texts, t)
			removed = append(removed, markup.Escape(r.name(s.Query)))
			rows = append(rows, row(r.button("undo_removal", locale.Data{"What": r.short(s.Query)}, taps.Restore, t.id(), true)))
		}
	}
	if len(removed) == 0 {
		return nil, false, nil
	}
	op, err := b.pending.with(ctx, r.chat.ID, texts)
	if err != nil {
		return nil, true, err
	}
	if err := b.removeNamed(ctx, r, named, op); err != nil {
		return nil, true, err
	}
	said := paragraphs(bulleted(r.HTML("unsubscribe.several_done", nil), removed), bulleted(r.HTML("unsubscribe.several_unknown", nil), unknown))
	return []Reply{say(said, append(rows, row(r.button("list", nil, taps.List, 0)))...)}, true, nil
}

// removeNamed removes the subscriptions of these ids, and applies op with that.
func (b *Bot) removeNamed(ctx context.Context, r *request, named map[int]bool, op store.Op) error {
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		for id := range named {
			c.Unsubscribe(id)
		}
		return nil
	}, op)
	return err
}

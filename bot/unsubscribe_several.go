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
	all, unknown := b.namedSeveral(r, names)
	if len(all) == 0 {
		return nil, false, nil
	}
	reply, err := b.removeSeveral(ctx, r, all, unknown)
	return []Reply{reply}, true, err
}

// namedSeveral finds the subscriptions that a person names, each once, and says which
// names are of none.
func (b *Bot) namedSeveral(r *request, names []string) (all []subscriptions.Subscription, unknown []markup.HTML) {
	named := map[int]bool{}
	for _, name := range names {
		s, ok := b.named(r, name)
		switch {
		case !ok:
			unknown = append(unknown, markup.Escape(markup.Cut(markup.Line(name), severalHinted)))
		case !named[s.ID]:
			named[s.ID] = true
			all = append(all, s)
		}
	}
	return all, unknown
}

// removeSeveral removes subscriptions and offers to take each removal back; unknown are
// names that none has.
func (b *Bot) removeSeveral(ctx context.Context, r *request, all []subscriptions.Subscription, unknown []markup.HTML) (Reply, error) {
	named := map[int]bool{}
	var texts []text
	var removed []markup.HTML
	var rows [][]telegram.Button
	for _, s := range all {
		named[s.ID] = true
		t := text{Query: s.Query, Muted: s.Muted}
		texts = append(texts, t)
		removed = append(removed, markup.Escape(r.name(s.Query)))
		rows = append(rows, row(r.button("undo_removal", locale.Data{"What": r.short(s.Query)}, taps.Restore, t.id(), true)))
	}
	op, err := b.pending.with(ctx, r.chat.ID, texts)
	if err != nil {
		return Reply{}, err
	}
	if err := b.removeNamed(ctx, r, named, op); err != nil {
		return Reply{}, err
	}
	said := paragraphs(bulleted(r.HTML("unsubscribe.several_done", nil), removed), bulleted(r.HTML("unsubscribe.several_unknown", nil), unknown))
	return say(said, append(rows, row(r.button("list", nil, taps.List, 0)))...), nil
}

// undoSeveral takes back the subscriptions that were just made by one message, as far as
// they are still there.
func (b *Bot) undoSeveral(ctx context.Context, r *request) ([]Reply, error) {
	first, err := r.tap.Int(0)
	last, lastErr := r.tap.Int(1)
	if err != nil || lastErr != nil || last-first >= maxSeveral {
		return nil, taps.ErrStale
	}
	var all []subscriptions.Subscription
	for _, s := range r.record.Subscriptions {
		if first <= s.ID && s.ID <= last {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return []Reply{edit(r.HTML("unsubscribe.gone_several", nil), row(r.button("list", nil, taps.List, 0)))}, nil
	}
	reply, err := b.removeSeveral(ctx, r, all, nil)
	reply.Kind = Edit
	return []Reply{reply}, err
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

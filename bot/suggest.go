package bot

import (
	"context"
	"errors"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/query"
)

// propose names queries that would have sent a better number, with a button for each
// that puts it in the place of the subscription.
func (b *Bot) propose(ctx context.Context, r *request, report backtest.Report, id int) (markup.HTML, [][]telegram.Button, error) {
	title, button := "suggest.wider", "wider"
	if report.Volume == backtest.TooMany {
		title, button = "suggest.narrower", "narrower"
	}
	texts := []text{{Query: report.Query.String()}}
	for _, s := range report.Suggestions {
		texts = append(texts, text{Query: s.Query.String()})
	}
	if err := b.pending.keep(ctx, r.chat.ID, texts...); err != nil {
		return "", nil, err
	}
	lines := []markup.HTML{r.HTML(title, nil)}
	var rows [][]telegram.Button
	for i, s := range report.Suggestions {
		lines = append(lines, "• "+render.Describe(s.Query.String(), r.Printer)+": "+r.HTML("suggest.stories", locale.Data{"Count": s.Count}))
		rows = append(rows, row(r.button(button, locale.Data{"What": r.short(s.Query.String())}, taps.Change, id, texts[i+1].id(), texts[0].id())))
	}
	return joined("\n", lines), rows, nil
}

// changeQuery is a tap on a proposed query, or on the way back from it: it puts one
// query in the place of another, as a new subscription.
func (b *Bot) changeQuery(ctx context.Context, r *request) ([]Reply, error) {
	id, err := r.tap.Int(0)
	if err != nil {
		return nil, err
	}
	to, ok, err := b.pending.get(ctx, r.chat.ID, r.tap.String(1))
	if err != nil || !ok {
		return nil, errors.Join(err, stale(ok))
	}
	from, ok, err := b.pending.get(ctx, r.chat.ID, r.tap.String(2))
	if err != nil || !ok {
		return nil, errors.Join(err, stale(ok))
	}
	q, err := query.Restore(to.Query)
	if err != nil {
		return nil, taps.ErrStale
	}
	if err := b.pending.keep(ctx, r.chat.ID, from, to); err != nil { // for the way back
		return nil, err
	}
	var made subscriptions.Subscription
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		old, removed := c.Unsubscribe(id)
		var refused error
		if made, refused = c.Subscribe(q, b.now()); refused != nil {
			if !removed {
				return errUnchanged
			}
			return nil
		}
		c.Subscriptions[len(c.Subscriptions)-1].Muted = old.Muted
		return nil
	})
	if err != nil {
		return nil, err
	}
	if made.ID == 0 { // what it was to replace is gone, and the list is full
		return nil, taps.ErrStale
	}
	data := locale.Data{"What": render.Describe(to.Query, r.Printer), "Before": render.Describe(from.Query, r.Printer)}
	return b.withBacktest(ctx, r, q, followed{
		said: r.HTML("subscribe.changed", data), tail: b.arrives(r), kind: Edit, id: made.ID, changing: true,
		rows: [][]telegram.Button{row(r.button("undo", nil, taps.Change, made.ID, from.id(), to.id()), r.button("list", nil, taps.List, 0))},
	})
}

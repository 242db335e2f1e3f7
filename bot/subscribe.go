package bot

import (
	"context"
	"errors"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

// subscribe shows the picker, or subscribes to what the argument says: one query, or
// several with commas between.
func (b *Bot) subscribe(ctx context.Context, r *request) ([]Reply, error) {
	if r.argument == "" {
		return []Reply{b.regionMenu(r, Message)}, nil
	}
	if several := query.Split(r.argument); len(several) > 1 {
		return b.subscribeSeveral(ctx, r, several)
	}
	return b.subscribeTo(ctx, r, r.argument)
}

func (b *Bot) subscribeTo(ctx context.Context, r *request, text string) ([]Reply, error) {
	q, err := query.Parse(text)
	if err != nil {
		return b.unreadable(ctx, r, text, err)
	}
	return b.subscribeQuery(ctx, r, q)
}

func (b *Bot) subscribeQuery(ctx context.Context, r *request, q *query.Query) ([]Reply, error) {
	added, err := b.add(ctx, r, q)
	list := r.button("list", nil, taps.List, 0)
	switch {
	case errors.Is(err, subscriptions.ErrTooMany):
		return []Reply{say(r.HTML("subscribe.full", locale.Data{"Number": subscriptions.MaxSubscriptions}), row(list))}, nil
	case errors.Is(err, subscriptions.ErrSubscribed):
		data := locale.Data{"What": render.Describe(added.Query, r.Printer)}
		return b.withBacktest(ctx, r, q, followed{
			said: r.HTML("subscribe.already", data), tail: b.silent(r), id: added.ID, changing: true,
			rows: [][]telegram.Button{row(list, r.button("remove", nil, taps.Undo, added.ID))},
		})
	case err != nil:
		return nil, err
	}
	a := followed{
		said: r.HTML("subscribe.done", locale.Data{"What": render.Describe(q.String(), r.Printer)}), tail: b.arrives(r),
		id: added.ID, changing: true, rows: [][]telegram.Button{row(r.button("undo", nil, taps.Undo, added.ID), list)},
	}
	if meant := meantCountries(r, q, added.ID); len(meant) > 0 {
		a.tail = paragraphs(a.tail, r.HTML("subscribe.meant", nil))
		a.rows = append([][]telegram.Button{meant}, a.rows...)
	}
	return b.withBacktest(ctx, r, q, a)
}

// add subscribes the chat. With ErrSubscribed it returns the subscription that
// asks for the same, with ErrTooMany none; both leave the chat as it is.
func (b *Bot) add(ctx context.Context, r *request, q *query.Query) (subscriptions.Subscription, error) {
	var added subscriptions.Subscription
	var refused error
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		if added, refused = c.Subscribe(q, b.now()); refused != nil {
			return errUnchanged
		}
		c.Thread = r.thread
		return nil
	})
	return added, errors.Join(err, refused)
}

// asking returns the subscription that asks for the same as q.
func asking(c *subscriptions.Chat, q *query.Query) (subscriptions.Subscription, bool) {
	for _, s := range c.Subscriptions {
		if old, err := s.Parsed(); s.Query == q.String() || err == nil && old.Key() == q.Key() {
			return s, true
		}
	}
	return subscriptions.Subscription{}, false
}

// follow subscribes to a country.
func (b *Bot) follow(ctx context.Context, r *request, code country.Code) ([]Reply, error) {
	return b.subscribeQuery(ctx, r, query.Country(code))
}

// followCountry is a tap on a country outside of the picker.
func (b *Bot) followCountry(ctx context.Context, r *request) ([]Reply, error) {
	code := country.Code(r.tap.String(0))
	if !country.Valid(code) {
		return nil, taps.ErrStale
	}
	return b.follow(ctx, r, code)
}

// subscribePending is a tap on "Subscribe to …" under a text.
func (b *Bot) subscribePending(ctx context.Context, r *request) ([]Reply, error) {
	t, ok, err := b.pending.get(ctx, r.chat.ID, r.tap.String(0))
	if err != nil || !ok {
		return nil, errors.Join(err, stale(ok))
	}
	q, err := query.Restore(t.Query)
	if err != nil {
		return nil, taps.ErrStale
	}
	return b.subscribeQuery(ctx, r, q)
}

// swap puts a country in the place of a word that was most likely meant for it.
func (b *Bot) swap(ctx context.Context, r *request) ([]Reply, error) {
	id, err := r.tap.Int(0)
	code := country.Code(r.tap.String(1))
	if err != nil || !country.Valid(code) {
		return nil, taps.ErrStale
	}
	q := query.Country(code)
	var meant subscriptions.Subscription
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		_, removed := c.Unsubscribe(id)
		var refused error
		if meant, refused = c.Subscribe(q, b.now()); refused != nil && !removed {
			return errUnchanged
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if meant.ID == 0 { // the word is gone, and the list is full
		return nil, taps.ErrStale
	}
	return b.withBacktest(ctx, r, q, followed{
		said: r.HTML("subscribe.done", locale.Data{"What": render.Describe(q.String(), r.Printer)}), tail: b.arrives(r), kind: Edit,
		id: meant.ID, changing: true, rows: [][]telegram.Button{row(r.button("undo", nil, taps.Undo, meant.ID), r.button("list", nil, taps.List, 0))},
	})
}

// meantCountries offers the countries that are written nearly like a single word.
func meantCountries(r *request, q *query.Query, id int) []telegram.Button {
	if _, ok := q.IsCountry(); ok {
		return nil
	}
	var buttons []telegram.Button
	for _, name := range country.Suggest(q.String()) {
		if code, ok := country.Lookup(name); ok && len(buttons) < 3 {
			buttons = append(buttons, telegram.Button{Label: flagged(r, code), Data: taps.Data(taps.Swap, id, code)})
		}
	}
	return buttons
}

// arrives says how stories come to this chat.
func (b *Bot) arrives(r *request) markup.HTML {
	if silent := b.silent(r); silent != "" {
		return silent
	}
	if r.record.DigestOnly {
		return r.HTML("subscribe.in_digest", locale.Data{"Time": r.clock(r.record.Digest.Minute)})
	}
	return r.HTML("subscribe.at_once", nil)
}

// silent says that the chat is paused, where it is.
func (b *Bot) silent(r *request) markup.HTML {
	if r.record.Pause == subscriptions.Active {
		return ""
	}
	return r.HTML("subscribe.paused", nil)
}

func stale(found bool) error {
	if found {
		return nil
	}
	return taps.ErrStale
}

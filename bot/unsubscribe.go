package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

// unsubscribe shows the list, or removes what the argument names: a query, a
// number of the list, several of them with commas between, or all.
func (b *Bot) unsubscribe(ctx context.Context, r *request) ([]Reply, error) {
	if r.argument == "" {
		return b.list(ctx, r)
	}
	for _, all := range strings.Split(r.Text("word.all", nil), "|") {
		if strings.EqualFold(r.argument, all) || strings.EqualFold(r.argument, "all") {
			return b.askRemoveAll(r), nil
		}
	}
	s, ok := b.named(r, r.argument)
	if several := query.Split(r.argument); !ok && len(several) > 1 {
		if replies, done, err := b.unsubscribeSeveral(ctx, r, several); done || err != nil {
			return replies, err
		}
	}
	if !ok {
		data := locale.Data{"What": markup.Cut(markup.Line(r.argument), 60)}
		return b.unnamed(r, r.HTML("unsubscribe.unknown", data), func(s subscriptions.Subscription) telegram.Button {
			return telegram.Button{Label: "❌ " + r.short(s.Query), Data: taps.Data(taps.Remove, s.ID, 0)}
		}), nil
	}
	return b.removeAndOffer(ctx, r, s.ID)
}

// named finds the subscription that a person names.
func (b *Bot) named(r *request, what string) (subscriptions.Subscription, bool) {
	if id, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(what, "#"), ".")); err == nil {
		if s, ok := r.record.Subscription(id); ok {
			return s, true
		}
	}
	if q, err := query.Parse(what); err == nil {
		if s, ok := asking(r.record, q); ok {
			return s, true
		}
	}
	if code, ok := country.Lookup(strings.ToUpper(what)); ok {
		if s, ok := asking(r.record, query.Country(code)); ok {
			return s, true
		}
	}
	i := slices.IndexFunc(r.record.Subscriptions, func(s subscriptions.Subscription) bool {
		return strings.EqualFold(s.Query, what) || strings.EqualFold(r.name(s.Query), what)
	})
	if i < 0 {
		return subscriptions.Subscription{}, false
	}
	return r.record.Subscriptions[i], true
}

// unnamed answers a name that nothing has, with a button for each of the
// subscriptions that hold it.
func (b *Bot) unnamed(r *request, said markup.HTML, button func(subscriptions.Subscription) telegram.Button) []Reply {
	if len(r.record.Subscriptions) == 0 {
		return []Reply{b.listMenu(r, 0, Message)}
	}
	what := strings.ToLower(markup.Line(r.argument))
	var near []telegram.Button
	for _, s := range r.record.Subscriptions {
		if len(near) < 3 && what != "" && (strings.Contains(strings.ToLower(r.name(s.Query)), what) || edits(what, strings.ToLower(s.Query)) <= 2) {
			near = append(near, button(s))
		}
	}
	return []Reply{say(said, near, row(r.button("list", nil, taps.List, 0)))}
}

// removeAndOffer removes a subscription and offers to take that back.
func (b *Bot) removeAndOffer(ctx context.Context, r *request, id int) ([]Reply, error) {
	s, found, back, err := b.removeOne(ctx, r, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return []Reply{say(r.HTML("unsubscribe.gone", nil), row(r.button("list", nil, taps.List, 0)))}, nil
	}
	data := locale.Data{"What": r.name(s.Query)}
	return []Reply{say(r.HTML("unsubscribe.done", data), row(r.button("undo", nil, taps.Restore, back), r.button("list", nil, taps.List, 0)))}, nil
}

// removeOne removes a subscription and keeps its text, under the id back, in the
// same commit.
func (b *Bot) removeOne(ctx context.Context, r *request, id int) (s subscriptions.Subscription, found bool, back string, err error) {
	if s, found = r.record.Subscription(id); !found {
		return s, false, "", nil
	}
	back, op, err := b.pending.op(ctx, r.chat.ID, text{Query: s.Query, Muted: s.Muted})
	if err != nil {
		return s, false, "", err
	}
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		c.Unsubscribe(id)
		return nil
	}, op)
	return s, true, back, err
}

// remove is a tap in the list: the list stays, and the way back is a message.
func (b *Bot) remove(ctx context.Context, r *request) ([]Reply, error) {
	id, err := r.tap.Int(0)
	page, pageErr := r.tap.Int(1)
	if err != nil || pageErr != nil {
		return nil, taps.ErrStale
	}
	s, found, back, err := b.removeOne(ctx, r, id)
	if err != nil {
		return nil, err
	}
	menu := b.listMenu(r, page, Edit)
	if !found {
		return []Reply{toast(r.Text("toast.gone", nil)), menu}, nil
	}
	data := locale.Data{"What": r.short(s.Query)}
	menu.Text.Keyboard = append(menu.Text.Keyboard, row(r.button("undo_removal", data, taps.Restore, back)))
	return []Reply{toast(r.Text("toast.unfollowed", locale.Data{"What": r.name(s.Query)})), menu}, nil
}

// undo takes back a subscription that was just made.
func (b *Bot) undo(ctx context.Context, r *request) ([]Reply, error) {
	id, err := r.tap.Int(0)
	if err != nil {
		return nil, err
	}
	replies, err := b.removeAndOffer(ctx, r, id)
	if err == nil {
		replies[0].Kind = Edit
	}
	return replies, err
}

// restore takes back a removal.
func (b *Bot) restore(ctx context.Context, r *request) ([]Reply, error) {
	t, ok, err := b.pending.get(ctx, r.chat.ID, r.tap.String(0))
	if err != nil || !ok {
		return nil, errors.Join(err, stale(ok))
	}
	q, err := query.Restore(t.Query)
	if err != nil {
		return nil, taps.ErrStale
	}
	var refused error
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		var s subscriptions.Subscription
		if s, refused = c.Subscribe(q, b.now()); refused != nil {
			return errUnchanged
		}
		i := slices.IndexFunc(c.Subscriptions, func(have subscriptions.Subscription) bool { return have.ID == s.ID })
		c.Subscriptions[i].Muted = t.Muted
		return nil
	})
	if err != nil {
		return nil, err
	}
	if errors.Is(refused, subscriptions.ErrTooMany) {
		return []Reply{notice(r.Text("toast.full", locale.Data{"Number": subscriptions.MaxSubscriptions}))}, nil
	}
	replies := []Reply{toast(r.Text("toast.followed", locale.Data{"What": r.name(t.Query)}))}
	if r.tap.String(1) == "1" {
		return replies, nil
	}
	return append(replies, b.listMenu(r, len(r.record.Subscriptions)/listPage, Edit)), nil
}

// drop removes the subscription that asks for the same as q, if there is one.
func (b *Bot) drop(ctx context.Context, r *request, q *query.Query) error {
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		s, ok := asking(c, q)
		if !ok {
			return errUnchanged
		}
		c.Unsubscribe(s.ID)
		return nil
	})
	return err
}

func (b *Bot) askRemoveAll(r *request) []Reply {
	n := len(r.record.Subscriptions)
	if n == 0 {
		return []Reply{b.listMenu(r, 0, Message)}
	}
	return []Reply{say(r.HTML("unsubscribe.all_sure", locale.Data{"Count": n}),
		row(r.button("remove_all", nil, taps.RemoveAll, r.record.NextID), r.button("keep", nil, taps.List, 0)))}
}

// removeAll is the confirmation: of the list as it was then, not of what came since.
func (b *Bot) removeAll(ctx context.Context, r *request) ([]Reply, error) {
	next, err := r.tap.Int(0)
	if err != nil {
		return nil, err
	}
	if next != r.record.NextID {
		return append([]Reply{toast(r.Text("toast.changed", nil))}, b.listMenu(r, 0, Edit)), nil
	}
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		if len(c.Subscriptions) == 0 {
			return errUnchanged
		}
		c.Subscriptions = nil
		return nil
	})
	if err != nil {
		return nil, err
	}
	return []Reply{edit(r.HTML("unsubscribe.all_done", nil), row(r.button("countries", nil, taps.Regions)))}, nil
}

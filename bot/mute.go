package bot

import (
	"context"
	"slices"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

// mute shows the list with its buttons, or keeps the subscription that the
// argument names, or several with commas between, from sending anything; of all of
// them, it pauses the chat.
func (b *Bot) mute(ctx context.Context, r *request) ([]Reply, error) {
	switch {
	case r.argument == "":
		return b.list(ctx, r)
	case r.isWord(r.argument, "word.all"):
		r.argument = ""
		return b.pause(ctx, r)
	}
	return b.muteNamed(ctx, r, true)
}

// unmute takes that back.
func (b *Bot) unmute(ctx context.Context, r *request) ([]Reply, error) {
	switch {
	case r.argument == "":
		return b.list(ctx, r)
	case r.isWord(r.argument, "word.all"):
		r.argument = ""
		if err := b.unmuteAll(ctx, r); err != nil {
			return nil, err
		}
		return b.resume(ctx, r)
	}
	return b.muteNamed(ctx, r, false)
}

func (b *Bot) muteNamed(ctx context.Context, r *request, muted bool) ([]Reply, error) {
	s, ok := b.named(r, r.argument)
	if several := query.Split(r.argument); !ok && len(several) > 1 {
		if replies, done, err := b.muteSeveral(ctx, r, several, muted); done || err != nil {
			return replies, err
		}
	}
	if !ok {
		data := locale.Data{"What": markup.Cut(markup.Line(r.argument), 60)}
		return b.unnamed(r, r.HTML("mute.unknown", data), func(s subscriptions.Subscription) telegram.Button { return r.muteButton(s, muted) }), nil
	}
	s, found, err := b.setMuted(ctx, r, s.ID, muted)
	if err != nil {
		return nil, err
	}
	if !found {
		return []Reply{say(r.HTML("unsubscribe.gone", nil), row(r.button("list", nil, taps.List, 0)))}, nil
	}
	id := "mute.over"
	if muted {
		id = "mute.done"
	}
	html := paragraphs(r.HTML(id, locale.Data{"What": r.name(s.Query)}), b.silent(r))
	return []Reply{say(html, row(r.muteButton(s, !muted), r.button("list", nil, taps.List, 0)))}, nil
}

func (b *Bot) unmuteAll(ctx context.Context, r *request) error {
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		if !slices.ContainsFunc(c.Subscriptions, func(s subscriptions.Subscription) bool { return s.Muted }) {
			return errUnchanged
		}
		for i := range c.Subscriptions {
			c.Subscriptions[i].Muted = false
		}
		return nil
	})
	return err
}

// muteButton mutes a subscription, or ends that, and leads to the list.
func (r *request) muteButton(s subscriptions.Subscription, muted bool) telegram.Button {
	id := "unmute"
	if muted {
		id = "mute"
	}
	at := max(0, slices.IndexFunc(r.record.Subscriptions, func(have subscriptions.Subscription) bool { return have.ID == s.ID }))
	return r.button(id, locale.Data{"What": r.short(s.Query)}, taps.MuteListed, s.ID, muted, at/listPage)
}

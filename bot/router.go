package bot

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// Handle does what an update asks for and answers it. An error means that the
// answer did not get out or that the chat could not be changed; the person has
// been told of the latter. One that wraps store.ErrFenced or store.ErrClosed, or
// comes with ctx's end, is an update to be handled again, by whoever leads next.
func (b *Bot) Handle(ctx context.Context, u telegram.Update) error {
	switch {
	case u.Message != nil && (u.Message.MigrateTo != 0 || u.Message.MigrateFrom != 0):
		return b.migrate(ctx, u.Message)
	case u.Message != nil:
		return b.message(ctx, u.Message, u.Excess)
	case u.Tap != nil:
		return b.tapped(ctx, u.Tap, u.Excess)
	case u.Membership != nil:
		return b.membership(ctx, u.Membership)
	}
	return nil
}

// message routes what a person wrote, or an admin in a chat's own name.
func (b *Bot) message(ctx context.Context, m *telegram.Message, excess bool) error {
	if m.From.Bot && !m.Anonymous {
		return nil
	}
	name, addressee, argument, isCommand := m.Command()
	if addressee != "" && !strings.EqualFold(addressee, b.username) {
		return nil
	}
	r := b.request(m.Chat, m.From)
	r.anonymous, r.thread, r.argument, r.message = m.Anonymous, m.Thread, argument, m
	if !isCommand && !r.isPrivate() {
		return nil
	}
	c, known := b.find(name)
	if isCommand && !known && !r.isPrivate() && addressee == "" {
		return nil // most likely meant for another bot
	}
	if excess {
		if !b.flood.tellExcess(m.Chat.ID, b.now()) {
			return nil
		}
		return b.deliver(ctx, r, []Reply{say(r.HTML("flood.excess", nil))})
	}
	switch b.flood.judge(r.person(), false, b.now()) {
	case ignore:
		return nil
	case warn:
		return b.deliver(ctx, r, []Reply{say(r.HTML("flood", nil))})
	}
	replies, err := b.dispatch(ctx, r, name, c)
	return b.finish(ctx, r, replies, err)
}

// dispatch calls the handler of a message; c is nil where no command was known.
func (b *Bot) dispatch(ctx context.Context, r *request, name string, c *command) ([]Reply, error) {
	if err := b.reached(ctx, r); err != nil {
		return nil, err
	}
	switch {
	case c == nil && name != "":
		return b.unknown(r, name), nil
	case c == nil:
		return b.plain(ctx, r, r.message.Text)
	}
	if !c.shows(r.argument) {
		if allowed, err := b.mayChange(ctx, r); err != nil || !allowed {
			return []Reply{say(r.HTML("error.admins", nil))}, err
		}
	}
	return c.handle(b, ctx, r)
}

// tapped routes a press of a button. Every tap is answered, as the button shows
// until then that it waits.
func (b *Bot) tapped(ctx context.Context, t *telegram.Tap, excess bool) error {
	r := b.request(t.Chat, t.From)
	r.thread, r.tapped = t.Thread, t
	if t.Chat.ID == 0 {
		return b.deliver(ctx, r, []Reply{notice(r.Text("toast.stale", nil))})
	}
	if excess {
		return b.deliver(ctx, r, []Reply{toast(r.Text("toast.excess", nil))})
	}
	switch b.flood.judge(r.person(), true, b.now()) {
	case ignore:
		return b.deliver(ctx, r, []Reply{toast(r.Text("toast.flood", nil))})
	case warn:
		return b.deliver(ctx, r, []Reply{notice(r.Text("toast.flood", nil))})
	}
	replies, err := b.press(ctx, r, t.Data)
	if errors.Is(err, taps.ErrStale) {
		replies, err = []Reply{toast(r.Text("toast.stale", nil)), b.homeMenu(r)}, nil
	}
	return b.finish(ctx, r, replies, err)
}

func (b *Bot) press(ctx context.Context, r *request, data string) ([]Reply, error) {
	tap, err := taps.Parse(data)
	if err != nil {
		return nil, err
	}
	a, ok := actions()[tap.Verb]
	if !ok {
		return nil, taps.ErrStale
	}
	r.tap = tap
	if a.changes {
		if allowed, err := b.mayChange(ctx, r); err != nil || !allowed {
			return []Reply{notice(r.Text("toast.admins", nil))}, err
		}
	}
	return a.handle(b, ctx, r)
}

// mayChange says whether whoever asks may change the chat.
func (b *Bot) mayChange(ctx context.Context, r *request) (bool, error) {
	if r.isPrivate() || r.anonymous {
		return true, nil
	}
	allowed, err := b.telegram.IsAdmin(ctx, r.chat.ID, r.user.ID)
	var e *telegram.Error
	if errors.As(err, &e) && e.Reason == telegram.Migrated && e.MigrateTo != 0 {
		if err := b.moved(ctx, r, e.MigrateTo); err != nil {
			return false, err
		}
		return b.telegram.IsAdmin(ctx, r.chat.ID, r.user.ID)
	}
	return allowed, err
}

// reached ends a pause that a message from the chat disproves.
func (b *Bot) reached(ctx context.Context, r *request) error {
	gone := func(p subscriptions.Pause) bool {
		return p == subscriptions.Blocked || p == subscriptions.Removed || p == subscriptions.Unreachable
	}
	if !gone(r.record.Pause) {
		return nil
	}
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		if !gone(c.Pause) {
			return errUnchanged
		}
		c.Pause, c.Misses = subscriptions.Active, 0
		return nil
	})
	return err
}

// finish sends the replies, or says that it did not work.
func (b *Bot) finish(ctx context.Context, r *request, replies []Reply, err error) error {
	if err == nil {
		err = b.deliver(ctx, r, replies)
		then := r.then
		if err != nil || then == nil {
			return err
		}
		r.then = nil
		replies, err = then(ctx)
		return b.finish(ctx, r, replies, err)
	}
	if ctx.Err() != nil || errors.Is(err, store.ErrFenced) || errors.Is(err, store.ErrClosed) {
		return err
	}
	sorry := say(r.HTML("error.internal", nil))
	if r.tapped != nil && !r.answered {
		sorry = notice(r.Text("toast.internal", nil))
	}
	if sendErr := b.deliver(ctx, r, []Reply{sorry}); sendErr != nil {
		b.log.WarnContext(ctx, "apologise", slog.Any("error", sendErr))
	}
	return err
}

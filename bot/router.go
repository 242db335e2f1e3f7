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
		return b.message(ctx, u.Message)
	case u.Tap != nil:
		return b.tapped(ctx, u.Tap)
	case u.Membership != nil:
		return b.membership(ctx, u.Membership)
	}
	return nil
}

// message routes what a person wrote, or an admin in a chat's own name.
func (b *Bot) message(ctx context.Context, m *telegram.Message) error {
	if m.From.Bot && !m.Anonymous {
		return nil
	}
	name, addressee, argument, isCommand := m.Command()
	if addressee != "" && !strings.EqualFold(addressee, b.username) {
		return nil
	}
	r := b.request(m.Chat, m.From)
	r.anonymous, r.thread, r.argument = m.Anonymous, m.Thread, argument
	if !isCommand && !r.isPrivate() {
		return nil
	}
	c, known := b.find(name)
	if isCommand && !known && !r.isPrivate() && addressee == "" {
		return nil // most likely meant for another bot
	}
	switch b.flood.judge(m.Chat.ID, false, b.now()) {
	case ignore:
		return nil
	case warn:
		return b.deliver(ctx, r, nil, []Reply{say(r.HTML("flood", nil))})
	}
	replies, err := b.dispatch(ctx, r, m, name, c)
	return b.finish(ctx, r, nil, replies, err)
}

// dispatch calls the handler of a message; c is nil where no command was known.
func (b *Bot) dispatch(ctx context.Context, r *request, m *telegram.Message, name string, c *command) ([]Reply, error) {
	if err := b.reached(ctx, r); err != nil {
		return nil, err
	}
	switch {
	case c == nil && name != "":
		return b.unknown(r, name), nil
	case c == nil:
		return b.plain(ctx, r, m.Text)
	}
	if !c.shows(r.argument) {
		if allowed, err := b.mayChange(ctx, r); err != nil || !allowed {
			return []Reply{say(r.HTML("error.admins", nil))}, err
		}
	}
	return c.handle(b, ctx, r)
}

// tapped routes a press of a button.
func (b *Bot) tapped(ctx context.Context, t *telegram.Tap) error {
	r := b.request(t.Chat, t.From)
	r.thread = t.Thread
	if t.Chat.ID == 0 {
		return b.deliver(ctx, r, t, []Reply{notice(r.Text("toast.stale", nil))})
	}
	switch b.flood.judge(t.Chat.ID, true, b.now()) {
	case ignore:
		return nil
	case warn:
		return b.deliver(ctx, r, t, []Reply{notice(r.Text("toast.flood", nil))})
	}
	replies, err := b.press(ctx, r, t.Data)
	if errors.Is(err, taps.ErrStale) {
		replies, err = []Reply{toast(r.Text("toast.stale", nil)), b.homeMenu(r)}, nil
	}
	return b.finish(ctx, r, t, replies, err)
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
	return b.telegram.IsAdmin(ctx, r.chat.ID, r.user.ID)
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
func (b *Bot) finish(ctx context.Context, r *request, t *telegram.Tap, replies []Reply, err error) error {
	if err == nil {
		return b.deliver(ctx, r, t, replies)
	}
	if ctx.Err() != nil || errors.Is(err, store.ErrFenced) || errors.Is(err, store.ErrClosed) {
		return err
	}
	sorry := say(r.HTML("error.internal", nil))
	if t != nil {
		sorry = notice(r.Text("toast.internal", nil))
	}
	if sendErr := b.deliver(ctx, r, t, []Reply{sorry}); sendErr != nil {
		b.log.WarnContext(ctx, "apologise", slog.Any("error", sendErr))
	}
	return err
}

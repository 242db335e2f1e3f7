package bot

import (
	"context"
	"errors"

	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

// membership follows the bot's own place in a chat: blocked or removed it pauses,
// back it goes on, and a group that is new is greeted.
func (b *Bot) membership(ctx context.Context, m *telegram.Membership) error {
	chat, known := b.book.Get(m.Chat.ID)
	if known && chat.ID != m.Chat.ID {
		return nil // about a group that is a supergroup now: the bot has its place there
	}
	group := m.Chat.Kind == string(subscriptions.Group) || m.Chat.Kind == string(subscriptions.Supergroup)
	switch {
	case m.Status == "left" || m.Status == "kicked":
		pause := subscriptions.Removed
		if m.Chat.Kind == string(subscriptions.Private) {
			pause = subscriptions.Blocked
		}
		return b.suspend(ctx, m.Chat.ID, pause)
	case !m.CanWrite && m.Chat.Kind != string(subscriptions.Private):
		return b.suspend(ctx, m.Chat.ID, subscriptions.NotAllowed)
	case !known && group:
		return b.greet(ctx, m)
	case known:
		return b.back(ctx, m.Chat.ID)
	}
	return nil
}

// back ends a pause that had to do with the bot's place. A person's own stays.
func (b *Bot) back(ctx context.Context, chat int64) error {
	_, err := b.book.Update(ctx, chat, func(c *subscriptions.Chat) error {
		if c.Pause == subscriptions.Active || c.Pause == subscriptions.ByUser {
			return errUnchanged
		}
		c.Pause, c.Misses = subscriptions.Active, 0
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// greet says hello in a group, once: the group is known from then on. Channels
// are not greeted, as all their readers would be told.
func (b *Bot) greet(ctx context.Context, m *telegram.Membership) error {
	r := b.request(m.Chat, m.From)
	if _, err := b.change(ctx, r, func(*subscriptions.Chat) error { return nil }); err != nil {
		return err
	}
	return b.deliver(ctx, r, []Reply{b.homeMenu(r)})
}

// migrate moves everything about a group that became a supergroup. Both chats get
// such a message; moving twice does no harm.
func (b *Bot) migrate(ctx context.Context, m *telegram.Message) error {
	from, to := m.Chat.ID, m.MigrateTo
	if m.MigrateFrom != 0 {
		from, to = m.MigrateFrom, m.Chat.ID
	}
	if err := b.book.Move(ctx, from, to); err != nil {
		return err
	}
	if chat, known := b.book.Get(to); known && chat.Pause == subscriptions.Removed {
		return b.back(ctx, to) // it was "removed" from the group that is no more
	}
	return nil
}

// moved follows the group, which Telegram says is a supergroup now, before the
// message came that tells so.
func (b *Bot) moved(ctx context.Context, r *request, to int64) error {
	if err := b.book.Move(ctx, r.chat.ID, to); err != nil {
		return err
	}
	r.chat.ID, r.chat.Kind = to, string(subscriptions.Supergroup)
	if record, known := b.book.Get(to); known {
		r.record = record
	}
	return nil
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

// maxWait is how long a reply waits for its one repetition. A person who got no
// answer asks again; handlers bear that.
const maxWait = 10 * time.Second

// deliver sends the replies in order, after a tap the toast first, so that the
// button stops waiting.
func (b *Bot) deliver(ctx context.Context, r *request, replies []Reply) error {
	var failed error
	if r.tapped != nil && !r.answered {
		r.answered = true
		text, alert := "", false
		for _, reply := range replies {
			if reply.Kind == Toast || reply.Kind == Notice {
				text, alert = reply.Toast, reply.Kind == Notice
			}
		}
		if err := b.telegram.Answer(ctx, r.tapped.ID, text, alert); err != nil {
			failed = fmt.Errorf("answer a tap: %w", err)
		}
	}
	for _, reply := range replies {
		if reply.Kind == Toast || reply.Kind == Notice {
			continue
		}
		reply.Text.Thread = r.thread
		if err := b.put(ctx, r, reply); err != nil {
			return errors.Join(failed, b.refused(ctx, r, err))
		}
	}
	return failed
}

// put sends or edits once, and once more where Telegram says when or how.
func (b *Bot) put(ctx context.Context, r *request, reply Reply) error {
	send := func() error {
		if reply.Kind == Edit && r.tapped != nil && r.tapped.MessageID != 0 {
			r.shown = r.tapped.MessageID
			return b.telegram.Edit(ctx, r.chat.ID, r.shown, reply.Text)
		}
		if reply.Kind == Amend && r.shown != 0 {
			return b.telegram.Edit(ctx, r.chat.ID, r.shown, reply.Text)
		}
		sent, err := b.telegram.Send(ctx, r.chat.ID, reply.Text)
		r.shown = sent
		return err
	}
	err := send()
	var e *telegram.Error
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case reply.Kind != Message && (e.Reason == telegram.Gone || e.Reason == telegram.Refused):
		reply.Kind = Message
	case e.Reason == telegram.TopicGone:
		reply.Text.Thread = 0
	case e.Reason == telegram.Migrated:
		if err := b.moved(ctx, r, e.MigrateTo); err != nil {
			return err
		}
	case e.Reason == telegram.NotSent, e.Reason == telegram.TooMany, e.Reason == telegram.Server:
		wait := max(e.RetryAfter, time.Second)
		if wait > maxWait {
			return err
		}
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
	default:
		return err
	}
	return send()
}

// refused pauses a chat that cannot be written to any more, if it has anything to
// pause, and returns the errors that are news to the operator.
func (b *Bot) refused(ctx context.Context, r *request, err error) error {
	var e *telegram.Error
	if !errors.As(err, &e) {
		return err
	}
	pause := map[telegram.Reason]subscriptions.Pause{
		telegram.Blocked: subscriptions.Blocked, telegram.Removed: subscriptions.Removed, telegram.NotAllowed: subscriptions.NotAllowed,
	}[e.Reason]
	if pause == subscriptions.Active {
		return fmt.Errorf("reply to %d: %w", r.chat.ID, err)
	}
	return b.suspend(ctx, r.chat.ID, pause)
}

// suspend pauses a known chat. A pause of its own is kept: it outlasts this one.
func (b *Bot) suspend(ctx context.Context, chat int64, pause subscriptions.Pause) error {
	if _, known := b.book.Get(chat); !known {
		return nil
	}
	_, err := b.book.Update(ctx, chat, func(c *subscriptions.Chat) error {
		if c.Pause == pause || c.Pause == subscriptions.ByUser {
			return errUnchanged
		}
		c.Pause = pause
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

package main

import (
	"context"
	"errors"
	"time"

	"newsbot/bot/notify"
	"newsbot/bot/telegram"
)

// replyPatience is how long a person's answer may take to get out before it is
// given up: after that it would only confuse.
const replyPatience = 30 * time.Second

// replies sends the bot's answers to people: each takes its turn with the
// pacer, before alerts and digests, and what surely did not arrive is tried
// again while somebody may still wait for it.
type replies struct {
	*telegram.Client
	pacer *notify.Pacer
}

func (r replies) Send(ctx context.Context, chat int64, t telegram.Text) (id int, err error) {
	err = r.deliver(ctx, chat, func(ctx context.Context) error {
		id, err = r.Client.Send(ctx, chat, t)
		return err
	})
	return id, err
}

func (r replies) Edit(ctx context.Context, chat int64, message int, t telegram.Text) error {
	return r.deliver(ctx, chat, func(ctx context.Context) error {
		return r.Client.Edit(ctx, chat, message, t)
	})
}

func (r replies) deliver(ctx context.Context, chat int64, send func(context.Context) error) error {
	waiting, cancel := context.WithTimeout(ctx, replyPatience)
	defer cancel()
	for pause := time.Second; ; pause *= 2 {
		if err := r.pacer.Wait(waiting, notify.Reply, chat); err != nil {
			return err
		}
		// The send itself has the caller's time: one that has begun should end.
		err := send(ctx)
		var failure *telegram.Error
		if !errors.As(err, &failure) {
			return err
		}
		switch failure.Reason {
		case telegram.TooMany:
			r.pacer.Park(chat, failure.RetryAfter)
		case telegram.NotSent, telegram.Server:
			select {
			case <-time.After(pause):
			case <-waiting.Done():
				return err
			}
		default:
			return err
		}
		if failure.RetryAfter > replyPatience {
			return err
		}
	}
}

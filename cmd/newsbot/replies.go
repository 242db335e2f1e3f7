package main

import (
	"context"
	"errors"
	"time"

	"newsbot/bot/notify"
	"newsbot/bot/telegram"
)

// replyPatience is how long an answer waits for its turn. Whoever wrote it off
// by then asks again.
const replyPatience = 30 * time.Second

// replies sends the bot's answers to people when it is their turn, before
// alerts and digests. What a failure means is for the bot to decide.
type replies struct {
	*telegram.Client
	pacer *notify.Pacer
}

func (r replies) Send(ctx context.Context, chat int64, t telegram.Text) (int, error) {
	if err := r.turn(ctx, chat); err != nil {
		return 0, err
	}
	defer r.pacer.Answered(chat)
	id, err := r.Client.Send(ctx, chat, t)
	return id, r.park(chat, err)
}

func (r replies) Edit(ctx context.Context, chat int64, message int, t telegram.Text) error {
	if err := r.turn(ctx, chat); err != nil {
		return err
	}
	defer r.pacer.Answered(chat)
	return r.park(chat, r.Client.Edit(ctx, chat, message, t))
}

func (r replies) turn(ctx context.Context, chat int64) error {
	ctx, cancel := context.WithTimeout(ctx, replyPatience)
	defer cancel()
	return r.pacer.Wait(ctx, notify.Reply, chat)
}

// park tells the pacer of a 429, and returns err.
func (r replies) park(chat int64, err error) error {
	var failure *telegram.Error
	if errors.As(err, &failure) && failure.Reason == telegram.TooMany {
		r.pacer.Park(chat, failure.RetryAfter)
	}
	return err
}

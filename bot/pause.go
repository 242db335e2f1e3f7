package bot

import (
	"context"

	"newsbot/bot/locale"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

// pause stops alerts and digests, and keeps everything.
func (b *Bot) pause(ctx context.Context, r *request) ([]Reply, error) {
	if r.argument != "" {
		return b.wholeOnly(r, true), nil
	}
	if err := b.setPause(ctx, r, true); err != nil {
		return nil, err
	}
	return []Reply{say(r.HTML("pause.done", nil), row(r.button("resume", nil, taps.SetPause, false)))}, nil
}

// resume ends any pause.
func (b *Bot) resume(ctx context.Context, r *request) ([]Reply, error) {
	if r.argument != "" {
		return b.wholeOnly(r, false), nil
	}
	if err := b.setPause(ctx, r, false); err != nil {
		return nil, err
	}
	if len(r.record.Subscriptions) == 0 {
		return []Reply{b.listMenu(r, 0, Message)}, nil
	}
	return []Reply{say(r.HTML("pause.over", locale.Data{"Count": len(r.record.Subscriptions)}), row(r.button("list", nil, taps.List, 0)))}, nil
}

func (b *Bot) tapPause(ctx context.Context, r *request) ([]Reply, error) {
	wanted, err := r.tap.Wanted(0)
	if err != nil {
		return nil, err
	}
	replies, err := map[bool]handler{true: (*Bot).pause, false: (*Bot).resume}[wanted](b, ctx, r)
	if err == nil {
		replies[0].Kind = Edit
	}
	return replies, err
}

// setPause pauses the chat or ends any pause.
func (b *Bot) setPause(ctx context.Context, r *request, paused bool) error {
	want := subscriptions.Active
	if paused {
		want = subscriptions.ByUser
	}
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		if c.Pause == want {
			return errUnchanged
		}
		c.Pause, c.Misses = want, 0
		return nil
	})
	return err
}

// wholeOnly answers /pause or /resume with something after it, which is about all
// messages or was meant for one subscription: it does nothing and offers both.
func (b *Bot) wholeOnly(r *request, pause bool) []Reply {
	id, all := "resume.argument", r.button("resume", nil, taps.SetPause, false)
	if pause {
		id, all = "pause.argument", r.button("pause", nil, taps.SetPause, true)
	}
	var one []telegram.Button
	if s, ok := b.named(r, r.argument); ok {
		one = row(r.muteButton(s, pause))
	}
	return []Reply{say(r.HTML(id, nil), one, row(all))}
}

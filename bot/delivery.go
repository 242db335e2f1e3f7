package bot

import (
	"context"

	"newsbot/bot/locale"
	"newsbot/bot/taps"
	"newsbot/subscriptions"
)

// tapAlerts has stories come at once, or in the digest only, which it turns on if
// need be: nothing would come otherwise.
func (b *Bot) tapAlerts(ctx context.Context, r *request) ([]Reply, error) {
	atOnce, err := r.tap.Wanted(0)
	if err != nil {
		return nil, err
	}
	turnedOn := false
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		c.DigestOnly = !atOnce
		if turnedOn = c.DigestOnly && !c.Digest.On; turnedOn {
			b.turnOnDigest(c, defaultDigest)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	menu := b.settingsMenu(r, Edit, "")
	if turnedOn {
		menu = b.settingsMenu(r, Edit, r.HTML("settings.digest_turned_on", locale.Data{"Time": r.clock(r.record.Digest.Minute)}))
	}
	return []Reply{menu}, nil
}

// tapEmpty has the digest say that there was nothing, or not come then.
func (b *Bot) tapEmpty(ctx context.Context, r *request) ([]Reply, error) {
	wanted, err := r.tap.Wanted(0)
	if err != nil {
		return nil, err
	}
	if _, err := b.change(ctx, r, func(c *subscriptions.Chat) error { c.Digest.SkipEmpty = !wanted; return nil }); err != nil {
		return nil, err
	}
	return []Reply{b.settingsMenu(r, Edit, "")}, nil
}

// tapSame has what several sources tell come once, or each of it.
func (b *Bot) tapSame(ctx context.Context, r *request) ([]Reply, error) {
	once, err := r.tap.Wanted(0)
	if err != nil {
		return nil, err
	}
	if _, err := b.change(ctx, r, func(c *subscriptions.Chat) error { c.Each = !once; return nil }); err != nil {
		return nil, err
	}
	return []Reply{b.settingsMenu(r, Edit, "")}, nil
}

// pause stops alerts and digests, and keeps everything.
func (b *Bot) pause(ctx context.Context, r *request) ([]Reply, error) {
	if err := b.setPause(ctx, r, true); err != nil {
		return nil, err
	}
	return []Reply{say(r.HTML("pause.done", nil), row(r.button("resume", nil, taps.SetPause, false)))}, nil
}

func (b *Bot) resume(ctx context.Context, r *request) ([]Reply, error) {
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

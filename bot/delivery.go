package bot

import (
	"context"

	"newsbot/bot/locale"
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

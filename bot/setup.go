package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"newsbot/bot/telegram"
)

// A Profile is what Setup sets: menus, and what Telegram says of the bot;
// *telegram.Client is one.
type Profile interface {
	SetCommands(ctx context.Context, scope telegram.Scope, language string, commands []telegram.Command) error
	SetDescription(ctx context.Context, language, text string) error
	SetShortDescription(ctx context.Context, language, text string) error
}

// How long Setup waits before it tries again what failed.
const (
	setupPause    = 5 * time.Second // doubling
	setupMaxPause = time.Hour
)

// Setup tells Telegram the menus and the descriptions, in every language. It is
// to be called once a start; repeating it changes nothing. What fails is logged,
// and again only when it fails otherwise, and tried until it is done: Setup
// returns nil then, or an error when ctx ends or the token is refused.
func (b *Bot) Setup(ctx context.Context, p Profile) error {
	steps, told := b.setupSteps(p), map[string]string{}
	for pause := setupPause; ; pause = min(2*pause, setupMaxPause) {
		left, wait, err := b.trySetup(ctx, steps, told)
		if err != nil || len(left) == 0 {
			return err
		}
		steps = left
		timer := time.NewTimer(max(pause, wait))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// A setupStep is one request of Setup.
type setupStep struct {
	name string
	do   func(context.Context) error
}

func (b *Bot) setupSteps(p Profile) []setupStep {
	var steps []setupStep
	add := func(name, language string, do func(context.Context) error) {
		if language != "" {
			name += " in " + language
		}
		steps = append(steps, setupStep{name, do})
	}
	for _, m := range b.Menus() {
		add(fmt.Sprintf("the command menu %s", m.Scope), m.Language, func(ctx context.Context) error {
			return p.SetCommands(ctx, m.Scope, m.Language, m.Commands)
		})
	}
	for _, code := range b.catalog.Languages() {
		in, language := b.catalog.For(code), menuLanguage(code)
		add("the description", language, func(ctx context.Context) error {
			return p.SetDescription(ctx, language, in.Text("about.description", nil))
		})
		add("the short description", language, func(ctx context.Context) error {
			return p.SetShortDescription(ctx, language, in.Text("about.short", nil))
		})
	}
	return steps
}

// trySetup returns the steps that failed and how long Telegram asks to wait. A
// request too many ends the round, as the next would be one as well.
func (b *Bot) trySetup(ctx context.Context, steps []setupStep, told map[string]string) (left []setupStep, wait time.Duration, err error) {
	for i, s := range steps {
		err := s.do(ctx)
		if err == nil {
			continue
		}
		var e *telegram.Error
		known := errors.As(err, &e)
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		if known && e.Reason == telegram.Unauthorized {
			return nil, 0, fmt.Errorf("set %s: %w", s.name, err)
		}
		if told[s.name] != err.Error() {
			told[s.name] = err.Error()
			b.log.WarnContext(ctx, "set "+s.name+"; it is tried again", slog.Any("error", err))
		}
		if known && e.Reason == telegram.TooMany {
			return append(left, steps[i:]...), e.RetryAfter, nil
		}
		left = append(left, s)
	}
	return left, 0, nil
}

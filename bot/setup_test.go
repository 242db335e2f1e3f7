package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot"
	"newsbot/bot/telegram"
)

// A profile is one that fails a number of times, for each thing.
type profile struct {
	fails int
	err   error
	tried map[string]int
	set   map[string]bool
}

func (p *profile) step(name string) error {
	if p.tried[name]++; p.tried[name] <= p.fails {
		return p.err
	}
	p.set[name] = true
	return nil
}

func (p *profile) SetCommands(_ context.Context, scope telegram.Scope, language string, _ []telegram.Command) error {
	return p.step(string(scope) + language)
}
func (p *profile) SetDescription(_ context.Context, language, _ string) error {
	return p.step("description" + language)
}
func (p *profile) SetShortDescription(_ context.Context, language, _ string) error {
	return p.step("short" + language)
}

func TestSetupGoesOnUntilAllIsSet(t *testing.T) {
	for name, test := range map[string]struct {
		fails int
		err   error
		lines int // logged, of the 6 things to set
		least time.Duration
	}{
		"at once":             {0, nil, 0, 0},
		"a server that fails": {3, &telegram.Error{Reason: telegram.Server}, 6, 35 * time.Second},
		"a limit":             {1, &telegram.Error{Reason: telegram.TooMany, RetryAfter: 2 * time.Minute}, 6, 12 * time.Minute},
		"for a day":           {30, errors.New("no connection"), 6, 20 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			options := newRoom(t).options
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				options.Log = slog.New(slog.NewTextHandler(&log, nil))
				b, err := bot.New(options)
				if err != nil {
					t.Fatal(err)
				}
				p := &profile{fails: test.fails, err: test.err, tried: map[string]int{}, set: map[string]bool{}}
				start := time.Now()
				if err := b.Setup(t.Context(), p); err != nil || len(p.set) != 6 {
					t.Errorf("set %v, %v, want 6 things", p.set, err)
				}
				if got := strings.Count(log.String(), "\n"); got != test.lines {
					t.Errorf("%d lines logged, want %d:\n%s", got, test.lines, &log)
				}
				if took := time.Since(start); took < test.least || took > 2*test.least {
					t.Errorf("took %s, want %s or a little more", took, test.least)
				}
			})
		})
	}
}

func TestSetupEnds(t *testing.T) {
	for name, failure := range map[string]error{
		"with its context": errors.New("no connection"), "where the token is refused": &telegram.Error{Reason: telegram.Unauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				p := &profile{fails: 1 << 30, err: failure, tried: map[string]int{}, set: map[string]bool{}}
				if err := r.bot.Setup(ctx, p); err == nil || len(p.set) > 0 {
					t.Errorf("set %v, %v, want an error", p.set, err)
				}
			})
		})
	}
}

package telegram

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"
)

const (
	minPause = time.Second
	maxPause = 30 * time.Second
	// conflictPause is how long another poller is left alone. Telegram itself
	// delays repeated conflicts for 3 seconds.
	conflictPause = 3 * time.Second
)

// A pause grows with failures in a row.
type pause struct {
	failures   int
	conflicted bool
}

// after waits as long as err asks for, nothing where it is nil, and returns
// ctx's error if that ends first.
func (p *pause) after(ctx context.Context, log *slog.Logger, err error) error {
	if err == nil {
		if p.failures > 0 {
			log.Info("polling works again", slog.Int("failures", p.failures))
		}
		*p = pause{}
		return ctx.Err()
	}
	p.failures++
	wait := p.length(err)
	switch {
	case reason(err) != Conflict:
		log.Warn("poll for updates", slog.Any("error", err), slog.Int("failures", p.failures), slog.Duration("again_in", wait))
	case !p.conflicted:
		p.conflicted = true
		log.Error("somebody else takes this bot's updates: stop the other process that polls with this token, or delete the webhook; nothing is answered meanwhile",
			slog.Any("error", err))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// length returns the wait: what Telegram asks for, or 1 to 30 seconds doubling,
// and up to a quarter more, so that many bots do not return as one.
func (p *pause) length(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) && e.Reason == TooMany {
		return e.RetryAfter + jitter(minPause)
	}
	wait := min(minPause<<min(p.failures-1, 10), maxPause)
	if reason(err) == Conflict {
		wait = max(wait, conflictPause)
	}
	return wait + jitter(wait)
}

func jitter(d time.Duration) time.Duration { return rand.N(d/4 + 1) }

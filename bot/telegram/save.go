package telegram

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

// save stores how far updates are received and handled, however often that
// takes: asking on before would confirm updates of which nothing is kept.
func (p *poller) save(ctx context.Context) error {
	var wait pause
	for p.dirty {
		s := p.step()
		err := p.cursor.Save(ctx, s)
		if err == nil {
			for _, n := range s.Note {
				p.window.held[n.ID].noted = true
			}
			p.strike, p.dirty = nil, false
			return nil
		}
		if fatal(err) || wait.after(ctx, p.log, err) != nil {
			return err
		}
	}
	return nil
}

// step is what changed since it was last saved.
func (p *poller) step() Step {
	s := Step{Offset: p.offset, Recent: p.seen.ids(), Strike: slices.Clone(p.strike)}
	for id, h := range p.window.held {
		if !h.noted {
			s.Note = append(s.Note, Note{id, h.raw})
		}
	}
	slices.SortFunc(s.Note, func(a, b Note) int { return cmp.Compare(a.ID, b.ID) })
	return s
}

// end saves at the end and tells Telegram where that was, which else the next
// poll does. What was received and neither handled nor saved comes again.
func (p *poller) end(ctx context.Context, err error) error {
	if errors.Is(err, store.ErrFenced) || errors.Is(err, store.ErrClosed) {
		return err
	}
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveLimit)
	defer cancel()
	switch failed := p.save(saving); {
	case fatal(failed):
		return errors.Join(err, failed)
	case failed != nil:
		p.log.Warn("could not save the last updates; they come again", slog.Any("error", failed))
		return err
	case err != nil || p.offset == p.asked:
		return err
	}
	confirming, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmLimit)
	defer cancel()
	// The one update it may be given stays for the next start.
	if _, err := p.fetch(confirming, query{offset: p.offset, limit: 1}); err != nil {
		p.log.Warn("could not confirm the last updates; they come again and are known", slog.Any("error", err))
	}
	return nil
}

// afterGrace returns a context that ends d after ctx does.
func afterGrace(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-later.Done():
		}
	})
	return later, func() { stop(); cancel() }
}

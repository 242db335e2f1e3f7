package telegram

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// patience is how long a batch is waited for before what is not handled of it is
// noted in the store: most are handled by then and need no note.
const patience = 200 * time.Millisecond

// maxUpdate is the longest update taken, in bytes. Telegram's are far shorter,
// as a text has 4096 characters at most.
const maxUpdate = 256 << 10

// errStale is a batch that does not move on; asking on at once would spin.
var errStale = errors.New("only updates that were received already")

// take hands out a batch, and saves that it was received and how far it is
// handled.
func (p *poller) take(ctx, handling context.Context, batch []json.RawMessage) error {
	if len(batch) == 0 {
		return nil
	}
	fresh, last, err := p.sort(batch)
	if err != nil {
		return err
	}
	if len(fresh) == 0 && last+1 == p.offset {
		return errStale
	}
	// The offset follows the ids, downwards too: after a week without updates
	// Telegram starts from a random number.
	p.offset, p.dirty = last+1, true
	refused := 0
	for _, u := range fresh {
		if !p.window.hold(handling, u, false) {
			p.seen.add(u.ID)
			refused++
		}
	}
	if refused > 0 {
		p.log.Warn("left out updates of chats that ask faster than they can be answered", slog.Int("updates", refused))
	}
	if err := p.await(ctx, handling, fresh); err != nil {
		return err
	}
	return p.save(ctx)
}

// await lets the updates be handled for a moment.
func (p *poller) await(ctx, handling context.Context, updates []received) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for slices.ContainsFunc(updates, func(u received) bool { return p.window.has(u.ID) }) {
		select {
		case o := <-p.window.done:
			if err := p.settle(handling, o); err != nil {
				return err
			}
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// settle takes an outcome and those that are there with it. It returns an error
// only where no later update can be handled.
func (p *poller) settle(handling context.Context, o outcome) error {
	for {
		h := p.window.finish(handling, o)
		switch {
		case h != nil:
			if o.err != nil {
				p.log.Error("handle an update", slog.Int("update", o.id), slog.Any("error", o.err))
			}
			p.seen.add(o.id)
			p.dirty = true
			if h.noted {
				p.strike = append(p.strike, o.id)
			}
		case fatal(o.err):
			return o.err
		}
		select {
		case o = <-p.window.done:
		default:
			return nil
		}
	}
}

// sort reads a batch: the updates not received yet, by id, and the highest id.
// Telegram gives updates in order; a gateway need not. Updates that cannot be
// read are logged and left out.
func (p *poller) sort(batch []json.RawMessage) (fresh []received, last int, err error) {
	ids, known := map[int]bool{}, 0
	for _, raw := range batch {
		id, err := updateID(raw)
		if err != nil {
			p.log.Error("skipped an update without a readable id", slog.Any("error", err))
			continue
		}
		if known++; known == 1 || id > last {
			last = id
		}
		if ids[id] || p.seen.has(id) || p.window.has(id) {
			continue
		}
		ids[id] = true
		u, err := decode(raw)
		if err == nil && len(raw) > maxUpdate {
			err = fmt.Errorf("it has %d bytes, %d are the most", len(raw), maxUpdate)
		}
		if err != nil {
			p.log.Error("skipped an update that cannot be read", slog.Int("update", id), slog.Any("error", err))
			continue
		}
		fresh = append(fresh, received{u, raw})
	}
	if known == 0 {
		return nil, 0, fmt.Errorf("none of %d updates has a readable id", len(batch))
	}
	slices.SortFunc(fresh, func(a, b received) int { return cmp.Compare(a.ID, b.ID) })
	return fresh, last, nil
}

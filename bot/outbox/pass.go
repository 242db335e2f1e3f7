package outbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

// maxPasses is how many stories are gone through at once. It bounds memory: a pass
// holds up to one record.
const maxPasses = 8

// A pass goes once through the alerts of a story that were sent and hands out those
// that list less than there is. What is put off is for the next.
type pass struct {
	story  int64
	newest int64 // what is to be listed
	due    int64 // its due time, in unix milliseconds

	after []byte     // the last record that was read
	ready []Delivery // of that record, still to be handed out
	found bool       // there was one
	read  bool       // all were
	out   int        // handed out, without an outcome
	left  int        // put off
	again time.Time  // when the first of those may be tried
}

type passes []*pass

func (p passes) of(story int64) *pass {
	for _, pass := range p {
		if pass.story == story {
			return pass
		}
	}
	return nil
}

// settle notes an outcome.
func (p passes) settle(a Ack) {
	pass := p.of(a.Delivery.Story)
	if pass == nil {
		return
	}
	if pass.out--; a.Outcome == Later {
		if pass.left++; pass.again.IsZero() || a.Due.Before(pass.again) {
			pass.again = a.Due
		}
	}
}

func (p *pass) over() bool { return p.read && len(p.ready) == 0 && p.out == 0 }

// take appends up to limit edits to out.
func (p *pass) take(ctx context.Context, r store.Reader, limit int, out []Delivery) ([]Delivery, error) {
	for limit > 0 && (len(p.ready) > 0 || !p.read) {
		if len(p.ready) == 0 {
			if err := p.load(ctx, r); err != nil {
				return out, err
			}
			continue
		}
		n := min(limit, len(p.ready))
		out = append(out, p.ready[:n]...)
		p.ready, p.out, limit = p.ready[n:], p.out+n, limit-n
	}
	return out, nil
}

// load reads the next record.
func (p *pass) load(ctx context.Context, r store.Reader) error {
	page, err := r.Scan(ctx, store.Key(root, "sent", p.story), p.after, 1)
	if err != nil {
		return err
	}
	if len(page) == 0 {
		p.read = true
		return nil
	}
	n, err := numbers(page[0].Key, 2)
	if err != nil {
		return err
	}
	alerts, err := decodeSent(p.story, page[0].Value)
	if err != nil {
		return fmt.Errorf("messages %d of story %d: %w", n[1], p.story, err)
	}
	p.after, p.found = page[0].Key, true
	for i, a := range alerts {
		if a.message != 0 && a.listed < p.newest {
			p.ready = append(p.ready, Delivery{Kind: Edit, Chat: a.chat, Story: p.story, Message: a.message, Listed: a.listed,
				place: place{due: p.due, record: n[1], index: i}})
		}
	}
	return nil
}

// TakeEdits hands out up to limit edits of alerts that are due at now. An alert is
// handed out once in each pass over its story's: those that are put off come again
// together, no sooner than one of them may. next is as in TakeAlerts. It also deletes
// what is older than KeepSent.
func (o *Outbox) TakeEdits(ctx context.Context, now time.Time, limit int) (out []Delivery, next time.Time, err error) {
	if err = o.lockEdits(ctx); err != nil {
		return nil, next, fmt.Errorf("take edits: %w", err)
	}
	defer o.unlockEdits()
	if err := o.prune(ctx, now); err != nil {
		return nil, next, fmt.Errorf("delete old messages: %w", err)
	}
	for more := true; more && err == nil; {
		if next, err = o.startPasses(ctx, now); err != nil {
			break
		}
		var ended passes
		if out, ended, err = o.takePasses(ctx, limit, out); err != nil {
			break
		}
		for _, p := range ended {
			if err = o.endPass(ctx, p, now); err != nil {
				break
			}
		}
		more = len(ended) > 0 && len(out) < limit
	}
	if err != nil {
		return nil, next, fmt.Errorf("take edits: %w", err)
	}
	return out, next, nil
}

// takePasses appends up to limit edits of the passes to out, and returns those that are
// over.
func (o *Outbox) takePasses(ctx context.Context, limit int, out []Delivery) (_ []Delivery, ended passes, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.passes {
		if out, err = p.take(ctx, o.w, limit-len(out), out); err != nil {
			return nil, nil, err
		}
		if p.over() {
			ended = append(ended, p)
		}
	}
	return out, ended, nil
}

// startPasses starts those that are due, as far as there may be more.
func (o *Outbox) startPasses(ctx context.Context, now time.Time) (time.Time, error) {
	next, forget, err := o.findPasses(ctx, now)
	if err == nil && len(forget) > 0 {
		err = o.apply(ctx, forget)
	}
	return next, err
}

// findPasses starts passes and returns how to forget the due times of which none is.
func (o *Outbox) findPasses(ctx context.Context, now time.Time) (next time.Time, forget []store.Op, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.passes) == maxPasses {
		return next, nil, nil
	}
	next, err = o.walkDue(ctx, "edits", now, func(due int64, e store.Entry) (bool, error) {
		n, err := numbers(e.Key, 2)
		if err != nil {
			return false, err
		}
		rec, err := o.editOf(ctx, n[1])
		switch {
		case err != nil:
			return false, err
		case rec.Due != due:
			forget = append(forget, store.Delete(e.Key))
			return len(forget) < store.MaxOps, nil
		}
		o.taken[string(e.Key)] = struct{}{}
		o.passes = append(o.passes, &pass{story: n[1], newest: rec.Newest, due: due})
		return len(o.passes) < maxPasses, nil
	})
	return next, forget, err
}

// endPass stores when the next pass over the story's alerts is due, if one is.
func (o *Outbox) endPass(ctx context.Context, p *pass, now time.Time) error {
	rec, err := o.editOf(ctx, p.story)
	if err != nil {
		return err
	}
	rec.Due, rec.Rest = 0, now.Add(editRest).UnixMilli()
	switch {
	case rec.Newest > p.newest: // another joined meanwhile
		rec.Due, rec.Attempt = rec.Rest, 0
	case p.left > 0 && rec.Attempt < maxAttempts:
		rec.Due = max(now.Add(editRest<<rec.Attempt).UnixMilli(), p.again.UnixMilli())
		rec.Attempt++
	}
	ops := setEdit(p.story, p.due, rec)
	if !p.found && rec.Due == 0 {
		ops = deleteEdit(p.story, p.due)
	}
	if err := o.apply(ctx, ops); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.taken, string(editDueKey(p.due, p.story)))
	o.passes = slices.DeleteFunc(o.passes, func(other *pass) bool { return other == p })
	return nil
}

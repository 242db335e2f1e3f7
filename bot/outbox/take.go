package outbox

import (
	"context"
	"fmt"
	"time"

	"newsbot/subscriptions/store"
)

// TakeAlerts hands out up to limit alerts that may be sent at now and were not
// handed out since Open: those whose time came first, as far as half of limit,
// then those of the jobs. Fewer than limit means that there are no more now; next
// is then when the earliest of those that wait is due, zero where none waits.
func (o *Outbox) TakeAlerts(ctx context.Context, now time.Time, limit int) (out []Delivery, next time.Time, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if out, next, err = o.takeLater(ctx, now, (limit+1)/2, nil); err != nil {
		return nil, next, fmt.Errorf("take alerts: %w", err)
	}
	if out, err = o.takeJobs(ctx, limit-len(out), out); err != nil {
		return nil, next, fmt.Errorf("take alerts: %w", err)
	}
	if len(out) < limit {
		if out, next, err = o.takeLater(ctx, now, limit-len(out), out); err != nil {
			return nil, next, fmt.Errorf("take alerts: %w", err)
		}
	}
	return out, next, nil
}

// takeLater appends up to limit alerts with a due time that has come to out.
func (o *Outbox) takeLater(ctx context.Context, now time.Time, limit int, out []Delivery) ([]Delivery, time.Time, error) {
	next, err := o.walkDue(ctx, "later", now, func(due int64, e store.Entry) (bool, error) {
		n, err := numbers(e.Key, 3)
		if err != nil {
			return false, err
		}
		rec, err := decode[laterRecord](e)
		if err != nil {
			return false, err
		}
		o.taken[string(e.Key)] = struct{}{}
		out = append(out, Delivery{Kind: Alert, Chat: n[2], Story: n[1], Enqueued: moment(rec.Enqueued),
			Retry: rec.retry(), place: place{due: due}})
		limit--
		return limit > 0, nil
	})
	return out, next, err
}

// walkDue visits the entries under the named due times that have come and are not
// handed out, until visit returns false. It returns the first due time that has
// not come, zero where none was reached.
func (o *Outbox) walkDue(ctx context.Context, name string, now time.Time, visit func(due int64, e store.Entry) (bool, error)) (time.Time, error) {
	prefix := store.Key(root, name)
	var after []byte
	for {
		// A page holds all that is handed out and some more, as a rule.
		limit := min(store.MaxPage, len(o.taken)+64)
		page, err := o.w.Scan(ctx, prefix, after, limit)
		if err != nil {
			return time.Time{}, err
		}
		for _, e := range page {
			due, err := numbers(e.Key, 1)
			if err != nil {
				return time.Time{}, err
			}
			if due[0] > now.UnixMilli() {
				return moment(due[0]), nil
			}
			if _, out := o.taken[string(e.Key)]; out {
				continue
			}
			if more, err := visit(due[0], e); err != nil || !more {
				return time.Time{}, err
			}
		}
		if len(page) < limit {
			return time.Time{}, nil
		}
		after = page[len(page)-1].Key
	}
}

package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

// MaxDigest is the most stories in one digest; it bounds the record.
const MaxDigest = 100

// keepEnded is how long an ended digest is remembered, so that enqueuing its date
// again is no repeat. Beyond it the chat's own LastDate suffices.
const keepEnded = 72 * time.Hour

// ErrWaiting says that a digest asked for is still to be sent.
var ErrWaiting = errors.New("one is already on its way")

// A NewDigest is a digest to enqueue.
type NewDigest struct {
	Chat    int64
	Date    string  // local date, as "2026-11-25"
	Asked   bool    // for with "/digest now": one may wait beside that date's own
	Stories []int64 // ranked, at most MaxDigest; may be empty
	Total   int     // that matched
}

// DigestOps returns the operations that enqueue d, to be applied in one commit
// with the chat's document and followed by Wake. There are none where a digest of
// that chat and date was enqueued before, sent or not.
func (o *Outbox) DigestOps(ctx context.Context, d NewDigest) ([]store.Op, error) {
	if len(d.Stories) > MaxDigest || d.Date == "" || len(d.Date) > 32 {
		return nil, fmt.Errorf("enqueue digest %q of chat %d: %d stories (%d at most)", d.Date, d.Chat, len(d.Stories), MaxDigest)
	}
	_, err := o.w.Get(ctx, digestKey(d.Chat, slot(d.Date, d.Asked)))
	if err == nil {
		return nil, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("enqueue digest %q of chat %d: %w", d.Date, d.Chat, err)
	}
	now := time.Now()
	rec := digestRecord{laterRecord: newLater(now, Retry{}), Date: d.Date, Asked: d.Asked, State: waiting,
		Due: now.UnixMilli(), Stories: d.Stories, Total: max(d.Total, len(d.Stories))}
	return setDigest(d.Chat, 0, rec), nil
}

// EnqueueDigest enqueues d by itself. It returns ErrWaiting where one of that chat
// and date is there.
func (o *Outbox) EnqueueDigest(ctx context.Context, d NewDigest) error {
	o.enqueue.Lock()
	defer o.enqueue.Unlock()
	ops, err := o.DigestOps(ctx, d)
	if err != nil {
		return err
	}
	if ops == nil {
		return fmt.Errorf("enqueue digest %q of chat %d: %w", d.Date, d.Chat, ErrWaiting)
	}
	if err := o.apply(ctx, ops); err != nil {
		return fmt.Errorf("enqueue digest %q of chat %d: %w", d.Date, d.Chat, err)
	}
	o.Wake()
	return nil
}

// setDigest returns the operations that store rec and move its due time from was
// (0: none) to rec.Due.
func setDigest(chat, was int64, rec digestRecord) []store.Op {
	slot := slot(rec.Date, rec.Asked)
	var ops []store.Op
	if was != 0 && was != rec.Due {
		ops = append(ops, store.Delete(digestDueKey(was, chat, slot)))
	}
	return append(ops, store.Set(digestKey(chat, slot), encode(rec)),
		store.Set(digestDueKey(rec.Due, chat, slot), []byte{}))
}

func deleteDigest(chat, due int64, slot string) []store.Op {
	return []store.Op{store.Delete(digestKey(chat, slot)), store.Delete(digestDueKey(due, chat, slot))}
}

// TakeDigests hands out up to limit digests that may be sent at now and are not
// handed out. One whose part was interrupted by the end of a process comes with
// Interrupted and that part's stories passed over; it may be Done, and is to be
// acknowledged all the same. next is as in TakeAlerts.
func (o *Outbox) TakeDigests(ctx context.Context, now time.Time, limit int) (out []Delivery, next time.Time, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var forget []store.Op
	next, err = o.walkDue(ctx, "digests", now, func(due int64, e store.Entry) (bool, error) {
		d, rec, err := o.loadDigest(ctx, due, e.Key)
		switch {
		case err != nil:
			return false, err
		case rec.State == ended || rec.Due != due:
			forget = append(forget, store.Delete(e.Key))
			if rec.Due == due {
				forget = append(forget, store.Delete(digestKey(d.Chat, d.slot())))
			}
			return len(forget) < store.MaxOps-1, nil
		}
		o.taken[string(e.Key)] = struct{}{}
		out = append(out, d)
		return len(out) < limit, nil
	})
	if err == nil && len(forget) > 0 {
		err = o.apply(ctx, forget)
	}
	if err != nil {
		return nil, next, fmt.Errorf("take digests: %w", err)
	}
	if len(forget) > 0 && len(out) < limit {
		next = now // there may be more behind what was forgotten
	}
	return out, next, nil
}

// loadDigest reads the digest that the due entry under key stands for. A due entry
// without a digest comes back as ended with another due time.
func (o *Outbox) loadDigest(ctx context.Context, due int64, key []byte) (Delivery, digestRecord, error) {
	parts, err := store.Split(key)
	if err != nil {
		return Delivery{}, digestRecord{}, err
	}
	if len(parts) != 5 {
		return Delivery{}, digestRecord{}, fmt.Errorf("key %x: %d parts: %w", key, len(parts), store.ErrDamaged)
	}
	chat, isChat := parts[3].(int64)
	slot, isSlot := parts[4].(string)
	if !isChat || !isSlot {
		return Delivery{}, digestRecord{}, fmt.Errorf("key %x: %w", key, store.ErrDamaged)
	}
	at := digestKey(chat, slot)
	value, err := o.w.Get(ctx, at)
	if errors.Is(err, store.ErrNotFound) {
		return Delivery{}, digestRecord{State: ended}, nil
	}
	if err != nil {
		return Delivery{}, digestRecord{}, err
	}
	rec, err := decode[digestRecord](store.Entry{Key: at, Value: value})
	if err != nil {
		return Delivery{}, rec, err
	}
	if rec.Date == "" || slot != (&Delivery{Date: rec.Date, Asked: rec.Asked}).slot() {
		return Delivery{}, rec, fmt.Errorf("key %x: date %q: %w", at, rec.Date, store.ErrDamaged)
	}
	if rec.Used < 0 || rec.Sent < 0 || rec.Sent > len(rec.Stories) {
		return Delivery{}, rec, fmt.Errorf("key %x: %d of %d stories sent: %w", at, rec.Sent, len(rec.Stories), store.ErrDamaged)
	}
	d := Delivery{Kind: Digest, Chat: chat, Date: rec.Date, Asked: rec.Asked, Enqueued: moment(rec.Enqueued), Retry: rec.retry(),
		Stories: rec.Stories, Sent: rec.Sent, Total: rec.Total, place: place{due: due}}
	if _, ours := o.begun[string(at)]; rec.State == sending && !ours {
		d.Interrupted = true
		d.Sent = min(d.Sent+rec.Used, len(d.Stories))
	}
	return d, rec, nil
}

// Begin stores the intent to send the next part of a digest, which deals with used
// of its stories. It comes before the send.
func (o *Outbox) Begin(ctx context.Context, d Delivery, used int) error {
	rec := digestOf(d)
	rec.State, rec.Used, rec.Due = sending, used, d.place.due
	key := digestKey(d.Chat, d.slot())
	o.mu.Lock()
	o.begun[string(key)] = struct{}{}
	o.mu.Unlock()
	if err := o.apply(ctx, []store.Op{store.Set(key, encode(rec))}); err != nil {
		return fmt.Errorf("begin digest %q of chat %d: %w", d.Date, d.Chat, err)
	}
	return nil
}

func digestOf(d Delivery) digestRecord {
	return digestRecord{laterRecord: newLater(d.Enqueued, d.Retry), Date: d.Date, Asked: d.Asked, State: waiting,
		Stories: slices.Clone(d.Stories), Sent: d.Sent, Total: d.Total}
}

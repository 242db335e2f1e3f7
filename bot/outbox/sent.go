package outbox

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

// KeepSent is how long it is kept which messages the alerts of a story are: as long
// as another story may be joined with it (group.Window).
const KeepSent = 72 * time.Hour

const (
	sentVersion = 1
	// perRecord is how many messages share a record, which is written anew with each
	// commit that adds to it.
	perRecord = 256
	// sentSize is the most bytes of a record: three numbers of ten bytes a message.
	sentSize = 16 + 30*perRecord
	// maxTails bounds the records held in memory to add to. A story that lost its
	// own begins the next.
	maxTails = 32
)

// A sentAlert is the message that an alert became.
type sentAlert struct {
	chat    int64
	message int   // 0: not to be edited any more
	listed  int64 // the newest story that it lists, or its own
}

// A recordID is one of the records of a story's sent alerts; n grows.
type recordID struct{ story, n int64 }

// A tail is the record of a story that is added to.
type tail struct {
	n      int64
	alerts []sentAlert
}

// stageSent keeps which message an alert became. What the last of its story's chats
// learn of it late is not kept for longer than the rest.
func (o *Outbox) stageSent(ctx context.Context, b *batch, a Ack) error {
	d := a.Delivery
	if time.Since(d.Enqueued) > KeepSent {
		return nil
	}
	id, ok := b.last[d.Story]
	if t, known := o.tails[d.Story]; !ok && known {
		id = recordID{d.Story, t.n}
		ok = len(t.alerts) < perRecord
	}
	if ok {
		ok = len(b.sent[id]) < perRecord
	}
	if !ok {
		n, err := o.unused(ctx, d.Story, max(id.n+1, time.Now().UnixMilli()))
		if err != nil {
			return err
		}
		id = recordID{d.Story, n}
		b.add(id, nil)
	}
	alerts, err := o.record(ctx, b, id)
	if err != nil {
		return err
	}
	b.sent[id] = append(alerts, sentAlert{d.Chat, a.Message, max(a.Listed, d.Story)})
	b.last[d.Story] = id
	return nil
}

// unused returns the first number from n that no record of the story has.
func (o *Outbox) unused(ctx context.Context, story, n int64) (int64, error) {
	for ; ; n++ {
		_, err := o.w.Get(ctx, sentKey(story, n))
		if errors.Is(err, store.ErrNotFound) {
			return n, nil
		}
		if err != nil {
			return 0, fmt.Errorf("messages %d of story %d: %w", n, story, err)
		}
	}
}

// record returns a record as the batch will have it; the batch may change it.
func (o *Outbox) record(ctx context.Context, b *batch, id recordID) ([]sentAlert, error) {
	if alerts, ok := b.sent[id]; ok {
		return alerts, nil
	}
	var alerts []sentAlert
	if t := o.tails[id.story]; t.n == id.n && len(t.alerts) > 0 {
		alerts = slices.Clone(t.alerts)
	} else {
		value, err := o.w.Get(ctx, sentKey(id.story, id.n))
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		if err == nil {
			alerts, err = decodeSent(id.story, value)
		}
		if err != nil {
			return nil, fmt.Errorf("messages %d of story %d: %w", id.n, id.story, err)
		}
	}
	b.add(id, alerts)
	return alerts, nil
}

func (b *batch) add(id recordID, alerts []sentAlert) {
	b.sent[id] = alerts
	b.count, b.size = b.count+1, b.size+sentSize
}

// keepTails brings the tails in step with a batch that was stored.
func (o *Outbox) keepTails(b *batch) {
	for id, alerts := range b.sent {
		if last, ok := b.last[id.story]; id == last && ok || !ok && o.tails[id.story].n == id.n {
			o.tails[id.story] = tail{id.n, alerts}
		}
	}
	for story := range o.tails {
		if len(o.tails) <= maxTails {
			break
		}
		if _, used := b.last[story]; !used {
			delete(o.tails, story)
		}
	}
}

// findSent finds the stories with messages that may be edited.
func (o *Outbox) findSent(ctx context.Context) error {
	var after []byte
	for {
		page, err := o.w.Scan(ctx, store.Key(root, "sent"), after, 1)
		if err != nil || len(page) == 0 {
			return err
		}
		n, err := numbers(page[0].Key, 2)
		if err != nil {
			return err
		}
		o.kept[n[0]] = n[1]
		after = sentKey(n[0], math.MaxInt64)
	}
}

// encodeSent encodes version, count, and for each message the chat and its number as
// differences to those before, and the newest story that it lists as one to its own.
func encodeSent(story int64, alerts []sentAlert) []byte {
	out := make([]byte, 0, 16+8*len(alerts))
	out = append(out, sentVersion)
	out = binary.AppendUvarint(out, uint64(len(alerts)))
	var before sentAlert
	for _, a := range alerts {
		out = binary.AppendVarint(out, a.chat-before.chat)
		out = binary.AppendVarint(out, int64(a.message)-int64(before.message))
		out = binary.AppendUvarint(out, uint64(a.listed-story))
		before = a
	}
	return out
}

func decodeSent(story int64, b []byte) ([]sentAlert, error) {
	count, b, err := header("messages", b, sentVersion)
	if err != nil {
		return nil, err
	}
	if count > perRecord {
		return nil, fmt.Errorf("messages: %d (%d at most): %w", count, perRecord, store.ErrDamaged)
	}
	alerts := make([]sentAlert, count)
	var before sentAlert
	for i := range alerts {
		chat, n := binary.Varint(b)
		message, m := binary.Varint(b[max(0, n):])
		listed, l := binary.Uvarint(b[max(0, n)+max(0, m):])
		if n <= 0 || m <= 0 || l <= 0 || listed > math.MaxInt64-uint64(max(0, story)) {
			return nil, fmt.Errorf("messages: number %d: %w", i, store.ErrDamaged)
		}
		before = sentAlert{before.chat + chat, before.message + int(message), story + int64(listed)}
		alerts[i], b = before, b[n+m+l:]
	}
	if len(b) > 0 {
		return nil, fmt.Errorf("messages: %d bytes after the last: %w", len(b), store.ErrDamaged)
	}
	return alerts, nil
}

package outbox

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"newsbot/subscriptions/store"
)

// Ack stores what became of deliveries: many in one commit, each chunk's progress
// rewritten once. Until it returns nil a crash may repeat those that were sent. An
// Edit that is put off is not stored: it is there as long as its message lists less
// than there is.
func (o *Outbox) Ack(ctx context.Context, acks ...Ack) error {
	o.settle.Lock()
	defer o.settle.Unlock()
	b := newBatch()
	for _, a := range acks {
		if !b.fits(a) {
			if err := o.commit(ctx, b); err != nil {
				return fmt.Errorf("acknowledge: %w", err)
			}
			b = newBatch()
		}
		if err := o.stageAck(ctx, b, a); err != nil {
			return fmt.Errorf("acknowledge: %w", err)
		}
	}
	if err := o.commit(ctx, b); err != nil {
		return fmt.Errorf("acknowledge: %w", err)
	}
	return nil
}

// A batch is the outcomes that go into one commit.
type batch struct {
	chunks map[chunkID]*progress
	order  []chunkID
	ops    []store.Op // of records with a due time
	size   int        // at most, with the chunks' progress and the jobs' end
	count  int        // likewise, of operations
	done   []string   // keys of due entries no longer handed out
	ended  []string   // digests of which nothing is begun any more
	sent   map[recordID][]sentAlert
	last   map[int64]recordID // the record of a story that was appended to
	edits  []Ack
}

type chunkID struct {
	story int64
	n     int
}

// progress is a chunk's outcomes as they will be.
type progress struct {
	marks   []Outcome
	settled int  // how many got their outcome
	over    bool // none of the chunk is left
}

func newBatch() *batch {
	return &batch{chunks: map[chunkID]*progress{}, sent: map[recordID][]sentAlert{}, last: map[int64]recordID{}}
}

// What one more ack adds at the most: two operations for a record that moves and one
// for the message that was sent, and three for the end of a chunk and its job.
const (
	ackOps       = 3
	chunkOps     = 3
	ackSize      = 4 << 10
	progressSize = ChunkSize + 512
)

func (b *batch) fits(a Ack) bool {
	count, size := b.count+ackOps, b.size+ackSize+sentSize
	if _, known := b.chunks[a.chunk()]; a.inChunk() && !known {
		count, size = count+chunkOps, size+progressSize
	}
	return count <= store.MaxOps && size <= store.MaxBytes
}

func (a *Ack) inChunk() bool  { return a.Delivery.Kind == Alert && a.Delivery.place.due == 0 }
func (a *Ack) chunk() chunkID { return chunkID{a.Delivery.Story, a.Delivery.place.chunk} }

func (o *Outbox) stageAck(ctx context.Context, b *batch, a Ack) error {
	b.size += ackSize
	d := a.Delivery
	switch {
	case a.Outcome == 0 || a.Outcome > Later:
		return fmt.Errorf("chat %d: outcome %d", d.Chat, a.Outcome)
	case a.Outcome == Later && a.Due.UnixMilli() <= 0:
		return fmt.Errorf("chat %d: later without a time", d.Chat)
	case d.Kind == Digest:
		b.digest(a)
		return nil
	case d.Kind == Edit:
		return o.stageEdit(ctx, b, a)
	case d.Kind != Alert:
		return fmt.Errorf("chat %d: delivery of kind %d", d.Chat, d.Kind)
	}
	if a.Outcome == Sent && a.Message != 0 {
		if err := o.stageSent(ctx, b, a); err != nil {
			return err
		}
	}
	story := cmp.Or(a.Story, d.Story)
	if a.Outcome == Later {
		b.ops = append(b.ops, store.Set(laterKey(a.Due.UnixMilli(), story, d.Chat), encode(newLater(d.Enqueued, a.Retry))))
		b.count++
	}
	if !a.inChunk() {
		b.leave(laterKey(d.place.due, d.Story, d.Chat), a.Outcome == Later && a.Due.UnixMilli() == d.place.due && story == d.Story)
		return nil
	}
	return o.mark(b, a)
}

// leave takes the entry of a delivery out of its due time, unless it stays there.
func (b *batch) leave(key []byte, stays bool) {
	b.done = append(b.done, string(key))
	if !stays {
		b.ops = append(b.ops, store.Delete(key))
		b.count++
	}
}

// mark notes the outcome of a recipient in its chunk.
func (o *Outbox) mark(b *batch, a Ack) error {
	id := a.chunk()
	p := b.chunks[id]
	if p == nil {
		o.mu.Lock()
		j := o.open[id.story]
		if j != nil && j.loaded[id.n] != nil {
			p = &progress{marks: slices.Clone(j.loaded[id.n].marks)}
		}
		o.mu.Unlock()
		if p == nil {
			return fmt.Errorf("story %d for chat %d is not handed out", a.Delivery.Story, a.Delivery.Chat)
		}
		b.chunks[id], b.order = p, append(b.order, id)
		b.count, b.size = b.count+chunkOps, b.size+progressSize
	}
	if p.marks[a.Delivery.place.index] == 0 {
		p.settled++
	}
	p.marks[a.Delivery.place.index] = a.Outcome
	return nil
}

// digest notes the outcome of a part of a digest, or of all of it.
func (b *batch) digest(a Ack) {
	d := a.Delivery
	b.done = append(b.done, string(digestDueKey(d.place.due, d.Chat, d.slot())))
	b.ended = append(b.ended, string(digestKey(d.Chat, d.slot())))
	rec := digestOf(d)
	now := time.Now()
	rec.Due = now.UnixMilli()
	over := a.Outcome == Dropped || a.Outcome == GaveUp
	switch a.Outcome {
	case Later:
		rec.laterRecord, rec.Due = newLater(d.Enqueued, a.Retry), a.Due.UnixMilli()
	case Sent, Unknown:
		rec.laterRecord, rec.Sent = newLater(d.Enqueued, Retry{}), min(d.Sent+a.Used, len(d.Stories))
		over = rec.Sent == len(d.Stories)
	}
	if over {
		rec.State, rec.Due, rec.Stories, rec.Sent = ended, now.Add(keepEnded).UnixMilli(), nil, 0
	}
	ops := setDigest(d.Chat, d.place.due, rec)
	if over && d.Asked {
		ops = deleteDigest(d.Chat, d.place.due, d.slot())
	}
	b.ops, b.count = append(b.ops, ops...), b.count+len(ops)
}

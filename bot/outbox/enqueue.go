package outbox

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"newsbot/subscriptions/store"
)

// maxStaged bounds the bytes of chunks in one Apply, well under the store's limit.
const maxStaged = store.MaxBytes / 2

// EnqueueAlert enqueues story for chats, which are sorted and without doubles,
// and applies with in the same commit. Stories are enqueued in ascending order: one
// at or below the highest so far is taken to be enqueued already, and only with is
// applied. Without chats only with is applied, too.
func (o *Outbox) EnqueueAlert(ctx context.Context, story int64, chats []int64, with ...store.Op) error {
	for i := 1; i < len(chats); i++ {
		if chats[i] <= chats[i-1] {
			return fmt.Errorf("enqueue story %d: chats are not sorted: %d after %d", story, chats[i], chats[i-1])
		}
	}
	o.enqueue.Lock()
	defer o.enqueue.Unlock()
	o.mu.Lock()
	known := story <= o.last
	o.mu.Unlock()
	if known || len(chats) == 0 {
		if len(with) == 0 {
			return nil
		}
		if err := o.apply(ctx, with); err != nil {
			return fmt.Errorf("enqueue story %d: %w", story, err)
		}
		return nil
	}
	if o.staged {
		if err := o.deleteStaged(ctx); err != nil {
			return fmt.Errorf("enqueue story %d: %w", story, err)
		}
	}
	rec := jobRecord{V: recordVersion, Total: len(chats), Enqueued: time.Now().UnixMilli()}
	commit := append([]store.Op{store.Set(lastKey, binary.BigEndian.AppendUint64(nil, uint64(story)))}, with...)
	o.staged = true
	if err := o.stage(ctx, story, chats, &rec, commit); err != nil {
		return fmt.Errorf("enqueue story %d for %d chats: %w", story, len(chats), err)
	}
	o.staged = false
	o.mu.Lock()
	o.last = story
	o.add(&job{story: story, record: rec})
	o.mu.Unlock()
	o.Wake()
	return nil
}

// stage writes the chunks, the last ones together with the job and commit.
func (o *Outbox) stage(ctx context.Context, story int64, chats []int64, rec *jobRecord, commit []store.Op) error {
	var ops []store.Op
	size := 0
	for len(chats) > 0 {
		part := chats[:min(ChunkSize, len(chats))]
		chats = chats[len(part):]
		op := store.Set(chunkKey(story, rec.Chunks), encodeChats(part))
		if len(ops) == store.MaxOps || size+len(op.Value) > maxStaged {
			if err := o.apply(ctx, ops); err != nil {
				return err
			}
			ops, size = ops[:0:0], 0
		}
		ops, size = append(ops, op), size+len(op.Value)
		rec.Chunks++
	}
	if len(ops)+1+len(commit) > store.MaxOps {
		if err := o.apply(ctx, ops); err != nil {
			return err
		}
		ops = nil
	}
	ops = append(ops, store.Set(jobKey(story), encode(rec)))
	return o.apply(ctx, append(ops, commit...))
}

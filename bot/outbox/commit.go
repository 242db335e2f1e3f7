package outbox

import (
	"context"

	"newsbot/subscriptions/store"
)

// commit applies the batch and then brings memory in step with it.
func (o *Outbox) commit(ctx context.Context, b *batch) error {
	ops := b.ops
	ending := o.ending(b)
	for _, id := range b.order {
		p := b.chunks[id]
		if p.over {
			ops = append(ops, store.Delete(chunkKey(id.story, id.n)), store.Delete(progressKey(id.story, id.n)))
			continue
		}
		ops = append(ops, store.Set(progressKey(id.story, id.n), encodeMarks(p.marks)))
	}
	for _, story := range ending {
		ops = append(ops, store.Delete(jobKey(story)))
	}
	for id, alerts := range b.sent {
		ops = append(ops, store.Set(sentKey(id.story, id.n), encodeSent(id.story, alerts)))
	}
	if len(ops) > 0 {
		if err := o.apply(ctx, ops); err != nil {
			return err
		}
	}
	o.keepTails(b)
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range b.order {
		j, p := o.open[id.story], b.chunks[id]
		c := j.loaded[id.n]
		c.marks = p.marks
		if c.waiting -= p.settled; p.over {
			delete(j.loaded, id.n)
		}
	}
	for _, story := range ending {
		o.remove(story)
	}
	for _, key := range b.done {
		delete(o.taken, key)
	}
	for _, key := range b.ended {
		delete(o.begun, key)
	}
	for id := range b.sent {
		if _, known := o.kept[id.story]; !known {
			o.kept[id.story] = id.n
		}
	}
	for _, a := range b.edits {
		o.passes.settle(a)
	}
	return nil
}

// ending marks the chunks of which the batch has the last outcome and returns the
// stories whose jobs end with them.
func (o *Outbox) ending(b *batch) []int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	left := map[int64]int{} // loaded chunks of a job that will remain
	for _, id := range b.order {
		j, p := o.open[id.story], b.chunks[id]
		if _, seen := left[id.story]; !seen {
			left[id.story] = len(j.loaded)
		}
		if p.over = j.loaded[id.n].waiting == p.settled; p.over {
			left[id.story]--
		}
	}
	var stories []int64
	for story, n := range left {
		if j := o.open[story]; n == 0 && j.next == j.record.Chunks {
			stories = append(stories, story)
		}
	}
	return stories
}

package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"newsbot/subscriptions/store"
)

// maxOpen is how many jobs are handed out from at once, the oldest first. It
// bounds memory: a loaded chunk takes up to 100 KiB.
const maxOpen = 32

// A job is one story's recipients. Only the chunks with deliveries that are handed
// out, and the one that is being handed out, are loaded.
type job struct {
	story  int64
	record jobRecord
	next   int            // the next chunk to load
	loaded map[int]*chunk // with recipients that wait
}

// A chunk is up to ChunkSize recipients of a job.
type chunk struct {
	n       int
	chats   []int64
	marks   []Outcome
	waiting int // marks without an outcome
	taken   int // recipients before it are handed out or have an outcome
}

// ended reports whether every recipient has an outcome.
func (j *job) ended() bool { return j.next == j.record.Chunks && len(j.loaded) == 0 }

// take appends up to limit deliveries of the job to out.
func (j *job) take(ctx context.Context, r store.Reader, limit int, out []Delivery) ([]Delivery, error) {
	for limit > 0 {
		c, err := j.current(ctx, r)
		if err != nil || c == nil {
			return out, err
		}
		for ; c.taken < len(c.chats) && limit > 0; c.taken++ {
			if c.marks[c.taken] != 0 {
				continue
			}
			out = append(out, Delivery{Kind: Alert, Chat: c.chats[c.taken], Story: j.story,
				Enqueued: moment(j.record.Enqueued), place: place{chunk: c.n, index: c.taken}})
			limit--
		}
	}
	return out, nil
}

// current returns the chunk that deliveries are to be taken from, loading the next
// one that has any, or nil at the end of the job.
func (j *job) current(ctx context.Context, r store.Reader) (*chunk, error) {
	if c := j.loaded[j.next-1]; c != nil && c.taken < len(c.chats) {
		return c, nil
	}
	for j.next < j.record.Chunks {
		c, err := loadChunk(ctx, r, j.story, j.next)
		if err != nil {
			return nil, err
		}
		j.next++
		if c.waiting > 0 {
			if j.loaded == nil {
				j.loaded = map[int]*chunk{}
			}
			j.loaded[c.n] = c
			return c, nil
		}
	}
	return nil, nil
}

// loadChunk reads a chunk and its progress. One that is gone had its last outcome;
// it comes back empty.
func loadChunk(ctx context.Context, r store.Reader, story int64, n int) (*chunk, error) {
	value, err := r.Get(ctx, chunkKey(story, n))
	if errors.Is(err, store.ErrNotFound) {
		return &chunk{n: n}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("chunk %d of story %d: %w", n, story, err)
	}
	c := &chunk{n: n}
	if c.chats, err = decodeChats(value); err != nil {
		return nil, fmt.Errorf("chunk %d of story %d: %w", n, story, err)
	}
	value, err = r.Get(ctx, progressKey(story, n))
	switch {
	case errors.Is(err, store.ErrNotFound):
		c.marks = make([]Outcome, len(c.chats))
	case err != nil:
		return nil, fmt.Errorf("progress %d of story %d: %w", n, story, err)
	default:
		if c.marks, err = decodeMarks(value, len(c.chats)); err != nil {
			return nil, fmt.Errorf("chunk %d of story %d: %w", n, story, err)
		}
	}
	for _, m := range c.marks {
		if m == 0 {
			c.waiting++
		}
	}
	return c, nil
}

// takeJobs appends up to limit deliveries of the open jobs to out. The oldest job
// gives half of them, the next half of the rest, and so on, so that one story to a
// million chats does not keep a later one to ten waiting, and that a chat in both
// has the older story first as a rule.
func (o *Outbox) takeJobs(ctx context.Context, limit int, out []Delivery) ([]Delivery, error) {
	for more := true; more && limit > 0; {
		more = false
		for i := 0; i < min(maxOpen, len(o.jobs)) && limit > 0; i++ {
			j, before := o.jobs[i], len(out)
			var err error
			if out, err = j.take(ctx, o.w, (limit+1)/2, out); err != nil {
				return out, err
			}
			limit -= len(out) - before
			more = more || len(out) > before
			if !j.ended() {
				continue
			}
			// Its last outcome was stored while later chunks, all gone, were still
			// to be looked at.
			if err := o.apply(ctx, []store.Op{store.Delete(jobKey(j.story))}); err != nil {
				return out, err
			}
			o.remove(j.story)
			i--
			more = true
		}
	}
	return out, nil
}

// remove forgets a job that ended.
func (o *Outbox) remove(story int64) {
	delete(o.open, story)
	o.jobs = slices.DeleteFunc(o.jobs, func(j *job) bool { return j.story == story })
}

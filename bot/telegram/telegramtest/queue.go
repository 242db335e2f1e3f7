package telegramtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// maxQueue bounds the updates that wait for the bot; the oldest are dropped.
const maxQueue = 100_000

// How long an update waits for the bot. Taps are of no use later.
const (
	updateLifetime = 24 * time.Hour
	tapWait        = 150 * time.Second
)

// queue holds what has happened and the bot has not confirmed.
type queue struct {
	nextID  int
	updates []queued
	recent  []queued      // pushed lately, for Duplicate
	allowed []string      // as the bot last said; empty: the default
	poll    int           // counts polls: a newer one ends an older one
	ended   chan struct{} // closed when a newer poll begins
	arrived chan struct{} // closed when an update arrives
}

type queued struct {
	id   int
	body json.RawMessage
	gone time.Time
	// once: to be delivered whatever the offset, and then no more.
	once, delivered bool
}

func newQueue() queue {
	return queue{nextID: 1000, arrived: make(chan struct{}), ended: make(chan struct{})}
}

// push queues an update and returns its id, or 0 where the bot does not want
// updates of the kind. s.mu is held.
func (s *Server) push(kind string, value any) int {
	q := &s.queue
	if !q.wants(kind) {
		return 0
	}
	id := q.nextID
	body, err := json.Marshal(map[string]any{"update_id": id, kind: value})
	if err != nil {
		panic(fmt.Sprintf("telegramtest: update %T: %v", value, err))
	}
	wait := updateLifetime
	if kind == "callback_query" {
		wait = tapWait
	}
	q.add(queued{id: id, body: body, gone: s.now().Add(wait)})
	q.nextID++
	return id
}

func (q *queue) add(u queued) {
	if !u.once {
		q.recent = keep(append(q.recent, u), DefaultKeep)
	}
	if len(q.updates) >= maxQueue {
		q.updates = slices.Delete(q.updates, 0, maxQueue/10) // seldom, for it moves all
	}
	q.updates = append(q.updates, u)
	q.wake()
}

func (q *queue) wake() {
	close(q.arrived)
	q.arrived = make(chan struct{})
}

// wants says whether the bot asked for updates of a kind.
func (q *queue) wants(kind string) bool {
	if len(q.allowed) == 0 {
		return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
	}
	return slices.Contains(q.allowed, kind)
}

// confirm forgets what the offset says is done. An offset far above all there
// is comes from before a restart of the ids, and confirms nothing.
func (q *queue) confirm(offset int) {
	if offset > q.nextID+10 {
		offset = 0
	}
	q.updates = slices.DeleteFunc(q.updates, func(u queued) bool {
		return u.once && u.delivered || !u.once && u.id < offset
	})
}

// expire forgets what has waited too long.
func (q *queue) expire(now time.Time) {
	q.updates = slices.DeleteFunc(q.updates, func(u queued) bool { return now.After(u.gone) })
}

// take returns the next updates for the bot.
func (q *queue) take(limit int) []json.RawMessage {
	batch := make([]json.RawMessage, 0, min(limit, len(q.updates)))
	for i := range q.updates {
		if len(batch) == limit {
			break
		}
		q.updates[i].delivered = true
		batch = append(batch, q.updates[i].body)
	}
	return batch
}

package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// maxQueue bounds the updates that wait for the bot; the oldest are dropped.
const maxQueue = 100_000

type queue struct {
	nextID  int
	updates []queued
	arrived chan struct{} // closed when an update arrives
	poll    int           // counts polls: a newer one ends an older one
	ended   chan struct{} // closed when a newer poll begins
}

type queued struct {
	id   int
	kind string
	body json.RawMessage
}

func newQueue() queue {
	return queue{nextID: 1000, arrived: make(chan struct{}), ended: make(chan struct{})}
}

// push queues an update and returns its id. s.mu is held.
func (s *Server) push(kind string, value any) int {
	q := &s.queue
	id := q.nextID
	q.nextID++
	body, err := json.Marshal(map[string]any{"update_id": id, kind: value})
	if err != nil {
		panic(fmt.Sprintf("telegramtest: update %T: %v", value, err))
	}
	q.updates = append(q.updates, queued{id, kind, body})
	if len(q.updates) > maxQueue {
		q.updates = q.updates[1:]
	}
	close(q.arrived)
	q.arrived = make(chan struct{})
	return id
}

func (s *Server) getUpdates(ctx context.Context, p params) (any, error) {
	s.mu.Lock()
	q := &s.queue
	q.poll++
	mine := q.poll
	close(q.ended)
	q.ended = make(chan struct{})
	ended := q.ended
	s.counts["getUpdates"]++
	offset, limit := int(p.int("offset", 0)), int(p.int("limit", 100))
	for len(q.updates) > 0 && offset > 0 && q.updates[0].id < offset {
		q.updates = q.updates[1:]
	}
	s.mu.Unlock()

	timeout := time.NewTimer(time.Duration(min(p.int("timeout", 0), 50)) * time.Second)
	defer timeout.Stop()
	for over := false; ; {
		s.mu.Lock()
		batch := make([]json.RawMessage, 0, min(limit, len(q.updates)))
		for _, u := range q.updates[:min(limit, len(q.updates))] {
			batch = append(batch, u.body)
		}
		arrived, newer := q.arrived, q.poll != mine
		s.mu.Unlock()
		switch {
		case newer:
			return nil, &apiError{Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
		case len(batch) > 0 || over:
			return batch, nil
		}
		select {
		case <-arrived:
		case <-ended:
		case <-timeout.C:
			over = true
		case <-ctx.Done():
			return batch, nil
		}
	}
}

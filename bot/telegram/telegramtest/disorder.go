package telegramtest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Duplicate delivers an update once more, whatever the bot has confirmed; it
// returns an error where the update is not among the newest.
func (s *Server) Duplicate(updateID int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range slices.Backward(s.queue.recent) {
		if u.id == updateID {
			u.once, u.delivered = true, false
			s.queue.add(u)
			return nil
		}
	}
	return fmt.Errorf("duplicate: no update %d among the newest %d", updateID, len(s.queue.recent))
}

// Reverse turns the updates that wait around, so that the next poll gets them out
// of order. Each is delivered once.
func (s *Server) Reverse() {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.Reverse(s.queue.updates)
	for i := range s.queue.updates {
		s.queue.updates[i].once, s.queue.updates[i].delivered = true, false
	}
}

// Spoil queues an update that a bot cannot decode: its message is a number. It
// returns the id.
func (s *Server) Spoil() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push("message", 5)
}

// Push queues an update of any kind, as "poll", and returns its id.
func (s *Server) Push(kind string, value json.RawMessage) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push(kind, value)
}

// JumpUpdates makes id that of the next update: ids leave gaps, and after a week
// without any they begin again somewhere, lower perhaps.
func (s *Server) JumpUpdates(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.nextID = id
}

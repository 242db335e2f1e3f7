package telegramtest

import (
	"context"
	"encoding/json"
	"time"
)

// maxPoll is the longest that Telegram waits, in seconds.
const maxPoll = 50

func (s *Server) getUpdates(ctx context.Context, p params) (any, error) {
	if s.hasWebhook() {
		return nil, blame(&apiError{Code: 409, Description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"})
	}
	mine, ended, err := s.beginPoll(p)
	if err != nil {
		return nil, err
	}
	timeout := time.NewTimer(time.Duration(min(p.int("timeout", 0), maxPoll)) * time.Second)
	defer timeout.Stop()
	limit := int(p.int("limit", 100))
	for over := p.int("timeout", 0) <= 0; ; {
		batch, arrived, newer := s.nextBatch(mine, limit)
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
			return batch, nil // nobody reads the answer
		}
	}
}

// beginPoll ends an older poll and takes note of what the bot says it has done
// and wants.
func (s *Server) beginPoll(p params) (number int, ended <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.queue
	if p["allowed_updates"] != "" {
		var allowed []string
		if err := p.json("allowed_updates", &allowed); err != nil {
			return 0, nil, err
		}
		q.allowed = allowed
	}
	q.expire(s.now())
	switch offset := int(p.int("offset", 0)); {
	case offset < 0:
		q.updates = q.updates[max(0, len(q.updates)+offset):]
	default:
		q.confirm(offset)
	}
	q.poll++
	close(q.ended)
	q.ended = make(chan struct{})
	return q.poll, q.ended, nil
}

func (s *Server) nextBatch(mine, limit int) (batch []json.RawMessage, arrived <-chan struct{}, newer bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queue.poll != mine {
		return nil, nil, true
	}
	return s.queue.take(limit), s.queue.arrived, false
}

func (s *Server) hasWebhook() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.webhook != ""
}

func (s *Server) deleteWebhook(p params) (any, error) {
	s.webhook = ""
	if p["drop_pending_updates"] == "true" {
		s.queue.updates = nil
	}
	return true, nil
}

func (s *Server) getWebhookInfo(params) (any, error) {
	return map[string]any{"url": s.webhook, "has_custom_certificate": false, "pending_update_count": len(s.queue.updates)}, nil
}

// UseWebhook makes the bot one that has a webhook at the address, so that it
// cannot poll before it deletes it.
func (s *Server) UseWebhook(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = address
}

// Pending is how many updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.updates)
}

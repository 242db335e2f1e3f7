package telegramtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// wake ends the waiting of those who await a change. s.mu is held.
func (s *Server) wake() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// change returns a channel that is closed at the next change.
func (s *Server) change() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// AwaitFunc waits until ok, which is asked after every request and every event.
func (s *Server) AwaitFunc(ctx context.Context, ok func() bool) error {
	for {
		changed := s.change()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Await waits until the bot's messages in a chat satisfy ok, and returns them.
// The error tells what there was instead.
func (s *Server) Await(ctx context.Context, chatID int64, ok func([]Sent) bool) ([]Sent, error) {
	var messages []Sent
	err := s.AwaitFunc(ctx, func() bool {
		messages = s.Messages(chatID)
		return ok(messages)
	})
	if err != nil {
		return messages, fmt.Errorf("await in chat %d with %d messages%s: %w", chatID, len(messages), lastOf(messages), err)
	}
	return messages, nil
}

// AwaitCount waits for the nth message of the bot in a chat.
func (s *Server) AwaitCount(ctx context.Context, chatID int64, n int) ([]Sent, error) {
	return s.Await(ctx, chatID, func(m []Sent) bool { return len(m) >= n })
}

// AwaitText waits for a message of the bot whose text contains part, and
// returns the newest such.
func (s *Server) AwaitText(ctx context.Context, chatID int64, part string) (Sent, error) {
	var found Sent
	_, err := s.Await(ctx, chatID, func(messages []Sent) bool {
		for _, m := range slices.Backward(messages) {
			if strings.Contains(m.Text, part) {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		return Sent{}, fmt.Errorf("%q: %w", part, err)
	}
	return found, nil
}

// AwaitAnswer waits for the nth answer to a tap in a chat, and returns it.
func (s *Server) AwaitAnswer(ctx context.Context, chatID int64, n int) (Answer, error) {
	var list []Answer
	err := s.AwaitFunc(ctx, func() bool {
		list = s.Answers(chatID)
		return len(list) >= n
	})
	if err != nil {
		return Answer{}, fmt.Errorf("await answer %d to a tap in chat %d, there are %d: %w", n, chatID, len(list), err)
	}
	return list[n-1], nil
}

func lastOf(messages []Sent) string {
	if len(messages) == 0 {
		return ""
	}
	return fmt.Sprintf(", the last %q", messages[len(messages)-1].Text)
}

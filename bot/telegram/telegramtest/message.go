package telegramtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Sent is a message that is in a chat.
type Sent struct {
	ID       int
	ChatID   int64
	Thread   int // topic
	From     User
	HTML     string // as the bot sent it; empty with other parse modes
	Text     string // what people read
	Entities []Entity
	Keyboard [][]Button
	At       time.Time
	Edited   time.Time // zero: never
}

// A Button is one of an inline keyboard.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// add puts a message into a chat under the next id. s.mu is held.
func (s *Server) add(c *chat, m Sent) Sent {
	if c.Type == Supergroup || c.Type == Channel {
		c.lastID++
		m.ID = c.lastID
	} else {
		s.lastID++
		m.ID = s.lastID
	}
	m.ChatID, m.At = c.ID, s.now()
	c.messages = keep(append(c.messages, m), s.keepMessages)
	s.notify()
	return m
}

// notify wakes those who await a change. s.mu is held.
func (s *Server) notify() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Messages are the newest messages of the bot in a chat, oldest first.
func (s *Server) Messages(chatID int64) []Sent {
	return slices.DeleteFunc(s.History(chatID), func(m Sent) bool { return m.From.ID != s.bot.ID })
}

// History is the newest messages of everybody in a chat, oldest first.
func (s *Server) History(chatID int64) []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return nil
	}
	return newest(c.messages, s.keepMessages)
}

// Await waits until the bot's messages in a chat satisfy ok, and returns them.
func (s *Server) Await(ctx context.Context, chatID int64, ok func([]Sent) bool) ([]Sent, error) {
	for {
		changed := s.change()
		messages := s.Messages(chatID)
		if ok(messages) {
			return messages, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return messages, fmt.Errorf("await in chat %d with %d messages%s: %w",
				chatID, len(messages), last(messages), ctx.Err())
		}
	}
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

// change returns a channel that is closed at the next change.
func (s *Server) change() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

func last(messages []Sent) string {
	if len(messages) == 0 {
		return ""
	}
	return fmt.Sprintf(", the last %q", messages[len(messages)-1].Text)
}

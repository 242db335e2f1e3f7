package telegramtest

import (
	"encoding/json"
	"slices"
	"time"
)

// A Sent is a message that is in a chat.
type Sent struct {
	ID       int
	ChatID   int64
	Thread   int // topic; 0: none
	From     User
	HTML     string // as the bot sent it; empty where it sent no HTML
	Text     string // what people read
	Entities []Entity
	Keyboard [][]Button
	Preview  Preview
	Silent   bool
	ReplyTo  int // message; 0: none
	At       time.Time
	Edited   time.Time // zero: never

	markup json.RawMessage // the keyboard as it was sent
}

// A Preview says which link is previewed below a text.
type Preview struct {
	Off bool   `json:"is_disabled,omitempty"`
	URL string `json:"url,omitempty"` // empty: the first in the text
}

// add puts a message into a chat under the next id. s.mu is held.
func (s *Server) add(c *chat, m Sent) Sent {
	m.ID, m.ChatID, m.At = s.nextMessage(c), c.ID, s.now()
	c.messages = keep(append(c.messages, m), s.keepMessages)
	return m
}

// nextMessage counts as Telegram does: supergroups and channels for themselves,
// all other chats of the bot together.
func (s *Server) nextMessage(c *chat) int {
	if c.Type == Supergroup || c.Type == Channel {
		c.lastID++
		return c.lastID
	}
	s.lastID++
	return s.lastID
}

// message finds one that is still kept, or nil.
func (c *chat) message(id int) *Sent {
	i, ok := slices.BinarySearchFunc(c.messages, id, func(m Sent, id int) int { return m.ID - id })
	if !ok {
		return nil
	}
	return &c.messages[i]
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

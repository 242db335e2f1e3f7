package telegramtest

import (
	"fmt"
	"strconv"
)

// Say lets a person write a text and returns the update's id. A private chat
// that is new begins with it.
func (s *Server) Say(where Chat, from User, text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(where)
	m := s.add(c, Sent{From: from, Text: text})
	return s.push("message", wire(c.Chat, m))
}

// Tap lets a person press the button with the data under a message of the bot's.
func (s *Server) Tap(chatID int64, messageID int, data string, from User) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return fmt.Errorf("tap %q: no chat %d", data, chatID)
	}
	for _, m := range c.messages {
		if m.ID != messageID {
			continue
		}
		for _, row := range m.Keyboard {
			for _, b := range row {
				if b.Data == data {
					id := strconv.Itoa(s.queue.nextID)
					s.push("callback_query", map[string]any{"id": id, "from": from, "message": wire(c.Chat, m), "chat_instance": "1", "data": data})
					return nil
				}
			}
		}
		return fmt.Errorf("tap %q: message %d in chat %d has no such button", data, messageID, chatID)
	}
	return fmt.Errorf("tap %q: no message %d in chat %d", data, messageID, chatID)
}

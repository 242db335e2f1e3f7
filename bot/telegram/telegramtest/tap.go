package telegramtest

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// tapLifetime is how long a tap may be answered: about as long as the app waits.
const tapLifetime = 30 * time.Second

// maxTaps bounds the taps that wait for an answer, and the answers kept.
const maxTaps = 1000

// tap is one that has not been answered.
type tap struct {
	id string
	at time.Time
	of Answer
}

// An Answer is what the bot answered to a tap.
type Answer struct {
	ChatID    int64
	MessageID int
	From      User // who tapped
	Data      string
	Text      string // shown for a moment; empty: nothing
	Alert     bool   // shown until dismissed
	URL       string
}

// Tap lets a person press the button with the data under a message of the bot's.
func (s *Server) Tap(chatID int64, messageID int, data string, from User) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return fmt.Errorf("tap %q: no chat %d", data, chatID)
	}
	m := c.message(messageID)
	if m == nil {
		return fmt.Errorf("tap %q: no message %d in chat %d", data, messageID, chatID)
	}
	has := func(row []Button) bool {
		return slices.ContainsFunc(row, func(b Button) bool { return b.Data == data && !b.Disabled })
	}
	if data == "" || !slices.ContainsFunc(m.Keyboard, has) {
		return fmt.Errorf("tap %q: message %d in chat %d has no such button", data, messageID, chatID)
	}
	s.tap(c, wire(c, *m), data, from)
	return nil
}

// TapGone lets a person press a button that is no longer there: on a message
// that is deleted or too old to be in the update, or of an earlier version.
func (s *Server) TapGone(chatID int64, messageID int, data string, from User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(Chat{ID: chatID, Type: Private, FirstName: from.FirstName})
	if m := c.message(messageID); m != nil {
		s.tap(c, wire(c, *m), data, from)
		return
	}
	s.tap(c, map[string]any{"message_id": messageID, "chat": c.Chat, "date": 0}, data, from)
}

// tap queues the update. s.mu is held.
func (s *Server) tap(c *chat, m any, data string, from User) {
	s.lastTap++
	id := strconv.FormatInt(from.ID<<20+s.lastTap, 10)
	of := Answer{ChatID: c.ID, From: from, Data: data}
	if w, ok := m.(message); ok {
		of.MessageID = w.ID
	}
	s.taps = append(s.taps, tap{id, s.now(), of})
	if len(s.taps) > maxTaps {
		s.taps = s.taps[1:]
	}
	s.push("callback_query", map[string]any{
		"id": id, "from": from, "message": m, "chat_instance": strconv.FormatInt(c.ID, 10), "data": data,
	})
}

func (s *Server) answerCallbackQuery(p params) (any, error) {
	i := slices.IndexFunc(s.taps, func(t tap) bool { return t.id == p["callback_query_id"] })
	if i < 0 || s.now().Sub(s.taps[i].at) > tapLifetime {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	a := s.taps[i].of
	s.taps = slices.Delete(s.taps, i, i+1)
	a.Text, a.Alert, a.URL = p["text"], p["show_alert"] == "true", p["url"]
	s.answers = keep(append(s.answers, a), maxTaps)
	s.emit(Event{Kind: TapAnswered, ChatID: a.ChatID, Message: Sent{ID: a.MessageID, ChatID: a.ChatID}, User: a.From, Text: a.Text, Alert: a.Alert})
	return true, nil
}

// Answers are the newest answers to taps in a chat, oldest first.
func (s *Server) Answers(chatID int64) []Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := newest(s.answers, maxTaps)
	return slices.DeleteFunc(list, func(a Answer) bool { return a.ChatID != chatID })
}

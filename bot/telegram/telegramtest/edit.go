package telegramtest

import (
	"bytes"
	"reflect"
)

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

func (s *Server) editMessageText(p params, read content) (any, error) {
	return s.edit(p, read.in)
}

func (s *Server) editMessageReplyMarkup(p params, read content) (any, error) {
	return s.edit(p, func(m Sent) Sent {
		m.Keyboard, m.markup = read.keyboard, read.markup
		return m
	})
}

// edit changes a message of the bot's.
func (s *Server) edit(p params, change func(Sent) Sent) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	m := c.message(int(p.int("message_id", 0)))
	switch {
	case m == nil:
		return nil, badRequest("message to edit not found")
	case m.From.ID != s.bot.ID:
		return nil, badRequest("message can't be edited")
	}
	edited := change(*m)
	if edited.Text == m.Text && reflect.DeepEqual(edited.Entities, m.Entities) &&
		edited.Preview == m.Preview && bytes.Equal(edited.markup, m.markup) {
		return nil, badRequest(notModified)
	}
	edited.Edited = s.now()
	*m = edited
	s.emit(Event{Kind: MessageEdited, ChatID: c.ID, Message: edited})
	return wire(c, edited), nil
}

func (s *Server) deleteMessage(p params) (any, error) {
	c, err := s.present(p)
	if err != nil {
		return nil, err
	}
	id := int(p.int("message_id", 0))
	m := c.message(id)
	switch {
	case m == nil:
		return nil, badRequest("message to delete not found")
	case m.From.ID != s.bot.ID && c.Type != Private && s.botStatus(c) != Administrator:
		return nil, badRequest("message can't be deleted")
	}
	s.remove(c, id)
	return true, nil
}

package telegramtest

import (
	"bytes"
	"reflect"
)

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

func (s *Server) editMessageText(p params) (any, error) {
	text, entities, err := formatted(p)
	if err != nil {
		return nil, err
	}
	var preview Preview
	if err := p.json("link_preview_options", &preview); err != nil {
		return nil, err
	}
	return s.edit(p, func(m *Sent) {
		m.Text, m.Entities, m.Preview, m.HTML = text, entities, preview, ""
		if p["parse_mode"] == "HTML" {
			m.HTML = p["text"]
		}
	})
}

func (s *Server) editMessageReplyMarkup(p params) (any, error) {
	return s.edit(p, func(*Sent) {})
}

// edit changes a message of the bot's; its keyboard becomes that of the request.
func (s *Server) edit(p params, change func(*Sent)) (any, error) {
	rows, markup, err := keyboard(p)
	if err != nil {
		return nil, err
	}
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
	edited := *m
	change(&edited)
	edited.Keyboard, edited.markup = rows, markup
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

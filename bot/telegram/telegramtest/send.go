package telegramtest

func (s *Server) getMe(params) (any, error) {
	return map[string]any{
		"id": s.bot.ID, "is_bot": true, "first_name": s.bot.FirstName, "username": s.bot.Username,
		"can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
	}, nil
}

func (s *Server) sendMessage(p params) (any, error) {
	id := p.int("chat_id", 0)
	c := s.chats[id]
	if c == nil && s.openPrivate && id > 0 {
		c = s.open(Chat{ID: id, Type: Private, FirstName: "Person"})
	}
	if c == nil {
		return nil, badRequest("chat not found")
	}
	var keyboard markup
	if err := p.json("reply_markup", &keyboard); err != nil {
		return nil, err
	}
	m := Sent{Text: p["text"], From: s.bot, Thread: int(p.int("message_thread_id", 0)), Keyboard: keyboard.Keyboard}
	if p["parse_mode"] == "HTML" {
		m.HTML = p["text"]
	}
	return wire(c.Chat, s.add(c, m)), nil
}

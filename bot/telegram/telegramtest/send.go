package telegramtest

func (s *Server) getMe(params) (any, error) {
	return map[string]any{
		"id": s.bot.ID, "is_bot": true, "first_name": s.bot.FirstName, "username": s.bot.Username,
		"can_join_groups": true, "can_read_all_group_messages": s.seesAll, "supports_inline_queries": false,
		"can_connect_to_business": false, "has_main_web_app": false,
	}, nil
}

func (s *Server) sendMessage(p params, read content) (any, error) {
	m := read.in(Sent{From: s.bot, Silent: p["disable_notification"] == "true"})
	c, err := s.writable(p)
	if err != nil {
		return nil, err
	}
	if m.Thread, err = c.thread(p); err != nil {
		return nil, err
	}
	if m.ReplyTo, err = c.replyTo(p); err != nil {
		return nil, err
	}
	m = s.add(c, m)
	s.delivered++
	s.emit(Event{Kind: MessageSent, ChatID: c.ID, Message: m})
	return wire(c, m), nil
}

// replyTo returns the message that is replied to, or 0.
func (c *chat) replyTo(p params) (int, error) {
	var reply struct {
		ID      int  `json:"message_id"`
		Without bool `json:"allow_sending_without_reply"`
	}
	if err := p.json("reply_parameters", &reply); err != nil {
		return 0, err
	}
	switch {
	case reply.ID == 0 || c.message(reply.ID) != nil:
		return reply.ID, nil
	case reply.Without:
		return 0, nil
	}
	return 0, badRequest("message to be replied not found")
}

func (s *Server) sendChatAction(p params) (any, error) {
	c, err := s.writable(p)
	if err != nil {
		return nil, err
	}
	thread, err := c.thread(p)
	if err != nil {
		return nil, err
	}
	s.emit(Event{Kind: Typing, ChatID: c.ID, Message: Sent{ChatID: c.ID, Thread: thread}, Text: p["action"]})
	return true, nil
}

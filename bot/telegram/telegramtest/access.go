package telegramtest

import "strings"

// find returns the chat that a request names, by id or @username.
func (s *Server) find(p params) (*chat, error) {
	name := p["chat_id"]
	if name == "" {
		return nil, badRequest("chat_id is empty")
	}
	if username, ok := strings.CutPrefix(name, "@"); ok {
		for _, c := range s.chats {
			if strings.EqualFold(c.Username, username) && c.Type != Private {
				return c, nil
			}
		}
		return nil, badRequest("chat not found")
	}
	id := atoi(name, 0)
	c := s.chats[id]
	if c == nil && s.openPrivate && 0 < id && id <= maxUserID {
		c = s.open(Chat{ID: id, Type: Private, FirstName: "Person"})
		c.started = true
	}
	if c == nil {
		return nil, badRequest("chat not found")
	}
	return c, nil
}

// present finds the chat and says why the bot has no place in it.
func (s *Server) present(p params) (*chat, error) {
	c, err := s.find(p)
	if err != nil {
		return nil, err
	}
	kind := c.Type + " chat"
	switch status := s.botStatus(c); {
	case c.migratedTo != 0:
		return nil, &apiError{Code: 400, MigrateTo: c.migratedTo,
			Description: "Bad Request: group chat was upgraded to a supergroup chat"}
	case c.deleted:
		return nil, forbidden("the group chat was deleted")
	case c.deactivated:
		return nil, forbidden("user is deactivated")
	case c.Type == Private && status == Kicked:
		return nil, forbidden("bot was blocked by the user")
	case c.Type == Private && status == Left:
		return nil, forbidden("bot can't initiate conversation with a user")
	case status == Kicked:
		return nil, forbidden("bot was kicked from the " + kind)
	case status == Left:
		return nil, forbidden("bot is not a member of the " + kind)
	}
	return c, nil
}

// writable finds the chat and says why the bot may not write there.
func (s *Server) writable(p params) (*chat, error) {
	c, err := s.present(p)
	switch {
	case err != nil:
		return nil, err
	case c.Type == Channel && (c.mute || s.botStatus(c) != Administrator):
		return nil, badRequest("need administrator rights in the channel chat")
	case c.mute:
		return nil, badRequest("not enough rights to send text messages to the chat")
	}
	return c, nil
}

// thread returns the topic that a request names, or 0.
func (c *chat) thread(p params) (int, error) {
	if _, ok := p["message_thread_id"]; !ok {
		return 0, nil
	}
	id := int(p.int("message_thread_id", 0))
	t := c.topics[id]
	switch {
	case id == 1:
		return 0, blame(badRequest("message thread not found")) // General has no id when sending
	case t == nil:
		return 0, badRequest("message thread not found")
	case t.closed:
		return 0, badRequest("TOPIC_CLOSED")
	}
	return id, nil
}

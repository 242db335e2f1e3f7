package telegramtest

// setBot changes the bot's place in a chat and tells it so. s.mu is held.
func (s *Server) setBot(c *chat, by User, status string, mute bool) {
	old := c.memberJSON(member{s.bot, s.botStatus(c)})
	c.mute = mute
	c.members[s.bot.ID] = member{s.bot, status}
	s.push("my_chat_member", map[string]any{
		"chat": c.Chat, "from": by, "date": s.now().Unix(),
		"old_chat_member": old, "new_chat_member": c.memberJSON(c.members[s.bot.ID]),
	})
}

// AddToGroup lets a person add the bot to a group, or to a channel as an
// administrator. Who adds it to a chat that is new is the chat's creator.
func (s *Server) AddToGroup(where Chat, by User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(where)
	if c.members[by.ID].Status == "" {
		c.members[by.ID] = member{by, Creator}
		for id, m := range c.members {
			if id != by.ID && m.Status == Creator {
				c.members[by.ID] = member{by, Member}
			}
		}
	}
	if c.Type == Channel {
		s.setBot(c, by, Administrator, false)
		return
	}
	s.setBot(c, by, Member, false)
	s.service(c, by, message{NewMembers: []User{s.bot}})
}

// Kick lets a person remove the bot from a group or channel for good.
func (s *Server) Kick(chatID int64, by User) { s.dismiss(chatID, by, Kicked) }

// Dismiss lets a person remove the bot from a group or channel; it may be added again.
func (s *Server) Dismiss(chatID int64, by User) { s.dismiss(chatID, by, Left) }

func (s *Server) dismiss(chatID int64, by User, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chatID]; c != nil {
		s.setBot(c, by, status, c.mute)
	}
}

// Promote makes a person, or the bot, an administrator of a group or channel.
func (s *Server) Promote(chatID int64, who, by User) { s.place(chatID, who, by, Administrator) }

// Demote makes a person, or the bot, a plain member.
func (s *Server) Demote(chatID int64, who, by User) { s.place(chatID, who, by, Member) }

func (s *Server) place(chatID int64, who, by User, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	switch {
	case c == nil:
	case who.ID == s.bot.ID:
		s.setBot(c, by, status, c.mute)
	default:
		c.members[who.ID] = member{who, status}
	}
}

// Mute takes the right to write from the bot, and Unmute gives it back.
func (s *Server) Mute(chatID int64, by User) { s.setMute(chatID, by, true) }

// Unmute gives the right to write back to the bot.
func (s *Server) Unmute(chatID int64, by User) { s.setMute(chatID, by, false) }

func (s *Server) setMute(chatID int64, by User, mute bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return
	}
	status := s.botStatus(c)
	switch {
	case mute && status == Member:
		status = Restricted
	case !mute && status == Restricted:
		status = Member
	}
	s.setBot(c, by, status, mute)
}

// DeleteGroup deletes a group or channel.
func (s *Server) DeleteGroup(chatID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chatID]; c != nil {
		c.deleted = true
	}
}

// Migrate turns a group into a supergroup and returns its new id. The bot gets
// the two service messages; requests to the old id are answered with the new one.
func (s *Server) Migrate(chatID int64, by User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil || c.Type != Group {
		return 0
	}
	if c.migratedTo == 0 {
		to := Chat{ID: -1_000_000_000_000 - 1_000_000 + chatID, Type: Supergroup, Title: c.Title}
		super := s.open(to)
		for id, m := range c.members {
			super.members[id] = m
		}
		super.mute = c.mute
		s.service(c, by, message{MigrateTo: to.ID})
		s.service(super, by, message{MigrateFrom: c.ID})
		c.migratedTo = to.ID
	}
	return c.migratedTo
}

// service tells the bot of something that happened in a group. s.mu is held.
func (s *Server) service(c *chat, by User, m message) {
	m.ID, m.From, m.Chat, m.Date = s.nextMessage(c), &by, c.Chat, s.now().Unix()
	s.push("message", m)
}

// AddTopic opens a topic in a forum and returns its message_thread_id.
func (s *Server) AddTopic(chatID int64, name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return 0
	}
	c.lastID = max(c.lastID, 1) // 1 is the topic General
	id := s.nextMessage(c)
	c.topics[id] = &topic{name: name}
	return id
}

// CloseTopic lets nobody write in a topic any more.
func (s *Server) CloseTopic(chatID int64, thread int) {
	s.withTopic(chatID, thread, func(c *chat) { c.topics[thread].closed = true })
}

// DeleteTopic deletes a topic.
func (s *Server) DeleteTopic(chatID int64, thread int) {
	s.withTopic(chatID, thread, func(c *chat) { delete(c.topics, thread) })
}

func (s *Server) withTopic(chatID int64, thread int, change func(*chat)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chatID]; c != nil && c.topics[thread] != nil {
		change(c)
	}
}

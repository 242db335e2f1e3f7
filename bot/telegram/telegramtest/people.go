package telegramtest

import "strings"

// anonymousAdmin is who Telegram names as the sender of an administrator that
// writes in the group's own name.
var anonymousAdmin = User{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}

// A Post is what somebody writes.
type Post struct {
	Chat      Chat
	From      User // nobody in a channel
	Text      string
	Thread    int  // topic
	ReplyTo   int  // message
	Anonymous bool // as the group itself; From is not told
}

// Say lets a person write a text and returns the id of the update, or 0 where
// the bot does not get to see it.
func (s *Server) Say(where Chat, from User, text string) int {
	return s.Post(Post{Chat: where, From: from, Text: text})
}

// Post lets a person write. A private chat begins with the first message, and
// writing to a bot one has blocked unblocks it, as in the app. In a group the bot
// has to be, see AddToGroup; as long as it is no administrator it sees commands
// and replies to itself only, unless Options.SeesAll.
func (s *Server) Post(p Post) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(p.Chat)
	if c.Type == Private {
		c.started = true
		if s.botStatus(c) == Kicked {
			s.setBot(c, p.From, Member, c.mute)
		}
	}
	from, kind := p.From, "message"
	switch {
	case c.Type == Channel:
		from, kind = User{}, "channel_post"
	case p.Anonymous:
		from = anonymousAdmin
	case c.members[from.ID].Status == "" && c.Type != Private:
		c.members[from.ID] = member{from, Member}
	}
	text, entities := trim(clean(p.Text, nil))
	m := s.add(c, Sent{From: from, Text: text, Entities: append(entities, commandEntity(text)...), Thread: p.Thread, ReplyTo: p.ReplyTo})
	s.emit(Event{Kind: PersonSaid, ChatID: c.ID, Message: m, User: p.From})
	if !s.sees(c, m) {
		return 0
	}
	return s.push(kind, wire(c, m))
}

// sees says whether the bot gets an update for what somebody wrote.
func (s *Server) sees(c *chat, m Sent) bool {
	switch s.botStatus(c) {
	case Left, Kicked:
		return false
	case Administrator:
		return true
	}
	if c.Type == Private || s.seesAll {
		return true
	}
	if to := c.message(m.ReplyTo); to != nil && to.From.ID == s.bot.ID {
		return true
	}
	name, _, _ := strings.Cut(m.Text, " ")
	_, bot, named := strings.Cut(name, "@")
	return strings.HasPrefix(name, "/") && (!named || strings.EqualFold(bot, s.bot.Username))
}

// commandEntity marks a command at the beginning of a text as Telegram does.
func commandEntity(text string) []Entity {
	name, _, _ := strings.Cut(text, " ")
	name, _, _ = strings.Cut(name, "\n")
	if len(name) < 2 || name[0] != '/' {
		return nil
	}
	for i := 1; i < len(name); i++ {
		if c := name[i]; !alphanumeric(c) && c != '_' && c != '@' {
			return nil
		}
	}
	return []Entity{{Type: "bot_command", Length: len(name)}}
}

// Block lets a person block the bot.
func (s *Server) Block(chatID int64) { s.setPrivate(chatID, Kicked) }

// Unblock lets a person allow the bot to write again.
func (s *Server) Unblock(chatID int64) { s.setPrivate(chatID, Member) }

func (s *Server) setPrivate(chatID int64, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.open(Chat{ID: chatID, Type: Private, FirstName: "Person"})
	c.started = true
	s.setBot(c, User{ID: c.ID, FirstName: c.FirstName, LastName: c.LastName, Username: c.Username}, status, c.mute)
}

// Deactivate deletes a person's account.
func (s *Server) Deactivate(chatID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open(Chat{ID: chatID, Type: Private, FirstName: "Deleted Account"}).deactivated = true
}

// Delete lets a person delete a message in a chat.
func (s *Server) Delete(chatID int64, messageID int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chatID]; c != nil && c.message(messageID) != nil {
		s.remove(c, messageID)
	}
}

// remove takes a message out of a chat. s.mu is held.
func (s *Server) remove(c *chat, id int) {
	kept := c.messages[:0:0]
	for _, m := range c.messages {
		if m.ID != id {
			kept = append(kept, m)
		}
	}
	c.messages = kept
	s.emit(Event{Kind: MessageDeleted, ChatID: c.ID, Message: Sent{ID: id, ChatID: c.ID}})
}

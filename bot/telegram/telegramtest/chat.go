package telegramtest

import "slices"

// The kinds of chat, as Chat.Type.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// A User is a person or a bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// A Chat is where messages go. Private chats have their person's id, groups and
// channels negative ones.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Forum     bool   `json:"is_forum,omitempty"`
}

// PrivateChat is a person's chat with the bot.
func PrivateChat(u User) Chat {
	return Chat{ID: u.ID, Type: Private, Username: u.Username, FirstName: u.FirstName, LastName: u.LastName}
}

// The places a user can have in a chat, as ChatMember.status.
const (
	Creator       = "creator"
	Administrator = "administrator"
	Member        = "member"
	Restricted    = "restricted"
	Left          = "left"
	Kicked        = "kicked"
)

// chat is what the server knows about one.
type chat struct {
	Chat
	messages []Sent
	lastID   int // of a message, in supergroups and channels

	started     bool // private: the person has written to the bot
	deactivated bool // private: the account is gone
	mute        bool // the bot may not write
	deleted     bool // the group is gone
	migratedTo  int64
	members     map[int64]member
	topics      map[int]*topic
}

type member struct {
	User   User
	Status string
}

type topic struct {
	name   string
	closed bool
}

// open returns the chat, made on first sight. s.mu is held.
func (s *Server) open(c Chat) *chat {
	known := s.chats[c.ID]
	if known == nil {
		known = &chat{Chat: c, members: map[int64]member{}, topics: map[int]*topic{}}
		s.chats[c.ID] = known
	}
	return known
}

// botStatus is the bot's place; in a private chat Kicked means blocked.
func (s *Server) botStatus(c *chat) string {
	if m, ok := c.members[s.bot.ID]; ok {
		return m.Status
	}
	if c.Type == Private && c.started {
		return Member
	}
	return Left
}

// Chats are those the server knows, by id.
func (s *Server) Chats() []Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Chat, 0, len(s.chats))
	for _, c := range s.chats {
		list = append(list, c.Chat)
	}
	slices.SortFunc(list, func(a, b Chat) int { return int(min(max(a.ID-b.ID, -1), 1)) })
	return list
}

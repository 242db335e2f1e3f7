package telegramtest

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

// chat is what the server knows about one.
type chat struct {
	Chat
	messages []Sent
	lastID   int // of a message, in supergroups and channels
}

// open returns the chat, made on first sight. s.mu is held.
func (s *Server) open(c Chat) *chat {
	known := s.chats[c.ID]
	if known == nil {
		known = &chat{Chat: c}
		s.chats[c.ID] = known
	}
	return known
}

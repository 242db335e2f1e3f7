package telegram

import "time"

// An Update is one thing that happened, reduced to what the bot acts on.
// Exactly one of Message, Tap and Membership is set; all are nil in an update of
// another kind, which is still counted as handled.
type Update struct {
	ID         int
	Message    *Message
	Tap        *Tap
	Membership *Membership
	// Excess says that the chat asks faster than it can be answered: this is not
	// to be done, only to be told, at once and beside what the chat waits for.
	// The bot's own place in a chat and a group's new number are never in excess.
	Excess bool
}

// A ChatRef says where something happened.
type ChatRef struct {
	ID    int64
	Kind  string // private, group, supergroup or channel
	Title string // a group's or channel's title, a person's first name
	Forum bool
}

// A User is who did something.
type User struct {
	ID           int64
	Name         string
	LanguageCode string // as "en" or "pt-br", or empty
	Bot          bool
}

// A Message is a message or a channel post that arrived.
type Message struct {
	ID        int
	Chat      ChatRef
	From      User // zero in a channel
	Anonymous bool // sent in the chat's own name: a channel post or an anonymous admin
	Thread    int  // topic; 0 outside of topics, reply threads of plain groups included
	ReplyTo   int  // the message it answers; 0: none
	// Text is what was written, the caption of a photo or file included.
	Text string
	// Media is set for a photo, a voice message, a sticker and the like. Without
	// it and without Text a message only reports that something happened in the
	// chat (somebody joined, a message was pinned), which needs no answer.
	Media bool
	Date  time.Time
	// MigrateTo and MigrateFrom are set in the service messages of a group that
	// became a supergroup.
	MigrateTo, MigrateFrom int64
}

// Command returns the command's name in lower case without the slash, the bot
// it names after "@" (or ""), and its trimmed argument; ok is false where the
// text does not begin with a command.
func (m *Message) Command() (name, bot, argument string, ok bool) { return command(m.Text) }

// A Tap is a press of a button under a message of the bot's.
type Tap struct {
	ID        string // for Answer
	From      User
	Chat      ChatRef // zero where Telegram does not say
	MessageID int     // 0 where the message is too old to be edited, or not said
	Thread    int
	Data      string
}

// A Membership is a change of the bot's own place in a chat.
type Membership struct {
	Chat   ChatRef
	From   User
	Status string // creator, administrator, member, restricted, left or kicked
	// CanWrite is whether it may post there now.
	CanWrite bool
}

// A Text is a message to send or to put in place of an earlier one.
type Text struct {
	HTML string // Telegram's HTML, see package render
	// Plain is the same without any markup, sent when Telegram cannot read HTML.
	Plain    string
	Keyboard Keyboard // empty: none
	Thread   int      // topic; 0: none
	Silent   bool     // no sound
	// Preview is the link that may be previewed; empty: no preview at all.
	Preview string
}

// A Keyboard is the rows of buttons under a message.
type Keyboard [][]Button

// A Button opens URL where that is set, else sends Data (1 to 64 bytes) as a Tap.
type Button struct {
	Label string
	Data  string
	URL   string
}

// A Command is an entry of the command menu.
type Command struct {
	Name        string // 1 to 32 of a-z, 0-9 and _
	Description string // 1 to 256 characters
}

// A Scope says who sees a command menu.
type Scope string

// The scopes the bot sets menus for.
const (
	ScopeDefault Scope = "default"
	ScopePrivate Scope = "all_private_chats"
	ScopeGroups  Scope = "all_group_chats"
	ScopeAdmins  Scope = "all_chat_administrators"
)

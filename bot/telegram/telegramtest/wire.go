package telegramtest

import "encoding/json"

// message is one as the Bot API writes it.
type message struct {
	ID          int             `json:"message_id"`
	Thread      int             `json:"message_thread_id,omitempty"`
	Topic       bool            `json:"is_topic_message,omitempty"`
	From        *User           `json:"from,omitempty"`
	SenderChat  *Chat           `json:"sender_chat,omitempty"`
	Date        int64           `json:"date"`
	Chat        Chat            `json:"chat"`
	ReplyTo     *message        `json:"reply_to_message,omitempty"`
	Edited      int64           `json:"edit_date,omitempty"`
	Text        string          `json:"text,omitempty"`
	Entities    []Entity        `json:"entities,omitempty"`
	Preview     *Preview        `json:"link_preview_options,omitempty"`
	Markup      json.RawMessage `json:"reply_markup,omitempty"`
	NewMembers  []User          `json:"new_chat_members,omitempty"`
	LeftMember  *User           `json:"left_chat_member,omitempty"`
	MigrateTo   int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom int64           `json:"migrate_from_chat_id,omitempty"`
}

// wire writes a message. It shares nothing with the chat, for it is encoded when
// the server is no longer locked. A channel's have no person in from.
func wire(c *chat, m Sent) message {
	where := c.Chat
	w := message{ID: m.ID, Thread: m.Thread, Topic: m.Thread != 0, Date: m.At.Unix(), Chat: where,
		Text: m.Text, Entities: m.Entities, Markup: m.markup}
	if c.Type == Channel || m.From.ID == anonymousAdmin.ID {
		w.SenderChat = &where
	}
	if c.Type != Channel {
		w.From = &m.From
	}
	if m.Preview != (Preview{}) {
		w.Preview = &m.Preview
	}
	if !m.Edited.IsZero() {
		w.Edited = m.Edited.Unix()
	}
	if to := c.message(m.ReplyTo); to != nil && m.ReplyTo != 0 {
		replied := *to
		replied.ReplyTo = 0 // Telegram writes one level
		reply := wire(c, replied)
		w.ReplyTo = &reply
	}
	return w
}

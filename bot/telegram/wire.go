package telegram

import (
	"encoding/json"
	"errors"
	"time"
)

// The wire types hold what the bot reads of an update and nothing else, so
// that a change to any other field cannot make an update unreadable.

type wireUpdate struct {
	ID          int             `json:"update_id"`
	Message     *wireMessage    `json:"message"`
	ChannelPost *wireMessage    `json:"channel_post"`
	Callback    *wireCallback   `json:"callback_query"`
	MyMember    *wireMembership `json:"my_chat_member"`
}

type wireUser struct {
	ID           int64  `json:"id"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username"`
	LanguageCode string `json:"language_code"`
	IsBot        bool   `json:"is_bot"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title"`
	FirstName string `json:"first_name"`
	IsForum   bool   `json:"is_forum"`
}

type wireMessage struct {
	ID            int       `json:"message_id"`
	ThreadID      int       `json:"message_thread_id"`
	IsTopic       bool      `json:"is_topic_message"`
	From          *wireUser `json:"from"`
	SenderChat    *wireChat `json:"sender_chat"`
	Chat          wireChat  `json:"chat"`
	Date          int64     `json:"date"`
	AutoForward   bool      `json:"is_automatic_forward"`
	Text          string    `json:"text"`
	Caption       string    `json:"caption"`
	MigrateToID   int64     `json:"migrate_to_chat_id"`
	MigrateFromID int64     `json:"migrate_from_chat_id"`
	ReplyTo       *struct {
		ID int `json:"message_id"`
	} `json:"reply_to_message"`

	wireMedia
}

// wireMedia only shows whether there is anything.
type wireMedia struct {
	Animation json.RawMessage `json:"animation"`
	Audio     json.RawMessage `json:"audio"`
	Contact   json.RawMessage `json:"contact"`
	Dice      json.RawMessage `json:"dice"`
	Document  json.RawMessage `json:"document"`
	Game      json.RawMessage `json:"game"`
	Location  json.RawMessage `json:"location"`
	Photo     json.RawMessage `json:"photo"`
	Poll      json.RawMessage `json:"poll"`
	Sticker   json.RawMessage `json:"sticker"`
	Story     json.RawMessage `json:"story"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Voice     json.RawMessage `json:"voice"`
}

func (m *wireMedia) any() bool {
	for _, x := range []json.RawMessage{m.Animation, m.Audio, m.Contact, m.Dice, m.Document, m.Game, m.Location,
		m.Photo, m.Poll, m.Sticker, m.Story, m.Video, m.VideoNote, m.Voice} {
		if len(x) > 0 {
			return true
		}
	}
	return false
}

type wireCallback struct {
	ID      string       `json:"id"`
	From    wireUser     `json:"from"`
	Message *wireMessage `json:"message"`
	Data    string       `json:"data"`
}

type wireMembership struct {
	Chat wireChat `json:"chat"`
	From wireUser `json:"from"`
	New  struct {
		Status          string `json:"status"`
		IsMember        bool   `json:"is_member"`         // with restricted
		CanSendMessages bool   `json:"can_send_messages"` // with restricted
		CanPostMessages bool   `json:"can_post_messages"` // of a channel's administrator
	} `json:"new_chat_member"`
}

// updateID reads the id alone, which works for updates nothing else of which
// can be read.
func updateID(raw json.RawMessage) (int, error) {
	var u struct {
		ID *int `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &u); err != nil {
		return 0, err
	}
	if u.ID == nil || *u.ID <= 0 { // a negative offset would drop what is queued
		return 0, errors.New("an update without a positive update_id")
	}
	return *u.ID, nil
}

// decode reads an update.
func decode(raw json.RawMessage) (Update, error) {
	var w wireUpdate
	if err := json.Unmarshal(raw, &w); err != nil {
		return Update{}, err
	}
	u := Update{ID: w.ID}
	switch {
	case w.Message != nil:
		u.Message = w.Message.message()
	case w.ChannelPost != nil:
		u.Message = w.ChannelPost.message()
	case w.Callback != nil:
		u.Tap = w.Callback.tap()
	case w.MyMember != nil:
		u.Membership = w.MyMember.membership()
	}
	return u, nil
}

func (u *wireUser) user() User {
	return User{ID: u.ID, Name: u.FirstName, LanguageCode: u.LanguageCode, Bot: u.IsBot}
}

func (c *wireChat) ref() ChatRef {
	r := ChatRef{ID: c.ID, Kind: c.Type, Title: c.Title, Forum: c.IsForum}
	if r.Title == "" {
		r.Title = c.FirstName
	}
	return r
}

// thread returns the topic. Replies in a plain group carry a thread id too,
// which is the number of no topic.
func (m *wireMessage) thread() int {
	if m.IsTopic {
		return m.ThreadID
	}
	return 0
}

// message returns nil for the copy of a channel's post that Telegram puts into
// the channel's discussion group: it was read as the channel's post already.
func (m *wireMessage) message() *Message {
	if m.AutoForward {
		return nil
	}
	out := &Message{
		ID:          m.ID,
		Chat:        m.Chat.ref(),
		Thread:      m.thread(),
		Text:        m.Text,
		Media:       m.wireMedia.any(),
		Date:        time.Unix(m.Date, 0).UTC(),
		MigrateTo:   m.MigrateToID,
		MigrateFrom: m.MigrateFromID,
		// An anonymous administrator writes as the group itself, a channel's
		// author as the channel. "from" is a stand-in then. Somebody who writes
		// as a channel of their own is a stranger to this chat.
		Anonymous: m.Chat.Type == "channel" || m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID,
	}
	if out.Text == "" {
		out.Text = m.Caption
	}
	if m.From != nil {
		out.From = m.From.user()
	}
	if m.ReplyTo != nil {
		out.ReplyTo = m.ReplyTo.ID
	}
	return out
}

func (c *wireCallback) tap() *Tap {
	t := &Tap{ID: c.ID, From: c.From.user(), Data: c.Data}
	if c.Message == nil { // under a message sent in inline mode
		return t
	}
	t.Chat, t.Thread = c.Message.Chat.ref(), c.Message.thread()
	if c.Message.Date != 0 { // 0: inaccessible
		t.MessageID = c.Message.ID
	}
	return t
}

func (m *wireMembership) membership() *Membership {
	out := &Membership{Chat: m.Chat.ref(), From: m.From.user(), Status: m.New.Status}
	switch m.New.Status {
	case "creator":
		out.CanWrite = true
	case "administrator":
		out.CanWrite = m.Chat.Type != "channel" || m.New.CanPostMessages
	case "member":
		out.CanWrite = m.Chat.Type != "channel"
	case "restricted":
		out.CanWrite = m.New.IsMember && m.New.CanSendMessages
	}
	return out
}

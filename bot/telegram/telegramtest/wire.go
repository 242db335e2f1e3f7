package telegramtest

// A message as the Bot API writes it.
type message struct {
	ID       int      `json:"message_id"`
	Thread   int      `json:"message_thread_id,omitempty"`
	Topic    bool     `json:"is_topic_message,omitempty"`
	From     *User    `json:"from,omitempty"`
	Date     int64    `json:"date"`
	Chat     Chat     `json:"chat"`
	Edited   int64    `json:"edit_date,omitempty"`
	Text     string   `json:"text,omitempty"`
	Entities []Entity `json:"entities,omitempty"`
	Markup   *markup  `json:"reply_markup,omitempty"`
}

type markup struct {
	Keyboard [][]Button `json:"inline_keyboard"`
}

func wire(c Chat, m Sent) message {
	w := message{ID: m.ID, Thread: m.Thread, Topic: m.Thread != 0, Date: m.At.Unix(), Chat: c, Text: m.Text, Entities: m.Entities}
	if m.From.ID != 0 {
		w.From = &m.From
	}
	if !m.Edited.IsZero() {
		w.Edited = m.Edited.Unix()
	}
	if m.Keyboard != nil {
		w.Markup = &markup{m.Keyboard}
	}
	return w
}

package telegramtest

import "encoding/json"

// content is what a request puts into a message.
type content struct {
	html, text string
	entities   []Entity
	preview    Preview
	keyboard   [][]Button
	markup     json.RawMessage
}

// readContent reads the text and the keyboard of a request, and refuses what
// Telegram refuses of them.
func readContent(name string, p params) (c content, err error) {
	if name != "editMessageReplyMarkup" {
		if c.text, c.entities, err = formatted(p); err != nil {
			return c, err
		}
		if p["parse_mode"] == "HTML" {
			c.html = p["text"]
		}
		if err := p.json("link_preview_options", &c.preview); err != nil {
			return c, err
		}
	}
	c.keyboard, c.markup, err = keyboard(p)
	return c, err
}

// in returns the message with the text and keyboard.
func (c content) in(m Sent) Sent {
	m.HTML, m.Text, m.Entities, m.Preview = c.html, c.text, c.entities, c.preview
	m.Keyboard, m.markup = c.keyboard, c.markup
	return m
}

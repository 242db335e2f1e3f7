package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Send sends t to the chat and returns the message's id. HTML that Telegram
// refuses is logged, counted and sent again as t.Plain. With Unknown as the
// Reason the message may have arrived; with any other it has not.
func (c *Client) Send(ctx context.Context, chat int64, t Text) (int, error) {
	p := tgbotapi.Params{}
	p.AddNonZero64("chat_id", chat)
	addThread(p, t.Thread)
	p.AddBool("disable_notification", t.Silent)
	p.AddBool("allow_paid_broadcast", c.paid)
	var sent struct {
		ID int `json:"message_id"`
	}
	if err := c.write(ctx, writing{"sendMessage", p, t}, &sent); err != nil {
		return 0, err
	}
	return sent.ID, nil
}

// Edit puts t in place of an earlier message of the bot's; its keyboard goes
// where t has none. A message that already says t is no error.
func (c *Client) Edit(ctx context.Context, chat int64, message int, t Text) error {
	p := tgbotapi.Params{}
	p.AddNonZero64("chat_id", chat)
	p.AddNonZero("message_id", message)
	// The result is the message, or true where that is not the bot's to see.
	return unless(NotModified, c.write(ctx, writing{"editMessageText", p, t}, nil))
}

// A writing is a request that carries a text.
type writing struct {
	method string
	params tgbotapi.Params // all but the text
	text   Text
}

// write makes the request, again as plain text where the HTML is refused.
func (c *Client) write(ctx context.Context, w writing, out any) error {
	p, t := w.params, w.text
	addKeyboard(p, t.Keyboard)
	addPreview(p, t.Preview)
	p["text"], p["parse_mode"] = t.HTML, "HTML"
	err := c.call(ctx, w.method, p, out)
	if reason(err) != BadMarkup || t.Plain == "" {
		return err
	}
	c.plain.Add(1)
	c.log.ErrorContext(ctx, "Telegram refused a message's HTML, sending it as plain text",
		slog.String("method", w.method), slog.Int("bytes", len(t.HTML)), slog.Any("error", err))
	delete(p, "parse_mode")
	p["text"] = t.Plain
	return c.call(ctx, w.method, p, out)
}

// addThread leaves out 1 as well: that is a forum's General topic, whose number
// Telegram refuses as unknown.
func addThread(p tgbotapi.Params, thread int) {
	if thread > 1 {
		p["message_thread_id"] = strconv.Itoa(thread)
	}
}

func addKeyboard(p tgbotapi.Params, k Keyboard) {
	type button struct {
		Text string `json:"text"`
		URL  string `json:"url,omitempty"`
		Data string `json:"callback_data,omitempty"`
	}
	var rows [][]button
	for _, row := range k {
		var buttons []button
		for _, b := range row {
			w := button{Text: b.Label, URL: b.URL}
			if b.URL == "" {
				w.Data = b.Data
			}
			buttons = append(buttons, w)
		}
		if len(buttons) > 0 {
			rows = append(rows, buttons)
		}
	}
	if len(rows) > 0 {
		addJSON(p, "reply_markup", map[string]any{"inline_keyboard": rows})
	}
}

func addPreview(p tgbotapi.Params, link string) {
	if link == "" {
		addJSON(p, "link_preview_options", map[string]any{"is_disabled": true})
		return
	}
	addJSON(p, "link_preview_options", map[string]any{"url": link})
}

// addJSON adds a value made of strings, numbers and bools, which always encodes.
func addJSON(p tgbotapi.Params, name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic("telegram: encode " + name + ": " + err.Error())
	}
	p[name] = string(text)
}

// reason returns the Reason of an error of this package's, or "".
func reason(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

// unless returns err, or nil where its reason is r.
func unless(r Reason, err error) error {
	if reason(err) == r {
		return nil
	}
	return err
}

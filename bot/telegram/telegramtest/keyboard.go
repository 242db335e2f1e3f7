package telegramtest

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxButtons bounds a keyboard. Telegram documents no number; this is what it
// has been seen to take.
const maxButtons = 100

// A Button is one of an inline keyboard. It has one of Data, URL and Copy, or an
// action that this server does not show.
type Button struct {
	Text     string
	Data     string // sent by Tap
	URL      string
	Copy     string // put on the clipboard
	Style    string // danger, success or primary; empty: plain
	Disabled bool
}

// button is one as the bot sends it. That it is well-formed has been checked
// against the specification.
type button struct {
	Text  string                     `json:"text"`
	Data  *string                    `json:"callback_data"`
	URL   *string                    `json:"url"`
	Style string                     `json:"style"`
	Copy  *struct{ Text string }     `json:"copy_text"`
	Rest  map[string]json.RawMessage `json:"-"`
}

// keyboard reads the inline keyboard of a request; nil where there is none.
func keyboard(p params) ([][]Button, json.RawMessage, error) {
	raw := p["reply_markup"]
	if raw == "" {
		return nil, nil, nil
	}
	var m struct {
		Rows [][]json.RawMessage `json:"inline_keyboard"`
	}
	if err := p.json("reply_markup", &m); err != nil {
		return nil, nil, blame(badRequest("%v", err))
	}
	var rows [][]Button
	count := 0
	for _, r := range m.Rows {
		var row []Button
		for _, text := range r {
			b, err := readButton(text)
			if err != nil {
				return nil, nil, blame(err)
			}
			row = append(row, b)
		}
		if count += len(row); count > maxButtons {
			return nil, nil, blame(badRequest("reply markup is too long"))
		}
		if len(row) > 0 { // Telegram leaves empty rows out
			rows = append(rows, row)
		}
	}
	if rows == nil {
		return nil, nil, nil
	}
	return rows, json.RawMessage(raw), nil
}

// plain are the fields of a button that are no action.
var plain = map[string]bool{"text": true, "style": true, "icon_custom_emoji_id": true}

func readButton(raw json.RawMessage) (Button, *apiError) {
	var b button
	if err := json.Unmarshal(raw, &b); err != nil {
		return Button{}, badRequest("can't parse inline keyboard button: %v", err)
	}
	if err := json.Unmarshal(raw, &b.Rest); err != nil {
		return Button{}, badRequest("can't parse inline keyboard button: %v", err)
	}
	actions := 0
	for field := range b.Rest {
		if !plain[field] {
			actions++
		}
	}
	_, disabled := b.Rest["disabled"]
	out := Button{Text: b.Text, Style: b.Style, Disabled: disabled}
	switch {
	case strings.TrimFunc(b.Text, unicode.IsSpace) == "":
		return out, badRequest("inline keyboard button text must be non-empty")
	case !utf8.ValidString(b.Text):
		return out, badRequest("strings must be encoded in UTF-8")
	case actions == 0:
		return out, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case actions > 1:
		return out, badRequest("can't parse inline keyboard button: %d actions in button %q, exactly one is allowed", actions, b.Text)
	case b.Data != nil && (len(*b.Data) < 1 || len(*b.Data) > 64):
		return out, badRequest("BUTTON_DATA_INVALID")
	case b.Data != nil:
		out.Data = *b.Data
	case b.Copy != nil:
		out.Copy = b.Copy.Text
	case b.URL != nil:
		if mentionedUser(*b.URL) != 0 {
			out.URL = *b.URL
			break
		}
		link, err := checkLink(*b.URL)
		if err != nil {
			return out, badRequest("inline keyboard button URL '%s' is invalid: %v", *b.URL, err)
		}
		out.URL = link
	}
	return out, nil
}

package bot

import (
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/telegram"
)

// A Kind says how a Reply is given.
type Kind int

// The kinds of replies. After a message of a person's, an Edit is a Message too.
const (
	Message Kind = iota // a new message
	Edit                // in place of the message whose button was tapped
	Amend               // in place of the last Message or Edit that answered the same request
	Toast               // a line that goes by itself; after a tap
	Notice              // a short text that has to be dismissed; after a tap
)

// A Reply is what a handler answers.
type Reply struct {
	Kind  Kind
	Text  telegram.Text // of a Message, an Edit or an Amend
	Toast string        // plain, 200 characters at most
}

func say(html markup.HTML, rows ...[]telegram.Button) Reply {
	return Reply{Kind: Message, Text: render.Text(html, keyboard(rows))}
}

func edit(html markup.HTML, rows ...[]telegram.Button) Reply {
	return Reply{Kind: Edit, Text: render.Text(html, keyboard(rows))}
}

func toast(text string) Reply  { return Reply{Kind: Toast, Toast: text} }
func notice(text string) Reply { return Reply{Kind: Notice, Toast: text} }

func row(buttons ...telegram.Button) []telegram.Button { return buttons }

func keyboard(rows [][]telegram.Button) telegram.Keyboard {
	var k telegram.Keyboard
	for _, r := range rows {
		if len(r) > 0 {
			k = append(k, r)
		}
	}
	return k
}

// grid puts buttons into rows of a width.
func grid(buttons []telegram.Button, width int) [][]telegram.Button {
	var rows [][]telegram.Button
	for i := 0; i < len(buttons); i += width {
		rows = append(rows, buttons[i:min(i+width, len(buttons))])
	}
	return rows
}

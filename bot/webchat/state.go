package webchat

import (
	"cmp"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// shown is how many of a chat's newest messages a page is given.
const shown = 200

// The page's view of things. Ids are below 2^53, which JavaScript keeps.

type pageState struct {
	Kind    string     `json:"kind"`
	Title   string     `json:"title"`
	Bot     pageBot    `json:"bot"`
	Sources []string   `json:"sources"`
	Chats   []pageChat `json:"chats"`
}

type pageBot struct {
	Name     string `json:"name"`
	Username string `json:"username"`
}

type pageChat struct {
	ID          int64         `json:"id"`
	Type        string        `json:"type"`
	Title       string        `json:"title"`
	Place       string        `json:"place,omitempty"`
	Zone        string        `json:"zone,omitempty"`
	Language    string        `json:"language,omitempty"`
	People      []pagePerson  `json:"people"`
	Suggestions []string      `json:"suggestions"`
	Messages    []pageMessage `json:"messages"`
}

type pagePerson struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type pageMessage struct {
	ID       int                   `json:"id"`
	Mine     bool                  `json:"mine"` // a person's
	Name     string                `json:"name"`
	Text     string                `json:"text"`
	Entities []telegramtest.Entity `json:"entities,omitempty"`
	Keyboard [][]pageButton        `json:"keyboard,omitempty"`
	Silent   bool                  `json:"silent,omitempty"`
	At       int64                 `json:"at"` // Unix, in ms
	Edited   bool                  `json:"edited,omitempty"`
}

type pageButton struct {
	Label string `json:"label"`
	Data  string `json:"data,omitempty"`
	URL   string `json:"url,omitempty"`
}

// state is everything a page shows, now.
func (h *Handler) state() pageState {
	bot := h.server.Bot()
	s := pageState{
		Kind:    "state",
		Title:   cmp.Or(h.options.Title, bot.FirstName),
		Bot:     pageBot{bot.FirstName, bot.Username},
		Sources: []string{}, // never null
	}
	if h.options.Publish != nil {
		s.Sources = h.options.Sources
	}
	for _, c := range h.options.Chats {
		s.Chats = append(s.Chats, h.chat(c))
	}
	return s
}

func (h *Handler) chat(c Chat) pageChat {
	p := pageChat{
		ID:          c.Chat.ID,
		Type:        c.Chat.Type,
		Title:       c.Chat.Title,
		Place:       c.Place,
		Suggestions: append([]string{}, c.Suggestions...),
		Messages:    []pageMessage{},
	}
	if c.Chat.Type == telegramtest.Private {
		p.Title = fullName(c.People[0])
		p.Language = languageName(c.People[0].LanguageCode)
	}
	if c.Zone != nil && c.Zone != time.Local {
		p.Zone = c.Zone.String()
	}
	for _, u := range c.People {
		p.People = append(p.People, pagePerson{u.ID, fullName(u)})
	}
	history := h.server.History(c.Chat.ID)
	for _, m := range history[max(0, len(history)-shown):] {
		p.Messages = append(p.Messages, h.message(m))
	}
	return p
}

func (h *Handler) message(m telegramtest.Sent) pageMessage {
	var keyboard [][]pageButton
	for _, row := range m.Keyboard {
		var buttons []pageButton
		for _, b := range row {
			buttons = append(buttons, pageButton{b.Text, b.Data, b.URL})
		}
		keyboard = append(keyboard, buttons)
	}
	return pageMessage{
		ID:       m.ID,
		Mine:     m.From.ID != h.server.Bot().ID,
		Name:     fullName(m.From),
		Text:     m.Text,
		Entities: m.Entities,
		Keyboard: keyboard,
		Silent:   m.Silent,
		At:       m.At.UnixMilli(),
		Edited:   !m.Edited.IsZero(),
	}
}

// menu is what a person may choose from in a chat. A private chat that has not
// begun has the menu of all private chats already, as in the app.
func (h *Handler) menu(c *Chat, who telegramtest.User) []telegramtest.Command {
	list := h.server.Menu(c.Chat.ID, who)
	if list == nil && c.Chat.Type == telegramtest.Private {
		language := who.LanguageCode[:min(2, len(who.LanguageCode))]
		for _, scope := range []string{"all_private_chats", "default"} {
			for _, l := range []string{language, ""} {
				if list == nil {
					list = h.server.Commands(scope, l)
				}
			}
		}
	}
	return append([]telegramtest.Command{}, list...) // never null
}

func fullName(u telegramtest.User) string {
	if u.LastName == "" {
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// languageName says what a person's app is set to, in that language.
func languageName(code string) string {
	switch code {
	case "en":
		return "English"
	case "ru":
		return "русский"
	case "kk":
		return "қазақша"
	}
	return code
}

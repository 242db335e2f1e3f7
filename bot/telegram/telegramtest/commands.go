package telegramtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"unicode/utf8"
)

// A Command is an entry of a command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// scope is who sees a command menu, as BotCommandScope.
type scope struct {
	Type   string      `json:"type"`
	ChatID json.Number `json:"chat_id,omitempty"`
	UserID int64       `json:"user_id,omitempty"`
}

// menu is the key of a list of commands.
type menu struct {
	scope    scope
	language string
}

// maxMenus bounds the lists that are kept.
const maxMenus = 10_000

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (s *Server) setMyCommands(p params) (any, error) {
	key, err := menuOf(p)
	if err != nil {
		return nil, err
	}
	var list []Command
	if err := p.json("commands", &list); err != nil {
		return nil, err
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) {
			return nil, blame(badRequest("BOT_COMMAND_INVALID"))
		}
		if n := utf8.RuneCountInString(c.Description); n < 1 || n > 256 {
			return nil, blame(badRequest("BOT_COMMAND_DESCRIPTION_INVALID"))
		}
	}
	if len(list) > 100 {
		return nil, blame(badRequest("BOT_COMMANDS_TOO_MUCH"))
	}
	if len(list) == 0 {
		delete(s.menus, key)
		return true, nil
	}
	if _, known := s.menus[key]; !known && len(s.menus) >= maxMenus {
		return nil, fmt.Errorf("telegramtest keeps at most %d command menus", maxMenus)
	}
	s.menus[key] = list
	return true, nil
}

func (s *Server) getMyCommands(p params) (any, error) {
	key, err := menuOf(p)
	if err != nil {
		return nil, err
	}
	return append([]Command{}, s.menus[key]...), nil
}

func (s *Server) deleteMyCommands(p params) (any, error) {
	key, err := menuOf(p)
	if err != nil {
		return nil, err
	}
	delete(s.menus, key)
	return true, nil
}

func menuOf(p params) (menu, error) {
	m := menu{scope{Type: "default"}, p["language_code"]}
	if err := p.json("scope", &m.scope); err != nil {
		return m, err
	}
	return m, checkLanguage(m.language)
}

// checkLanguage takes what Telegram takes: two lower-case letters or nothing.
func checkLanguage(code string) error {
	if code == "" || len(code) == 2 && 'a' <= code[0] && code[0] <= 'z' && 'a' <= code[1] && code[1] <= 'z' {
		return nil
	}
	return blame(badRequest("invalid language code specified"))
}

// Commands are the menu set for a scope without a chat, as "default" or
// "all_private_chats", and a language.
func (s *Server) Commands(scopeType, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Command(nil), s.menus[menu{scope{Type: scopeType}, language}]...)
}

// Menu is the command menu that a person sees in a chat: that of the narrowest
// scope, in each the person's language first.
func (s *Server) Menu(chatID int64, who User) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return nil
	}
	id := json.Number(fmt.Sprint(chatID))
	scopes := []scope{{"chat_member", id, who.ID}, {"chat", id, 0}, {Type: "all_group_chats"}, {Type: "default"}}
	if status := c.members[who.ID].Status; c.Type == Private {
		scopes = []scope{{"chat", id, 0}, {Type: "all_private_chats"}, {Type: "default"}}
	} else if status == Creator || status == Administrator {
		scopes = []scope{{"chat_member", id, who.ID}, {"chat_administrators", id, 0}, {"chat", id, 0},
			{Type: "all_chat_administrators"}, {Type: "all_group_chats"}, {Type: "default"}}
	}
	language := who.LanguageCode
	if len(language) > 2 {
		language = language[:2]
	}
	for _, sc := range scopes {
		for _, l := range []string{language, ""} {
			if list := s.menus[menu{sc, l}]; list != nil {
				return append([]Command(nil), list...)
			}
		}
	}
	return nil
}

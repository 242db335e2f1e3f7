package bot

import (
	"newsbot/bot/locale"
	"newsbot/bot/telegram"
)

// A Menu is a command menu for SetCommands.
type Menu struct {
	Scope    telegram.Scope
	Language string // two letters, or "" for everybody without a menu of their own
	Commands []telegram.Command
}

// Menus returns the command menus of all scopes in all languages.
func (b *Bot) Menus() []Menu {
	scopes := []struct {
		scope telegram.Scope
		place place
	}{
		{telegram.ScopeDefault, private}, {telegram.ScopePrivate, private},
		{telegram.ScopeGroups, members}, {telegram.ScopeAdmins, admins},
	}
	var menus []Menu
	for _, language := range b.catalog.Languages() {
		for _, s := range scopes {
			menu := Menu{Scope: s.scope, Language: menuLanguage(language)}
			for _, c := range b.commands {
				if c.menus&s.place != 0 {
					menu.Commands = append(menu.Commands, telegram.Command{Name: c.name, Description: b.catalog.For(language).Text("menu."+c.name, nil)})
				}
			}
			menus = append(menus, menu)
		}
	}
	return menus
}

// menuLanguage is the code Telegram is given: none for the default language, so
// that it serves everybody else.
func menuLanguage(language string) string {
	if language == locale.Default {
		return ""
	}
	return language
}

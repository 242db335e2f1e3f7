package bot

import (
	"context"
	"fmt"

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

// A Profile is what Setup sets: menus, and what Telegram says of the bot;
// *telegram.Client is one.
type Profile interface {
	SetCommands(ctx context.Context, scope telegram.Scope, language string, commands []telegram.Command) error
	SetDescription(ctx context.Context, language, text string) error
	SetShortDescription(ctx context.Context, language, text string) error
}

// Setup tells Telegram the menus and the descriptions, in every language. It is
// to be called once a start; repeating it changes nothing.
func (b *Bot) Setup(ctx context.Context, p Profile) error {
	for _, m := range b.Menus() {
		if err := p.SetCommands(ctx, m.Scope, m.Language, m.Commands); err != nil {
			return fmt.Errorf("set the command menu %s: %w", m.Scope, err)
		}
	}
	for _, language := range b.catalog.Languages() {
		in := b.catalog.For(language)
		if err := p.SetDescription(ctx, menuLanguage(language), in.Text("about.description", nil)); err != nil {
			return fmt.Errorf("set the description: %w", err)
		}
		if err := p.SetShortDescription(ctx, menuLanguage(language), in.Text("about.short", nil)); err != nil {
			return fmt.Errorf("set the short description: %w", err)
		}
	}
	return nil
}

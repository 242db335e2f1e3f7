package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest"
)

func TestCommandMenus(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.AddToGroup(group, ann)
	b.s.Say(group, bob, "hello")
	set := func(name, scope, language string) {
		t.Helper()
		commands := fmt.Sprintf(`[{"command":%q,"description":"x"}]`, name)
		pairs := []any{"commands", commands, "language_code", language}
		if scope != "" {
			pairs = append(pairs, "scope", scope)
		}
		if a := b.call("setMyCommands", pairs...); !a.OK {
			t.Fatalf("%s: %d %s", name, a.Code, a.Description)
		}
	}
	set("default", "", "")
	set("private", `{"type":"all_private_chats"}`, "")
	set("private_ru", `{"type":"all_private_chats"}`, "ru")
	set("admins", `{"type":"all_chat_administrators"}`, "")
	for _, c := range []struct {
		name string
		chat int64
		who  telegramtest.User
		want string
	}{
		{"a person with a menu in their language", 7, ann, "private_ru"},
		{"an administrator", group.ID, ann, "admins"},
		{"a member", group.ID, bob, "default"},
	} {
		if got := b.s.Menu(c.chat, c.who); len(got) != 1 || got[0].Command != c.want {
			t.Errorf("%s: got %v, want %q", c.name, got, c.want)
		}
	}
	if a := b.call("getMyCommands", "scope", `{"type":"all_private_chats"}`); string(a.Result) != `[{"command":"private","description":"x"}]` {
		t.Errorf("getMyCommands: got %s", a.Result)
	}
	b.call("deleteMyCommands", "scope", `{"type":"all_chat_administrators"}`)
	if got := b.s.Commands("all_chat_administrators", ""); len(got) != 0 {
		t.Errorf("deleted: got %v", got)
	}
	b.noViolations()
}

func TestCommandMenusThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ commands, scope, language, want string }{
		"a name in upper case":     {`[{"command":"Start","description":"x"}]`, `{"type":"default"}`, "", "BOT_COMMAND_INVALID"},
		"no description":           {`[{"command":"start","description":""}]`, `{"type":"default"}`, "", "description"},
		"101 commands":             {"[" + strings.TrimSuffix(strings.Repeat(`{"command":"a","description":"x"},`, 101), ",") + "]", `{"type":"default"}`, "", "at most 100"},
		"an unknown scope":         {`[]`, `{"type":"everybody"}`, "", "fits no kind of BotCommandScope"},
		"a scope without its chat": {`[]`, `{"type":"chat"}`, "", "chat_id is missing"},
		"a regional language":      {`[]`, `{"type":"default"}`, "pt-br", "invalid language code specified"},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, telegramtest.Options{})
			b.refused(c.want, "setMyCommands", "commands", c.commands, "scope", c.scope, "language_code", c.language)
			if len(b.s.Violations()) != 1 {
				t.Errorf("violations: got %q, want one", b.s.Violations())
			}
		})
	}
}

func TestTextsAboutTheBot(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.call("setMyDescription", "description", "All the news")
	b.call("setMyDescription", "description", "Все новости", "language_code", "ru")
	for language, want := range map[string]string{"ru": "Все новости", "kk": "All the news"} {
		if got := b.s.Profile("description", language); got != want {
			t.Errorf("%s: got %q, want %q", language, got, want)
		}
	}
	if a := b.call("getMyName"); string(a.Result) != `{"name":"newsbot"}` {
		t.Errorf("getMyName: got %s", a.Result)
	}
	b.refused("65 characters, at most 64", "setMyName", "name", strings.Repeat("x", 65))
	b.refused("121 characters, at most 120", "setMyShortDescription", "short_description", strings.Repeat("x", 121))
}

package spec_test

import (
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest/spec"
)

func load(t *testing.T) *spec.Spec {
	t.Helper()
	s, err := spec.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSpecificationIsComplete(t *testing.T) {
	s := load(t)
	if s.Version != "Bot API 10.3" || len(s.Methods) != 185 {
		t.Errorf("got %s with %d methods, want Bot API 10.3 with 185", s.Version, len(s.Methods))
	}
	known := map[string]bool{"Integer": true, "Float": true, "String": true, "Boolean": true, "True": true, "InputFile": true}
	check := func(owner string, fields spec.Fields) {
		for name, f := range fields {
			for _, typ := range f.Types {
				for strings.HasPrefix(typ, "Array of ") {
					typ = strings.TrimPrefix(typ, "Array of ")
				}
				if _, ok := s.Types[typ]; !ok && !known[typ] {
					t.Errorf("%s.%s: the type %s is missing", owner, name, typ)
				}
			}
		}
	}
	for name, fields := range s.Methods {
		check(name, fields)
	}
	for name, typ := range s.Types {
		check(name, typ.Fields)
	}
}

func TestCheck(t *testing.T) {
	s := load(t)
	for name, c := range map[string]struct {
		method string
		params map[string]string
		want   string // part of the only complaint; empty: none
	}{
		"a message":              {"sendMessage", map[string]string{"chat_id": "7", "text": "x"}, ""},
		"a chat by name":         {"sendMessage", map[string]string{"chat_id": "@news", "text": "x"}, ""},
		"everything":             {"sendMessage", map[string]string{"chat_id": "-7", "text": "x", "parse_mode": "HTML", "disable_notification": "true", "entities": `[{"type":"bold","offset":0,"length":1}]`, "link_preview_options": `{"url":"http://a.b","is_disabled":false}`, "reply_markup": `{"inline_keyboard":[[{"text":"x","callback_data":"y","style":"danger"}],[]]}`, "reply_parameters": `{"message_id":5}`}, ""},
		"another kind of markup": {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "reply_markup": `{"force_reply":true,"selective":true}`}, ""},
		"no parameters":          {"getMe", nil, ""},
		"a scope":                {"setMyCommands", map[string]string{"commands": `[{"command":"a","description":"b"}]`, "scope": `{"type":"chat","chat_id":5}`}, ""},
		"allowed updates":        {"getUpdates", map[string]string{"offset": "-1", "allowed_updates": `["message"]`}, ""},
		"a file":                 {"sendPhoto", map[string]string{"chat_id": "7", "photo": "attach://photo"}, ""},

		"an unknown method":         {"sendPigeon", nil, "no such method"},
		"an unknown parameter":      {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "disable_web_page_preview": "true"}, "unknown parameter disable_web_page_preview"},
		"a missing parameter":       {"sendMessage", map[string]string{"chat_id": "7"}, "text is missing"},
		"null":                      {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "entities": "null"}, "null is no Array of MessageEntity"},
		"no number":                 {"getUpdates", map[string]string{"offset": "ten"}, `"ten" is no Integer`},
		"a boolean in upper case":   {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "protect_content": "True"}, `"True" is no Boolean`},
		"a number out of range":     {"getUpdates", map[string]string{"limit": "101"}, "101, at most 100"},
		"an unknown parse mode":     {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "parse_mode": "html"}, `"html" is none of`},
		"JSON that is none":         {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "link_preview_options": "{"}, `is no LinkPreviewOptions`},
		"an unknown nested field":   {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "link_preview_options": `{"disabled":true}`}, "link_preview_options: unknown field disabled"},
		"a wrong nested type":       {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "entities": `[{"type":"bold","offset":"0","length":1}]`}, `entities[0].offset: "0" is no Integer`},
		"a missing nested field":    {"setMyCommands", map[string]string{"commands": `[{"command":"a"}]`}, "commands[0]: description is missing"},
		"a nested text too long":    {"setMyCommands", map[string]string{"commands": `[{"command":"a","description":"` + strings.Repeat("ж", 257) + `"}]`}, "257 characters, at most 256"},
		"bytes, not characters":     {"sendMessage", map[string]string{"chat_id": "7", "text": "x", "reply_markup": `{"inline_keyboard":[[{"text":"x","callback_data":"` + strings.Repeat("ж", 33) + `"}]]}`}, "66 bytes, at most 64"},
		"a scope without its field": {"setMyCommands", map[string]string{"commands": `[]`, "scope": `{"type":"chat"}`}, "scope: chat_id is missing"},
		"text that is not UTF-8":    {"sendMessage", map[string]string{"chat_id": "7", "text": "\xff"}, "text: not in UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.Check(c.method, c.params)
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("got %q, want nothing", got)
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)):
				t.Errorf("got %q, want only %q", got, c.want)
			}
		})
	}
}

func TestAUnionThatNothingFitsIsExplained(t *testing.T) {
	got := load(t).Check("setMyCommands", map[string]string{"commands": "[]", "scope": `{"type":"everybody"}`})
	if len(got) < 2 || !strings.Contains(strings.Join(got, "\n"), "fits no kind of BotCommandScope") {
		t.Errorf("got %q, want what is wrong and why", got)
	}
}

func FuzzCheck(f *testing.F) {
	s, err := spec.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("sendMessage", "reply_markup", `{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}`)
	f.Add("setMyCommands", "scope", `{"type":"chat","chat_id":5}`)
	f.Add("sendMediaGroup", "media", `[{"type":"photo","media":"x"}]`)
	f.Add("answerInlineQuery", "results", `[{"type":"article","id":"1"}]`)
	f.Add("getUpdates", "offset", "1e400")
	f.Fuzz(func(t *testing.T, method, name, value string) {
		s.Check(method, map[string]string{name: value}) // must end and not panic
	})
}

package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest"
)

func TestAMessageArrivesAsPeopleReadIt(t *testing.T) {
	b := start(t, telegramtest.Options{})
	m := b.send(7, " <b>Rome</b> &amp; <a href=\"example.org/a\">more</a>\n",
		"reply_markup", `{"inline_keyboard":[[{"text":"Mute","callback_data":"m:1"},{"text":"Open","url":"https://example.org"}]]}`,
		"link_preview_options", `{"is_disabled":true}`, "disable_notification", true)
	if m.Text != "Rome & more" {
		t.Errorf("text: got %q, want %q", m.Text, "Rome & more")
	}
	if got := fmt.Sprint(m.Entities[0].Type, m.Entities[1].URL); got != "boldhttp://example.org/a" {
		t.Errorf("entities: got %+v", m.Entities)
	}
	if len(m.Keyboard) != 1 || m.Keyboard[0][0].Data != "m:1" || m.Keyboard[0][1].URL != "https://example.org/" {
		t.Errorf("keyboard: got %+v", m.Keyboard)
	}
	if !m.Preview.Off || !m.Silent {
		t.Errorf("preview and silence: got %+v and %v, want both off", m.Preview, m.Silent)
	}
	b.noViolations()
}

func TestTextsThatTelegramRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text, mode, want string
	}{
		"no text":                 {"", "HTML", "400 Bad Request: message text is empty"},
		"only white space":        {" \n ", "HTML", "400 Bad Request: text must be non-empty"},
		"nothing within the tags": {"<b></b>", "HTML", "400 Bad Request: text must be non-empty"},
		"a bare <":                {"a < b", "HTML", `400 Bad Request: can't parse entities: Unsupported start tag "" at byte offset 2`},
		"an unknown tag":          {"a<br>", "HTML", `400 Bad Request: can't parse entities: Unsupported start tag "br" at byte offset 1`},
		"no end tag":              {"<b>a", "HTML", `400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		"4097 characters":         {strings.Repeat("ж", 4097), "HTML", "400 Bad Request: message is too long"},
		"32769 bytes of markup":   {strings.Repeat("<b></b>", 4681) + "xx", "HTML", "400 Bad Request: text is too long"},
		"another language":        {"*a*", "MarkdownV2", "telegramtest reads HTML, not MarkdownV2"},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, telegramtest.Options{})
			b.refused(c.want, "sendMessage", "chat_id", 7, "text", c.text, "parse_mode", c.mode)
			if len(b.s.Messages(7)) > 0 || len(b.s.Violations()) != 1 {
				t.Errorf("got %d messages and violations %q, want none and one", len(b.s.Messages(7)), b.s.Violations())
			}
		})
	}
	b := start(t, telegramtest.Options{})
	b.send(7, strings.Repeat("ж", 4096))
	b.send(7, strings.Repeat("<b>x</b>", 4096)[:32768])
}

func TestKeyboardsThatTelegramRefuses(t *testing.T) {
	long := strings.Repeat("x", 65)
	row := strings.TrimSuffix(strings.Repeat(`{"text":"x","callback_data":"x"},`, 101), ",")
	for name, c := range map[string]struct{ buttons, want string }{
		"data of 65 bytes":        {`{"text":"x","callback_data":"` + long + `"}`, "BUTTON_DATA_INVALID"},
		"empty data":              {`{"text":"x","callback_data":""}`, "BUTTON_DATA_INVALID"},
		"no label":                {`{"text":"","callback_data":"x"}`, "button text must be non-empty"},
		"no action":               {`{"text":"x"}`, "Text buttons are unallowed in the inline keyboard"},
		"two actions":             {`{"text":"x","callback_data":"x","url":"http://a.b"}`, "2 actions"},
		"an address that is none": {`{"text":"x","url":"javascript:alert(1)"}`, "button URL 'javascript:alert(1)' is invalid"},
		"101 buttons":             {row, "reply markup is too long"},
		"an unknown field":        {`{"text":"x","callback_data":"x","color":"red"}`, "actions"},
		"an unknown style":        {`{"text":"x","callback_data":"x","style":"loud"}`, "loud"},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, telegramtest.Options{})
			b.refused(c.want, "sendMessage", "chat_id", 7, "text", "x", "reply_markup", `{"inline_keyboard":[[`+c.buttons+`]]}`)
			if len(b.s.Violations()) != 1 {
				t.Errorf("violations: got %q, want one", b.s.Violations())
			}
		})
	}
}

func TestWhereTheBotMayWrite(t *testing.T) {
	type s = *telegramtest.Server
	for name, c := range map[string]struct {
		chat    int64
		arrange func(s)
		want    string
	}{
		"a chat nobody knows":           {99, func(s) {}, "400 Bad Request: chat not found"},
		"a person who blocked it":       {7, func(s s) { s.Block(7) }, "403 Forbidden: bot was blocked by the user"},
		"a person who unblocked it":     {7, func(s s) { s.Block(7); s.Unblock(7) }, ""},
		"a person who writes again":     {7, func(s s) { s.Block(7); s.Say(telegramtest.PrivateChat(ann), ann, "hi") }, ""},
		"an account that is gone":       {7, func(s s) { s.Deactivate(7) }, "403 Forbidden: user is deactivated"},
		"a group it is in":              {group.ID, func(s s) { s.AddToGroup(group, ann) }, ""},
		"a group it is not in":          {group.ID, func(s s) { s.Say(group, ann, "x") }, "403 Forbidden: bot is not a member of the group chat"},
		"a group it was kicked from":    {forum.ID, func(s s) { s.AddToGroup(forum, ann); s.Kick(forum.ID, ann) }, "403 Forbidden: bot was kicked from the supergroup chat"},
		"a group it was dismissed from": {group.ID, func(s s) { s.AddToGroup(group, ann); s.Dismiss(group.ID, ann) }, "403 Forbidden: bot is not a member of the group chat"},
		"a group that is gone":          {group.ID, func(s s) { s.AddToGroup(group, ann); s.DeleteGroup(group.ID) }, "403 Forbidden: the group chat was deleted"},
		"a group that muted it":         {group.ID, func(s s) { s.AddToGroup(group, ann); s.Mute(group.ID, ann) }, "400 Bad Request: not enough rights to send text messages to the chat"},
		"a group that unmuted it":       {group.ID, func(s s) { s.AddToGroup(group, ann); s.Mute(group.ID, ann); s.Unmute(group.ID, ann) }, ""},
		"a channel of its own":          {channel.ID, func(s s) { s.AddToGroup(channel, ann) }, ""},
		"a channel without rights":      {channel.ID, func(s s) { s.AddToGroup(channel, ann); s.Mute(channel.ID, ann) }, "400 Bad Request: need administrator rights in the channel chat"},
		"a group that migrated":         {group.ID, func(s s) { s.AddToGroup(group, ann); s.Migrate(group.ID, ann) }, "400 Bad Request: group chat was upgraded to a supergroup chat"},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, telegramtest.Options{})
			c.arrange(b.s)
			if c.want == "" {
				b.send(c.chat, "x")
			} else {
				b.refused(c.want, "sendMessage", "chat_id", c.chat, "text", "x")
				b.refused(c.want, "sendChatAction", "chat_id", c.chat, "action", "typing")
			}
			b.noViolations()
		})
	}
}

func TestTopics(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.AddToGroup(forum, ann)
	open, closed, gone := b.s.AddTopic(forum.ID, "A"), b.s.AddTopic(forum.ID, "B"), b.s.AddTopic(forum.ID, "C")
	b.s.CloseTopic(forum.ID, closed)
	b.s.DeleteTopic(forum.ID, gone)
	if m := b.send(forum.ID, "x", "message_thread_id", open); m.Thread != open {
		t.Errorf("thread: got %d, want %d", m.Thread, open)
	}
	b.refused("400 Bad Request: TOPIC_CLOSED", "sendMessage", "chat_id", forum.ID, "text", "x", "message_thread_id", closed)
	b.refused("400 Bad Request: message thread not found", "sendMessage", "chat_id", forum.ID, "text", "x", "message_thread_id", gone)
	b.noViolations()
	b.refused("400 Bad Request: message thread not found", "sendMessage", "chat_id", forum.ID, "text", "x", "message_thread_id", 1)
	if len(b.s.Violations()) != 1 {
		t.Errorf("violations: got %q, want one for the topic General", b.s.Violations())
	}
}

func TestReplies(t *testing.T) {
	b := start(t, telegramtest.Options{})
	first := b.send(7, "x")
	if m := b.send(7, "y", "reply_parameters", fmt.Sprintf(`{"message_id":%d}`, first.ID)); m.ReplyTo != first.ID {
		t.Errorf("reply: got %d, want %d", m.ReplyTo, first.ID)
	}
	b.refused("message to be replied not found", "sendMessage", "chat_id", 7, "text", "x", "reply_parameters", `{"message_id":999}`)
	if m := b.send(7, "y", "reply_parameters", `{"message_id":999,"allow_sending_without_reply":true}`); m.ReplyTo != 0 {
		t.Errorf("reply to nothing: got %d, want 0", m.ReplyTo)
	}
}

func TestOnlyTheNewestMessagesAreKept(t *testing.T) {
	b := start(t, telegramtest.Options{KeepMessages: 10, KeepRequests: -1})
	for i := range 35 {
		b.send(7, fmt.Sprint(i))
	}
	m := b.s.Messages(7)
	if len(m) != 10 || m[0].Text != "25" || m[9].Text != "34" {
		t.Errorf("got %d messages from %q, want the newest 10", len(m), m[0].Text)
	}
	if n := b.s.Delivered(); n != 35 {
		t.Errorf("delivered: got %d, want 35", n)
	}
	if len(b.s.Requests()) != 0 || b.s.Count("") != 35 {
		t.Errorf("got %d requests kept and %d counted, want 0 and 35", len(b.s.Requests()), b.s.Count(""))
	}
}

func TestAnOpenServerTakesEveryPerson(t *testing.T) {
	b := start(t, telegramtest.Options{OpenPrivate: true})
	b.send(123456, "x")
	b.refused("chat not found", "sendMessage", "chat_id", -5, "text", "x")
}

package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest"
)

// field walks into an update: field(u, "message", "chat", "id").
func field(v any, path ...string) any {
	for _, name := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

func TestWhatTheBotSeesOfAGroup(t *testing.T) {
	for name, c := range map[string]struct {
		admin, seesAll bool
		text           string
		want           bool
	}{
		"a command":                               {text: "/latest Italy", want: true},
		"a command to it":                         {text: "/latest@NewsBot Italy", want: true},
		"a command to another bot":                {text: "/latest@other_bot"},
		"a text":                                  {text: "hello"},
		"a text, as an administrator":             {admin: true, text: "hello", want: true},
		"a text, without privacy mode":            {seesAll: true, text: "hello", want: true},
		"another's command, without privacy mode": {seesAll: true, text: "/x@other_bot", want: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, telegramtest.Options{SeesAll: c.seesAll})
			b.s.AddToGroup(group, ann)
			if c.admin {
				b.s.Promote(group.ID, b.s.Bot(), ann)
			}
			if id := b.s.Say(group, bob, c.text); (id != 0) != c.want {
				t.Errorf("got update %d, want one: %v", id, c.want)
			}
		})
	}
	b := start(t, telegramtest.Options{})
	b.s.AddToGroup(group, ann)
	m := b.send(group.ID, "x")
	if id := b.s.Post(telegramtest.Post{Chat: group, From: bob, Text: "really?", ReplyTo: m.ID}); id == 0 {
		t.Error("a reply to the bot: got no update")
	}
	if got := field(b.updates("offset", -1)[0], "message", "reply_to_message", "from", "is_bot"); got != true {
		t.Errorf("reply_to_message: got from a bot: %v, want true", got)
	}
}

func TestMessagesCarryWhoAndWhere(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.AddToGroup(forum, ann)
	b.s.AddToGroup(channel, ann)
	topic := b.s.AddTopic(forum.ID, "Italy")

	b.s.Say(telegramtest.PrivateChat(ann), ann, "/latest 🇮🇹")
	u := b.updates("offset", -1)[0]
	for want, path := range map[string][]string{
		"ru": {"message", "from", "language_code"}, "private": {"message", "chat", "type"}, "Ann": {"message", "chat", "first_name"},
	} {
		if got := field(u, path...); got != want {
			t.Errorf("%v: got %v, want %q", path, got, want)
		}
	}
	if got := fmt.Sprint(field(u, "message", "entities")); got != "[map[length:7 offset:0 type:bot_command]]" {
		t.Errorf("entities: got %s, want the command", got)
	}

	b.s.Post(telegramtest.Post{Chat: forum, From: ann, Text: "/help", Thread: topic})
	u = b.updates("offset", -1)[0]
	if field(u, "message", "message_thread_id") != float64(topic) || field(u, "message", "is_topic_message") != true || field(u, "message", "chat", "is_forum") != true {
		t.Errorf("in a topic: got %v", u)
	}

	b.s.Post(telegramtest.Post{Chat: forum, From: ann, Text: "/help", Anonymous: true})
	u = b.updates("offset", -1)[0]
	if field(u, "message", "from", "id") != float64(1087968824) || field(u, "message", "sender_chat", "id") != float64(forum.ID) {
		t.Errorf("an anonymous administrator: got %v", u)
	}

	b.s.Say(channel, ann, "/help")
	u = b.updates("offset", -1)[0]
	if field(u, "channel_post", "from") != nil || field(u, "channel_post", "sender_chat", "id") != float64(channel.ID) {
		t.Errorf("in a channel: got %v, want nobody in from", u)
	}
}

func TestTheBotHearsOfItsOwnPlace(t *testing.T) {
	b := start(t, telegramtest.Options{})
	// service messages come after the change of place; they are skipped
	place := func() string {
		list := b.updates("offset", -2)
		for i := len(list) - 1; i >= 0; i-- {
			if m := field(list[i], "my_chat_member"); m != nil {
				return fmt.Sprint(field(m, "old_chat_member", "status"), " → ", field(m, "new_chat_member", "status"))
			}
		}
		return "nothing"
	}
	for _, step := range []struct {
		name, want string
		do         func()
	}{
		{"blocked", "member → kicked", func() { b.s.Block(7) }},
		{"unblocked", "kicked → member", func() { b.s.Unblock(7) }},
		{"added", "left → member", func() { b.s.AddToGroup(group, ann) }},
		{"promoted", "member → administrator", func() { b.s.Promote(group.ID, b.s.Bot(), ann) }},
		{"demoted", "administrator → member", func() { b.s.Demote(group.ID, b.s.Bot(), ann) }},
		{"muted", "member → restricted", func() { b.s.Mute(group.ID, ann) }},
		{"unmuted", "restricted → member", func() { b.s.Unmute(group.ID, ann) }},
		{"kicked", "member → kicked", func() { b.s.Kick(group.ID, ann) }},
		{"added to a channel", "left → administrator", func() { b.s.AddToGroup(channel, ann) }},
		{"leaving by itself", "administrator → left", func() { b.call("leaveChat", "chat_id", channel.ID) }},
	} {
		step.do()
		if got := place(); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
	}
	b.noViolations()
}

func TestAGroupMigrates(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.AddToGroup(group, ann)
	b.updates("offset", -1)
	to := b.s.Migrate(group.ID, ann)
	if again := b.s.Migrate(group.ID, ann); again != to || to >= -1_000_000_000_000 {
		t.Errorf("got %d and then %d, want one id of a supergroup", to, again)
	}
	u := b.updates("offset", -2)
	if field(u[0], "message", "migrate_to_chat_id") != float64(to) || field(u[1], "message", "migrate_from_chat_id") != float64(group.ID) {
		t.Errorf("service messages: got %v", u)
	}
	if a := b.refused("upgraded", "sendMessage", "chat_id", group.ID, "text", "x"); a.Parameters.MigrateTo != to {
		t.Errorf("migrate_to_chat_id: got %d, want %d", a.Parameters.MigrateTo, to)
	}
	b.send(to, "x")
}

func TestWhoIsAdministrator(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.AddToGroup(group, ann)
	b.s.Say(group, bob, "hello")
	status := func(user int64) string {
		a := b.call("getChatMember", "chat_id", group.ID, "user_id", user)
		_, rest, _ := strings.Cut(string(a.Result), `"status":"`)
		s, _, _ := strings.Cut(rest, `"`)
		return s
	}
	for user, want := range map[int64]string{ann.ID: "creator", bob.ID: "member", b.s.Bot().ID: "member", 4711: "left"} {
		if got := status(user); got != want {
			t.Errorf("user %d: got %q, want %q", user, got, want)
		}
	}
	b.s.Promote(group.ID, bob, ann)
	if got := status(bob.ID); got != "administrator" {
		t.Errorf("promoted: got %q", got)
	}
	if a := b.call("getChatAdministrators", "chat_id", group.ID); strings.Count(string(a.Result), `"status"`) != 2 {
		t.Errorf("administrators: got %s, want two", a.Result)
	}
	b.refused("there are no administrators in the private chat", "getChatAdministrators", "chat_id", 7)
	if a := b.call("getChatMemberCount", "chat_id", group.ID); string(a.Result) != "3" {
		t.Errorf("members: got %s, want 3", a.Result)
	}
	if a := b.call("getChat", "chat_id", group.ID); !strings.Contains(string(a.Result), `"title":"Desk"`) {
		t.Errorf("getChat: got %s", a.Result)
	}
	b.s.AddToGroup(channel, ann)
	if a := b.call("getChat", "chat_id", "@NEWS"); !strings.Contains(string(a.Result), fmt.Sprint(channel.ID)) {
		t.Errorf("getChat by name: got %s %s", a.Result, a.Description)
	}
}

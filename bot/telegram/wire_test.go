package telegram_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/bot/telegram"
)

func TestUpdatesAreReducedToWhatTheBotActsOn(t *testing.T) {
	const (
		ann   = `"from":{"id":7,"is_bot":false,"first_name":"Ann","last_name":"B","language_code":"ru"}`
		group = `"chat":{"id":-100,"type":"supergroup","title":"Desk","is_forum":true}`
	)
	var (
		annUser = telegram.User{ID: 7, Name: "Ann", LanguageCode: "ru"}
		desk    = telegram.ChatRef{ID: -100, Kind: "supergroup", Title: "Desk", Forum: true}
		at      = time.Unix(1700000000, 0).UTC()
	)
	message := func(m telegram.Message) telegram.Update {
		m.ID, m.Date = 3, at
		return telegram.Update{ID: 1, Message: &m}
	}
	for name, c := range map[string]struct {
		body string
		want telegram.Update
	}{
		"a private message": {`"message":{"message_id":3,"date":1700000000,"chat":{"id":7,"type":"private","first_name":"Ann"},"text":"/start x",` + ann + `}`,
			message(telegram.Message{Chat: telegram.ChatRef{ID: 7, Kind: "private", Title: "Ann"}, From: annUser, Text: "/start x"})},
		"a message in a topic": {`"message":{"message_id":3,"date":1700000000,` + group + `,"message_thread_id":9,"is_topic_message":true,"text":"a",` + ann + `}`,
			message(telegram.Message{Chat: desk, From: annUser, Thread: 9, Text: "a"})},
		"a reply thread is no topic": {`"message":{"message_id":3,"date":1700000000,` + group + `,"message_thread_id":9,"reply_to_message":{"message_id":9},"text":"a",` + ann + `}`,
			message(telegram.Message{Chat: desk, From: annUser, ReplyTo: 9, Text: "a"})},
		"an anonymous administrator": {`"message":{"message_id":3,"date":1700000000,` + group + `,"text":"a","from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-100,"type":"supergroup"}}`,
			message(telegram.Message{Chat: desk, From: telegram.User{ID: 1087968824, Name: "Group", Bot: true}, Anonymous: true, Text: "a"})},
		"somebody writing as a channel": {`"message":{"message_id":3,"date":1700000000,` + group + `,"text":"a","from":{"id":136817688,"is_bot":true,"first_name":"Channel"},"sender_chat":{"id":-200,"type":"channel"}}`,
			message(telegram.Message{Chat: desk, From: telegram.User{ID: 136817688, Name: "Channel", Bot: true}, Text: "a"})},
		"a channel's post that was copied into its group": {`"message":{"message_id":3,"date":1,` + group + `,"is_automatic_forward":true,"text":"/subscribe x"}`,
			telegram.Update{ID: 1}},
		"a channel post": {`"channel_post":{"message_id":3,"date":1700000000,"chat":{"id":-200,"type":"channel","title":"News"},"sender_chat":{"id":-200,"type":"channel"},"text":"/latest"}`,
			message(telegram.Message{Chat: telegram.ChatRef{ID: -200, Kind: "channel", Title: "News"}, Anonymous: true, Text: "/latest"})},
		"a photo with a caption": {`"message":{"message_id":3,"date":1700000000,` + group + `,"photo":[{"file_id":"x"}],"caption":"look",` + ann + `}`,
			message(telegram.Message{Chat: desk, From: annUser, Text: "look", Media: true})},
		"somebody joined": {`"message":{"message_id":3,"date":1700000000,` + group + `,"new_chat_members":[{"id":9}],` + ann + `}`,
			message(telegram.Message{Chat: desk, From: annUser})},
		"a group that moved": {`"message":{"message_id":3,"date":1700000000,"chat":{"id":-5,"type":"group"},"migrate_to_chat_id":-100,` + ann + `}`,
			message(telegram.Message{Chat: telegram.ChatRef{ID: -5, Kind: "group"}, From: annUser, MigrateTo: -100})},
		"where it moved to": {`"message":{"message_id":3,"date":1700000000,` + group + `,"migrate_from_chat_id":-5}`,
			message(telegram.Message{Chat: desk, MigrateFrom: -5})},
		"a tap": {`"callback_query":{"id":"77",` + ann + `,"data":"1:a","message":{"message_id":3,"date":5,` + group + `,"message_thread_id":9,"is_topic_message":true}}`,
			telegram.Update{ID: 1, Tap: &telegram.Tap{ID: "77", From: annUser, Chat: desk, MessageID: 3, Thread: 9, Data: "1:a"}}},
		"a tap on a message too old to be edited": {`"callback_query":{"id":"77",` + ann + `,"data":"1:a","message":{"message_id":3,"date":0,` + group + `}}`,
			telegram.Update{ID: 1, Tap: &telegram.Tap{ID: "77", From: annUser, Chat: desk, Data: "1:a"}}},
		"a tap on nothing": {`"callback_query":{"id":"77",` + ann + `,"inline_message_id":"x"}`,
			telegram.Update{ID: 1, Tap: &telegram.Tap{ID: "77", From: annUser}}},
		"blocked": {`"my_chat_member":{"chat":{"id":7,"type":"private","first_name":"Ann"},` + ann + `,"new_chat_member":{"status":"kicked"}}`,
			telegram.Update{ID: 1, Membership: &telegram.Membership{Chat: telegram.ChatRef{ID: 7, Kind: "private", Title: "Ann"}, From: annUser, Status: "kicked"}}},
		"added": {`"my_chat_member":{` + group + `,` + ann + `,"new_chat_member":{"status":"member"}}`,
			telegram.Update{ID: 1, Membership: &telegram.Membership{Chat: desk, From: annUser, Status: "member", CanWrite: true}}},
		"silenced": {`"my_chat_member":{` + group + `,` + ann + `,"new_chat_member":{"status":"restricted","is_member":true,"can_send_messages":false}}`,
			telegram.Update{ID: 1, Membership: &telegram.Membership{Chat: desk, From: annUser, Status: "restricted"}}},
		"an administrator of a channel who may not post": {`"my_chat_member":{"chat":{"id":-200,"type":"channel"},` + ann + `,"new_chat_member":{"status":"administrator"}}`,
			telegram.Update{ID: 1, Membership: &telegram.Membership{Chat: telegram.ChatRef{ID: -200, Kind: "channel"}, From: annUser, Status: "administrator"}}},
		"an administrator of a channel who may": {`"my_chat_member":{"chat":{"id":-200,"type":"channel"},` + ann + `,"new_chat_member":{"status":"administrator","can_post_messages":true}}`,
			telegram.Update{ID: 1, Membership: &telegram.Membership{Chat: telegram.ChatRef{ID: -200, Kind: "channel"}, From: annUser, Status: "administrator", CanWrite: true}}},
		"a kind nobody knows yet": {`"brand_new":{"chat":7}`, telegram.Update{ID: 1}},
		"a message with a field of a later version": {`"message":{"message_id":3,"date":1700000000,` + group + `,"text":"a","entities":"?","poll2":{},` + ann + `}`,
			message(telegram.Message{Chat: desk, From: annUser, Text: "a"})},
	} {
		t.Run(name, func(t *testing.T) {
			got := receive(t, `[{"update_id":1,`+c.body+`}]`)
			if len(got) != 1 {
				t.Fatalf("got %d updates, want 1", len(got))
			}
			if diff := cmp.Diff(c.want, got[0]); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// receive lets a client poll a batch and returns what was handled.
func receive(t *testing.T, batch string) (got []telegram.Update) {
	synctest.Test(t, func(t *testing.T) {
		s := newScript()
		s.first = append(s.first, func() (int, string) { return http.StatusOK, fmt.Sprintf(`{"ok":true,"result":%s}`, batch) })
		_, err := polling(t, s, &cursor{}, func(_ context.Context, u telegram.Update) error {
			got = append(got, u)
			return nil
		}, synctest.Wait)
		if err != nil {
			t.Fatal(err)
		}
	})
	return got
}

func TestCommands(t *testing.T) {
	for text, want := range map[string][3]string{
		"/start":                       {"start", "", ""},
		"/Subscribe  Italy ":           {"subscribe", "", "Italy"},
		"/sub@NewsBot\u00a0oil OR gas": {"sub", "NewsBot", "oil OR gas"},
		"/sub\nItaly":                  {"sub", "", "Italy"},
		"/sub\u202fИталия":             {"sub", "", "Италия"},
	} {
		name, bot, argument, ok := (&telegram.Message{Text: text}).Command()
		if got := [3]string{name, bot, argument}; !ok || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "start", " /start", "/", "/@bot", "/ start"} {
		if name, _, _, ok := (&telegram.Message{Text: text}).Command(); ok {
			t.Errorf("%q: got the command %q, want none", text, name)
		}
	}
}

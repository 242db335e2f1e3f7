package telegramtest_test

import (
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

const (
	oneButton = `{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}`
	twoRows   = `{"inline_keyboard":[[{"text":"A","callback_data":"a"}],[{"text":"B","callback_data":"b"}]]}`
)

func TestEditing(t *testing.T) {
	b := start(t, telegramtest.Options{})
	m := b.send(7, "<b>x</b>", "reply_markup", oneButton)
	edit := func(text, markup string) reply {
		return b.call("editMessageText", "chat_id", 7, "message_id", m.ID, "text", text, "parse_mode", "HTML", "reply_markup", markup)
	}
	if a := edit("<b>x</b>", oneButton); a.Description != "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message" {
		t.Errorf("the same again: got %d %q", a.Code, a.Description)
	}
	for name, text := range map[string]string{"another text": "<b>y</b>", "another style": "<i>y</i>"} {
		if a := edit(text, oneButton); !a.OK {
			t.Errorf("%s: got %d %s", name, a.Code, a.Description)
		}
	}
	if a := b.call("editMessageReplyMarkup", "chat_id", 7, "message_id", m.ID, "reply_markup", twoRows); !a.OK {
		t.Errorf("another keyboard: got %d %s", a.Code, a.Description)
	}
	got := b.s.Messages(7)[0]
	if got.Text != "y" || len(got.Keyboard) != 2 || got.Edited.IsZero() {
		t.Errorf("got %+v, want the edited message", got)
	}
	b.refused("message to edit not found", "editMessageText", "chat_id", 7, "message_id", 999, "text", "x")
	b.refused("message can't be edited", "editMessageText", "chat_id", 7, "message_id", 1, "text", "x")
	b.refused("message text is empty", "editMessageText", "chat_id", 7, "message_id", m.ID, "text", "")
}

func TestDeleting(t *testing.T) {
	b := start(t, telegramtest.Options{})
	m := b.send(7, "x")
	if a := b.call("deleteMessage", "chat_id", 7, "message_id", m.ID); !a.OK {
		t.Errorf("got %d %s", a.Code, a.Description)
	}
	b.refused("message to delete not found", "deleteMessage", "chat_id", 7, "message_id", m.ID)
	b.s.AddToGroup(group, ann)
	b.s.Say(group, ann, "hello")
	said := b.s.History(group.ID)
	b.refused("message can't be deleted", "deleteMessage", "chat_id", group.ID, "message_id", said[0].ID)
}

func TestTaps(t *testing.T) {
	c := &clock{time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
	b := start(t, telegramtest.Options{Now: c.Now})
	m := b.send(7, "x", "reply_markup", oneButton)
	if err := b.s.Tap(7, m.ID, "b", ann); err == nil {
		t.Error("tap on a button that is not there: got no error")
	}
	if err := b.s.Tap(7, 99, "a", ann); err == nil {
		t.Error("tap on a message that is not there: got no error")
	}
	tap := func() string {
		t.Helper()
		if err := b.s.Tap(7, m.ID, "a", ann); err != nil {
			t.Fatal(err)
		}
		u := b.updates("offset", -1)[0]["callback_query"].(map[string]any)
		if u["data"] != "a" || u["message"].(map[string]any)["message_id"] != float64(m.ID) {
			t.Errorf("update: got %v", u)
		}
		return u["id"].(string)
	}
	id := tap()
	if a := b.call("answerCallbackQuery", "callback_query_id", id, "text", "Muted", "show_alert", true); !a.OK {
		t.Errorf("got %d %s", a.Code, a.Description)
	}
	const old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
	b.refused(old, "answerCallbackQuery", "callback_query_id", id)
	if got := b.s.Answers(7); len(got) != 1 || got[0].Text != "Muted" || !got[0].Alert || got[0].MessageID != m.ID || got[0].From.ID != ann.ID {
		t.Errorf("answers: got %+v", got)
	}
	id = tap()
	c.pass(31 * time.Second)
	b.refused(old, "answerCallbackQuery", "callback_query_id", id)

	b.s.TapGone(7, 99, "old", ann)
	u := b.updates("offset", -1)[0]["callback_query"].(map[string]any)
	if got := u["message"].(map[string]any)["date"]; got != float64(0) {
		t.Errorf("tap on a message that is gone: got date %v, want 0", got)
	}
	b.noViolations()
}

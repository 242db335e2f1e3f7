package telegramtest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

func TestEventsTellWhatHappens(t *testing.T) {
	b := start(t, telegramtest.Options{})
	events, cancel := b.s.Subscribe(100)
	b.s.Say(telegramtest.PrivateChat(ann), ann, "hello")
	b.call("sendChatAction", "chat_id", 7, "action", "typing")
	m := b.send(7, "x", "reply_markup", oneButton)
	if err := b.s.Tap(7, m.ID, "a", ann); err != nil {
		t.Fatal(err)
	}
	id := field(b.updates("offset", -1)[0], "callback_query", "id")
	b.call("answerCallbackQuery", "callback_query_id", id, "text", "done")
	b.call("editMessageText", "chat_id", 7, "message_id", m.ID, "text", "y")
	b.call("deleteMessage", "chat_id", 7, "message_id", m.ID)
	cancel()
	cancel()
	var got []string
	for e := range events {
		if e.ChatID != 7 {
			t.Errorf("%s: got chat %d, want 7", e.Kind, e.ChatID)
		}
		got = append(got, string(e.Kind)+":"+e.Message.Text+e.Text)
	}
	if want := "said:hello typing:typing sent:x answered:done edited:y deleted:"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, " "), want)
	}
}

func TestASlowSubscriberIsToldToReadAgain(t *testing.T) {
	b := start(t, telegramtest.Options{})
	events, cancel := b.s.Subscribe(3)
	defer cancel()
	for i := range 10 {
		b.send(7, fmt.Sprint(i))
	}
	for i := range 3 {
		if e := <-events; e.Message.Text != fmt.Sprint(i) {
			t.Errorf("event %d: got %+v", i, e)
		}
	}
	b.send(7, "before Resync is received")
	if e := <-events; e.Kind != telegramtest.Resync {
		t.Errorf("got %+v, want Resync", e)
	}
	b.send(7, "after")
	if e := <-events; e.Message.Text != "after" {
		t.Errorf("got %+v, want the next message", e)
	}
	if len(events) != 0 {
		t.Errorf("got %d more events, want none", len(events))
	}
}

func TestAwaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, telegramtest.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		done := make(chan string)
		go func() {
			m, err := b.s.AwaitText(ctx, 7, "Rome")
			if err != nil {
				t.Error(err)
			}
			done <- m.Text
		}()
		synctest.Wait()
		b.send(7, "Paris")
		b.send(7, "Rome, too")
		if got := <-done; got != "Rome, too" {
			t.Errorf("got %q, want the message with Rome", got)
		}
		if m, err := b.s.AwaitCount(ctx, 7, 2); err != nil || len(m) != 2 {
			t.Errorf("two messages that are there: got %v, %v", m, err)
		}
		_, err := b.s.AwaitCount(ctx, 7, 3)
		if err == nil || !strings.Contains(err.Error(), `with 2 messages, the last "Rome, too"`) {
			t.Errorf("a third: got %v, want an error that tells what there is", err)
		}
		if _, err := b.s.AwaitAnswer(ctx, 7, 1); err == nil {
			t.Error("an answer to a tap: got no error")
		}
	})
}

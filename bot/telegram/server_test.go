package telegram_test

import (
	"context"
	"sync/atomic"
	"testing"

	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
)

// TestAConversation is the whole path against a server that behaves.
func TestAConversation(t *testing.T) {
	server, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	c, err := telegram.New(telegram.Options{Token: server.Token(), APIURL: server.URL()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(soon(t))
	defer cancel()
	if me, err := c.Me(ctx); err != nil || me.Username != telegramtest.DefaultUsername || !me.Bot {
		t.Fatalf("me: got %+v, %v", me, err)
	}
	var handled atomic.Int32
	cur, done := &cursor{}, make(chan error)
	go func() {
		done <- c.Poll(ctx, cur, func(ctx context.Context, u telegram.Update) error {
			handled.Add(1)
			_, err := c.Send(ctx, u.Message.Chat.ID, telegram.Text{HTML: "You said " + u.Message.Text, Plain: "?"})
			return err
		})
	}()
	ann := telegramtest.User{ID: 7, FirstName: "Ann"}
	server.Say(telegramtest.PrivateChat(ann), ann, "one")
	server.Say(telegramtest.PrivateChat(ann), ann, "two")
	messages, err := server.AwaitCount(ctx, 7, 2)
	if err != nil {
		t.Fatal(err)
	}
	if messages[0].Text != "You said one" || messages[1].Text != "You said two" {
		t.Errorf("got %q and %q", messages[0].Text, messages[1].Text)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("poll: %v", err)
	}
	if handled.Load() != 2 || cur.offset == 0 {
		t.Errorf("got %d updates, offset %d", handled.Load(), cur.offset)
	}
}

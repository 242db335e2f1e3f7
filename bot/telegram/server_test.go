package telegram_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

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

// room is a client of a server in a synctest bubble, with no network.
func room(t *testing.T) (*telegramtest.Server, *telegram.Client, *logText) {
	t.Helper()
	server, log := telegramtest.New(telegramtest.Options{}), &logText{}
	c, err := telegram.New(telegram.Options{Token: server.Token(), HTTP: server.Client(), Log: log.logger()})
	if err != nil {
		t.Fatal(err)
	}
	return server, c, log
}

func TestWhatAServerThatMisbehavesIsTakenFor(t *testing.T) {
	for kind, want := range map[telegramtest.Kind]telegram.Reason{
		telegramtest.TooManyRequests: telegram.TooMany,
		telegramtest.BotBlocked:      telegram.Blocked,
		telegramtest.UserGone:        telegram.Blocked,
		telegramtest.BotKicked:       telegram.Removed,
		telegramtest.ChatNotFound:    telegram.NotFound,
		telegramtest.NoRights:        telegram.NotAllowed,
		telegramtest.TopicClosed:     telegram.TopicGone,
		telegramtest.ThreadNotFound:  telegram.TopicGone,
		telegramtest.Unauthorized:    telegram.Unauthorized,
		telegramtest.ServerError:     telegram.Server,
		telegramtest.BadGateway:      telegram.Unknown,
		telegramtest.Garbage:         telegram.Unknown,
		telegramtest.Cut:             telegram.Unknown,
		telegramtest.Slow:            telegram.Unknown,
	} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, c, _ := room(t)
				server.Say(telegramtest.PrivateChat(visitor), visitor, "hi")
				server.Fail(telegramtest.Fault{Kind: kind, Method: "sendMessage", RetryAfter: 7, Delay: time.Hour, Done: kind == telegramtest.Cut})
				_, err := c.Send(t.Context(), visitor.ID, telegram.Text{HTML: "a"})
				var e *telegram.Error
				if !errors.As(err, &e) || e.Reason != want {
					t.Fatalf("got %v, want %s", err, want)
				}
				noToken(t, err)
				if want == telegram.TooMany && e.RetryAfter != 7*time.Second {
					t.Errorf("wait: got %s", e.RetryAfter)
				}
				if _, err := c.Send(t.Context(), visitor.ID, telegram.Text{HTML: "a"}); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		})
	}
}

var visitor = telegramtest.User{ID: 7, FirstName: "Ann"}

func TestADisorderlyQueueLosesAndRepeatsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c, log := room(t)
		h, cur := &handled{}, &cursor{}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		say := func() int { return server.Say(telegramtest.PrivateChat(visitor), visitor, "x") }
		want := []int{say(), say(), say()}
		server.Reverse()
		go func() { done <- c.Poll(ctx, cur, h.handle) }()
		synctest.Wait()
		if err := server.Duplicate(want[0]); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		server.Spoil()
		want = append(want, say())
		synctest.Wait()
		server.Fail(telegramtest.Fault{Kind: telegramtest.BadGateway, Method: "getUpdates", Times: 3})
		time.Sleep(2 * time.Minute)
		want = append(want, say())
		synctest.Wait()
		server.Fail(telegramtest.Fault{Kind: telegramtest.Cut, Method: "getUpdates", Times: 2})
		time.Sleep(2 * time.Minute)
		time.Sleep(8 * 24 * time.Hour)
		server.JumpUpdates(5)
		want = append(want, say(), say())
		time.Sleep(2 * time.Minute)
		cancel()
		if err := <-done; err != nil {
			t.Errorf("poll: %v", err)
		}
		if got := h.got(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v; log:\n%s", got, want, log)
		}
		if cur.offset != want[len(want)-1]+1 {
			t.Errorf("offset: got %d", cur.offset)
		}
		if v := server.Violations(); len(v) > 0 {
			t.Errorf("violations: %v", v)
		}
	})
}

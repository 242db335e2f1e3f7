package telegramtest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

func TestFaultsAnswerAsTelegramWould(t *testing.T) {
	for kind, want := range map[telegramtest.Kind]string{
		telegramtest.BotBlocked:     "403 Forbidden: bot was blocked by the user",
		telegramtest.UserGone:       "403 Forbidden: user is deactivated",
		telegramtest.BotKicked:      "403 Forbidden: bot was kicked from the supergroup chat",
		telegramtest.ChatNotFound:   "400 Bad Request: chat not found",
		telegramtest.NoRights:       "400 Bad Request: not enough rights to send text messages to the chat",
		telegramtest.TopicClosed:    "400 Bad Request: TOPIC_CLOSED",
		telegramtest.ThreadNotFound: "400 Bad Request: message thread not found",
		telegramtest.BadMarkup:      "400 Bad Request: can't parse entities",
		telegramtest.Unauthorized:   "401 Unauthorized",
		telegramtest.Conflict:       "409 Conflict: terminated by other getUpdates request",
		telegramtest.ServerError:    "500 Internal Server Error: restart",
	} {
		t.Run(string(kind), func(t *testing.T) {
			b := start(t, telegramtest.Options{})
			f := b.s.Fail(telegramtest.Fault{Kind: kind, Method: "sendMessage"})
			b.refused(want, "sendMessage", "chat_id", 7, "text", "x")
			b.send(7, "x")
			if n := len(b.s.Messages(7)); n != 1 || f.Hits() != 1 {
				t.Errorf("got %d messages and %d hits, want one of each", n, f.Hits())
			}
			b.noViolations()
		})
	}
}

func TestTooManyRequestsSayHowLongToWait(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.Fail(telegramtest.Fault{Kind: telegramtest.TooManyRequests, RetryAfter: 17})
	r, err := b.try("getMe")
	if err != nil {
		t.Fatal(err)
	}
	header := r.Header.Get("Retry-After")
	if a := read(t, r); a.Code != 429 || a.Parameters.RetryAfter != 17 || header != "17" || a.Description != "Too Many Requests: retry after 17" {
		t.Errorf("got %+v and the header %q, want 429 with 17", a, header)
	}
	b.s.Fail(telegramtest.Fault{Kind: telegramtest.Custom, Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -100})
	if a := b.refused("upgraded", "getMe"); a.Parameters.MigrateTo != -100 {
		t.Errorf("migrate_to_chat_id: got %d, want -100", a.Parameters.MigrateTo)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.Fail(telegramtest.Fault{Kind: telegramtest.BadGateway})
	r, err := b.try("getMe")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 502 || r.Header.Get("Content-Type") != "text/html" {
		t.Errorf("got status %d and %s, want a page with 502", r.StatusCode, r.Header.Get("Content-Type"))
	}
	b.s.Fail(telegramtest.Fault{Kind: telegramtest.Garbage})
	if r, err = b.try("getMe"); err != nil || r.StatusCode != 200 {
		t.Errorf("garbage: got %v and %v, want status 200", r, err)
	}
}

func TestAConnectionIsCutWithOrWithoutTheMessage(t *testing.T) {
	s, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Say(telegramtest.PrivateChat(ann), ann, "/start")
	for name, client := range map[string]*http.Client{"over the network": http.DefaultClient, "without one": s.Client()} {
		for _, done := range []bool{false, true} {
			before, wrote := len(s.Messages(7)), false
			s.Fail(telegramtest.Fault{Kind: telegramtest.Cut, Done: done})
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteHeaders: func() { wrote = true }})
			r, err := http.NewRequestWithContext(ctx, "POST", s.URL()+"/bot"+s.Token()+"/sendMessage", strings.NewReader("chat_id=7&text=x"))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			_, err = client.Do(r)
			if !errors.Is(err, syscall.ECONNRESET) || !wrote {
				t.Errorf("%s: got %v, headers written: %v; want a reset after writing", name, err, wrote)
			}
			if got := len(s.Messages(7)) - before; got == 1 != done {
				t.Errorf("%s, done %v: got %d messages", name, done, got)
			}
		}
	}
}

func TestSlowAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, telegramtest.Options{})
		b.s.Fail(telegramtest.Fault{Kind: telegramtest.Slow, Delay: 40 * time.Second, Times: -1})
		began := time.Now()
		b.send(7, "x")
		if took := time.Since(began); took != 40*time.Second {
			t.Errorf("took %v, want 40s", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "GET", "http://x/bot"+b.s.Token()+"/sendMessage?chat_id=7&text=y", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.client.Do(r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
		if n := len(b.s.Messages(7)); n != 1 {
			t.Errorf("given up: got %d messages, want the first only", n)
		}
	})
}

func TestWhichRequestsFail(t *testing.T) {
	b := start(t, telegramtest.Options{OpenPrivate: true, Seed: 3})
	fails := func(chat int64, n int) (failed []int) {
		for i := range n {
			if a := b.call("sendMessage", "chat_id", chat, "text", "x"); !a.OK {
				failed = append(failed, i)
			}
		}
		return failed
	}
	b.s.Fail(telegramtest.Fault{Kind: telegramtest.ServerError, ChatID: 8, Skip: 2, Times: 3})
	if got := fails(7, 5); len(got) != 0 {
		t.Errorf("another chat: got %v, want none", got)
	}
	if got := fails(8, 9); len(got) != 3 || got[0] != 2 || got[2] != 4 {
		t.Errorf("skip 2, 3 times: got %v, want 2 3 4", got)
	}
	f := b.s.Fail(telegramtest.Fault{Kind: telegramtest.ServerError, Chance: 0.2, Times: -1})
	got := fails(9, 500)
	if len(got) < 60 || len(got) > 140 {
		t.Errorf("chance 0.2: got %d of 500", len(got))
	}
	f.Stop()
	if more := fails(9, 50); len(more) != 0 || f.Hits() != len(got) {
		t.Errorf("stopped: got %v and %d hits, want none and %d", more, f.Hits(), len(got))
	}
	b.s.Fail(telegramtest.Fault{Kind: telegramtest.ServerError, Match: func(_ string, p map[string]string) bool { return p["text"] == "bad" }})
	b.send(7, "good")
	b.refused("500", "sendMessage", "chat_id", 7, "text", "bad")
}

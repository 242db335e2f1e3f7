package telegram_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsbot/bot/telegram"
)

func send(t *testing.T, c *telegram.Client) *telegram.Error {
	t.Helper()
	_, err := c.Send(soon(t), 5, telegram.Text{HTML: "a"})
	var e *telegram.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error", err)
	}
	noToken(t, err)
	return e
}

// noToken looks for the token in every way an error can be printed, all the
// way down.
func noToken(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
			if text := fmt.Sprintf(verb, err); strings.Contains(text, secret) {
				t.Errorf("the token is in %s", text)
			}
		}
	}
}

func TestEveryTextOfTelegramsHasItsReason(t *testing.T) {
	for _, c := range []struct {
		code       int
		text       string
		parameters string
		want       telegram.Reason
	}{
		{403, "Forbidden: bot was blocked by the user", "", telegram.Blocked},
		{403, "Forbidden: user is deactivated", "", telegram.Blocked},
		{403, "Forbidden: bot can't initiate conversation with a user", "", telegram.Blocked},
		{403, "Forbidden: the bot can't send messages to the bot", "", telegram.Blocked},
		{403, "Forbidden: bot can't send messages to bots", "", telegram.Blocked},
		{403, "Forbidden: bot was kicked from the group chat", "", telegram.Removed},
		{403, "Forbidden: bot was kicked from the supergroup chat", "", telegram.Removed},
		{403, "Forbidden: bot was kicked from the channel chat", "", telegram.Removed},
		{403, "Forbidden: bot is not a member of the channel chat", "", telegram.Removed},
		{403, "Forbidden: bot is not a member of the supergroup chat", "", telegram.Removed},
		{403, "Forbidden: the group chat was deleted", "", telegram.Removed},
		{400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001234567890}`, telegram.Migrated},
		{400, "Bad Request: group chat was upgraded to a supergroup chat", "", telegram.Removed},
		{400, "Bad Request: chat not found", "", telegram.NotFound},
		{400, "Bad Request: private chat not found", "", telegram.NotFound},
		{400, "Bad Request: PEER_ID_INVALID", "", telegram.NotFound},
		{400, "Bad Request: message thread not found", "", telegram.TopicGone},
		{400, "Bad Request: TOPIC_CLOSED", "", telegram.TopicGone},
		{400, "Bad Request: TOPIC_DELETED", "", telegram.TopicGone},
		{400, "Bad Request: not enough rights to send text messages to the chat", "", telegram.NotAllowed},
		{400, "Bad Request: not enough rights to send photos to the chat", "", telegram.NotAllowed},
		{400, "Bad Request: have no write access to the chat", "", telegram.NotAllowed},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", "", telegram.NotAllowed},
		{400, "Bad Request: need administrator rights in the channel chat", "", telegram.NotAllowed},
		{403, "Forbidden: something new", "", telegram.NotAllowed},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"p\" at byte offset 0", "", telegram.BadMarkup},
		{400, "Bad Request: message is too long", "", telegram.BadText},
		{400, "Bad Request: message caption is too long", "", telegram.BadText},
		{400, "Bad Request: Text is too long", "", telegram.BadText},
		{400, "Bad Request: MESSAGE_TOO_LONG", "", telegram.BadText},
		{400, "Bad Request: message text is empty", "", telegram.BadText},
		{400, "Bad Request: text must be non-empty", "", telegram.BadText},
		{400, "Bad Request: message is not modified: specified new message content is the same", "", telegram.NotModified},
		{400, "Bad Request: message to edit not found", "", telegram.Gone},
		{400, "Bad Request: message can't be edited", "", telegram.Gone},
		{400, "Bad Request: message to be replied not found", "", telegram.Gone},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "", telegram.Gone},
		{400, "Bad Request: BUTTON_DATA_INVALID", "", telegram.Refused},
		{400, "Bad Request: Inline keyboard button URL 'x' is invalid: Wrong HTTP URL", "", telegram.Refused},
		{400, "Bad Request: reply markup is too long", "", telegram.Refused},
		{404, "Not Found: method not found", "", telegram.Refused},
		{401, "Unauthorized", "", telegram.Unauthorized},
		{404, "Not Found", "", telegram.Unauthorized},
		{409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", "", telegram.Conflict},
		{409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", "", telegram.Conflict},
		{429, "Too Many Requests: retry after 17", `{"retry_after":17}`, telegram.TooMany},
		{500, "Internal Server Error: restart", "", telegram.Server},
		{502, "Bad Gateway", "", telegram.Server},
	} {
		t.Run(c.text, func(t *testing.T) {
			for name, text := range map[string]string{"as it is": c.text, "in capitals": strings.ToUpper(c.text)} {
				b := newBench(t, func(w http.ResponseWriter, _ call) { fail(w, c.code, text, c.parameters) })
				e := send(t, b.Client)
				if e.Reason != c.want || e.Code != c.code || e.Text != text {
					t.Errorf("%s: got %+v, want %s", name, e, c.want)
				}
			}
		})
	}
}

func TestAnErrorWithoutItsCodeIsReadByItsText(t *testing.T) {
	for text, want := range map[string]telegram.Reason{
		"Forbidden: bot was blocked by the user": telegram.Blocked,
		"Unauthorized":                           telegram.Unauthorized,
		"Internal Server Error":                  telegram.Server,
		"Too Many Requests: retry after 5":       telegram.TooMany,
		"Bad Request: chat not found":            telegram.NotFound,
		"":                                       telegram.Unknown,
	} {
		b := newBench(t, func(w http.ResponseWriter, _ call) { fmt.Fprintf(w, `{"ok":false,"description":%q}`, text) })
		if e := send(t, b.Client); e.Reason != want {
			t.Errorf("%q: got %v, want %s", text, e, want)
		}
	}
}

func TestWhatAnErrorCarries(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, call)
		check  func(*telegram.Error) bool
	}{
		"how long to wait": {func(w http.ResponseWriter, _ call) { fail(w, 429, "Too Many Requests", `{"retry_after":17}`) },
			func(e *telegram.Error) bool { return e.RetryAfter == 17*time.Second }},
		"how long to wait, from the header": {func(w http.ResponseWriter, _ call) {
			w.Header().Set("Retry-After", "9")
			fail(w, 429, "Too Many Requests", "")
		}, func(e *telegram.Error) bool { return e.RetryAfter == 9*time.Second }},
		"some wait where none is named": {func(w http.ResponseWriter, _ call) { fail(w, 429, "Too Many Requests", "") },
			func(e *telegram.Error) bool { return e.RetryAfter == 5*time.Second }},
		"a wait that would overflow": {func(w http.ResponseWriter, _ call) {
			fail(w, 429, "Too Many Requests", `{"retry_after":9223372036854775807}`)
		}, func(e *telegram.Error) bool { return e.RetryAfter == 7*24*time.Hour }},
		"where the group went": {func(w http.ResponseWriter, _ call) {
			fail(w, 400, "Bad Request: group chat was upgraded to a supergroup chat", `{"migrate_to_chat_id":-1001234567890}`)
		}, func(e *telegram.Error) bool { return e.MigrateTo == -1001234567890 }},
	} {
		t.Run(name, func(t *testing.T) {
			if e := send(t, newBench(t, c.answer).Client); !c.check(e) {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestAnswersThatAreNotTheBotAPIs(t *testing.T) {
	page := func(status int, kind, body string) func(http.ResponseWriter, call) {
		return func(w http.ResponseWriter, _ call) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Location", "https://example.org/bot"+token+"/sendMessage")
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, call)
		want   telegram.Reason
		text   string
	}{
		"a gateway that lost its server":       {page(502, "text/html", "<html>bot"+token), telegram.Unknown, "HTTP 502, not an answer of the Bot API: a page of type text/html"},
		"a gateway that grew tired":            {page(504, "text/html", "<html>"), telegram.Unknown, "HTTP 504"},
		"a gateway that did not take it":       {page(503, "text/html", "<html>"), telegram.Server, "HTTP 503"},
		"a gateway's limit":                    {page(429, "text/html", "<html>"), telegram.TooMany, "HTTP 429"},
		"a gateway's refusal":                  {page(413, "text/html", "<html>"), telegram.Refused, "HTTP 413"},
		"the page of a hotel":                  {page(200, "text/html", "<html>Log in"), telegram.Unknown, "HTTP 200"},
		"nothing":                              {page(200, "text/plain", ""), telegram.Unknown, "an empty page"},
		"a redirect":                           {page(307, "text/html", ""), telegram.Refused, "a redirect"},
		"a redirect of a POST to a GET":        {page(302, "text/html", ""), telegram.Refused, "a redirect"},
		"JSON that breaks off":                 {page(200, "application/json", `{"ok":true,"result":{"mess`), telegram.Unknown, "unreadable answer"},
		"JSON of another shape":                {page(200, "application/json", `{"ok":"bot`+token+`"}`), telegram.Unknown, "unreadable answer"},
		"another result":                       {page(200, "application/json", `{"ok":true,"result":"`+token+`"}`), telegram.Unknown, "not what the method returns"},
		"a refusal that shows the address":     {page(400, "application/json", `{"ok":false,"error_code":400,"description":"no /bot`+token+`/x"}`), telegram.Refused, "no /bot[token]/x"},
		"a refusal that shows it escaped":      {page(400, "application/json", `{"ok":false,"error_code":400,"description":"no bot110201543%3A`+secret+`"}`), telegram.Refused, "[token]"},
		"JSON of a server that is not one":     {page(502, "application/json", `{"error":"x"}`), telegram.Server, "no description"},
		"a page of more than any answer holds": {page(200, "application/json", "{"+strings.Repeat(" ", 17<<20)), telegram.Unknown, "more than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.answer)
			e := send(t, b.Client)
			if e.Reason != c.want || !strings.Contains(e.Error(), c.text) {
				t.Errorf("got %v, want %s and %q", e, c.want, c.text)
			}
			if len(b.calls) != 1 {
				t.Errorf("got %d requests, want 1", len(b.calls))
			}
			if strings.Contains(b.log.String(), secret) {
				t.Errorf("the token is in the log: %s", b.log)
			}
		})
	}
}

// raw answers each connection by hand.
func raw(t *testing.T, serve func(net.Conn)) *telegram.Client {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
			conn.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return client(t, "http://"+l.Addr().String(), nil)
}

func client(t *testing.T, address string, h *http.Client) *telegram.Client {
	t.Helper()
	c, err := telegram.New(telegram.Options{Token: token, APIURL: address, HTTP: h})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhetherAMessageMayHaveGoneOut(t *testing.T) {
	plain := httptest.NewServer(nil)
	defer plain.Close()
	read := func(c net.Conn) { http.ReadRequest(bufio.NewReader(c)) }
	closed := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return "http://" + l.Addr().String()
	}()
	for name, c := range map[string]struct {
		client *telegram.Client
		want   telegram.Reason
	}{
		"nobody listens":           {client(t, closed, nil), telegram.NotSent},
		"no such host":             {client(t, "http://nothing.invalid", nil), telegram.NotSent},
		"the line breaks after it": {raw(t, read), telegram.Unknown},
		"the line is reset after it": {raw(t, func(c net.Conn) {
			read(c)
			c.(*net.TCPConn).SetLinger(0)
		}), telegram.Unknown},
		"the answer breaks off": {raw(t, func(c net.Conn) {
			read(c)
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":")
		}), telegram.Unknown},
		"the answer is not HTTP": {raw(t, func(c net.Conn) {
			read(c)
			io.WriteString(c, "SSH-2.0-x bot"+token+"\r\n")
		}), telegram.Unknown},
		"TLS asked of a plain server": {client(t, "https"+strings.TrimPrefix(plain.URL, "http"), nil), telegram.NotSent},
		"a transport that tells the address": {client(t, closed, &http.Client{Transport: tripper(func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("no way to %s: %w", r.URL, io.ErrUnexpectedEOF)
		})}), telegram.NotSent},
	} {
		t.Run(name, func(t *testing.T) {
			if e := send(t, c.client); e.Reason != c.want || e.Code != 0 && e.Code != 200 {
				t.Errorf("got %v, want %s", e, c.want)
			}
		})
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestACallEndsWithItsContext(t *testing.T) {
	release := make(chan struct{})
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		io.Copy(io.Discard, r.Body)
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(release)
	c := client(t, server.URL, &http.Client{Timeout: time.Nanosecond})

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Send(ctx, 1, telegram.Text{HTML: "a"})
	var e *telegram.Error
	if !errors.As(err, &e) || e.Reason != telegram.NotSent || !errors.Is(err, context.Canceled) || asked.Load() != 0 {
		t.Errorf("ended before: got %v after %d requests", err, asked.Load())
	}

	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = c.Send(ctx, 1, telegram.Text{HTML: "a"})
	if !errors.As(err, &e) || e.Reason != telegram.Unknown || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ended under way: got %v", err)
	}
	noToken(t, err)
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush() // chunked, whose end must be read
		ok(`{"message_id":1}`)(w, call{})
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := client(t, server.URL, nil)
	for range 10 {
		if _, err := c.Send(soon(t), 1, telegram.Text{HTML: "a"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := opened.Load(); got != 1 {
		t.Errorf("got %d connections for 10 requests, want 1", got)
	}
}

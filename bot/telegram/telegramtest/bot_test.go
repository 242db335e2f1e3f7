package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

var (
	ann = telegramtest.User{ID: 7, FirstName: "Ann", LanguageCode: "ru"}
	bob = telegramtest.User{ID: 8, FirstName: "Bob"}

	group   = telegramtest.Chat{ID: -55, Type: telegramtest.Group, Title: "Desk"}
	forum   = telegramtest.Chat{ID: -1_000_000_000_077, Type: telegramtest.Supergroup, Title: "Forum", Forum: true}
	channel = telegramtest.Chat{ID: -1_000_000_000_099, Type: telegramtest.Channel, Title: "News", Username: "news"}
)

// bot is the bot's side in a test.
type bot struct {
	t      *testing.T
	s      *telegramtest.Server
	client *http.Client
}

// reply is an answer of the server.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// start is a server with a private chat of Ann's in which the bot may write.
func start(t *testing.T, o telegramtest.Options) *bot {
	t.Helper()
	s := telegramtest.New(o)
	b := &bot{t, s, s.Client()}
	s.Say(telegramtest.PrivateChat(ann), ann, "/start")
	return b
}

// params are name, value, name, value …
func form(pairs ...any) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(fmt.Sprint(pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return v
}

func (b *bot) try(method string, pairs ...any) (*http.Response, error) {
	return b.client.PostForm("http://api.example/bot"+b.s.Token()+"/"+method, form(pairs...))
}

func (b *bot) call(method string, pairs ...any) reply {
	b.t.Helper()
	r, err := b.try(method, pairs...)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	return read(b.t, r)
}

func read(t *testing.T, r *http.Response) reply {
	t.Helper()
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	var a reply
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("answer %s: %v", body, err)
	}
	return a
}

// send sends HTML and expects it to arrive.
func (b *bot) send(chatID int64, html string, pairs ...any) telegramtest.Sent {
	b.t.Helper()
	a := b.call("sendMessage", append([]any{"chat_id", chatID, "text", html, "parse_mode", "HTML"}, pairs...)...)
	if !a.OK {
		b.t.Fatalf("sendMessage %q: %d %s", html, a.Code, a.Description)
	}
	m := b.s.Messages(chatID)
	return m[len(m)-1]
}

// refused expects an error with the text.
func (b *bot) refused(want string, method string, pairs ...any) reply {
	b.t.Helper()
	a := b.call(method, pairs...)
	if got := fmt.Sprintf("%d %s", a.Code, a.Description); a.OK || !strings.Contains(got, want) {
		b.t.Errorf("%s %.300v: got %q, want %q", method, pairs, got, want)
	}
	return a
}

// updates polls once.
func (b *bot) updates(pairs ...any) []map[string]any {
	b.t.Helper()
	a := b.call("getUpdates", pairs...)
	if !a.OK {
		b.t.Fatalf("getUpdates: %d %s", a.Code, a.Description)
	}
	var list []map[string]any
	if err := json.Unmarshal(a.Result, &list); err != nil {
		b.t.Fatal(err)
	}
	return list
}

func ids(updates []map[string]any) []int {
	var list []int
	for _, u := range updates {
		list = append(list, int(u["update_id"].(float64)))
	}
	return list
}

func (b *bot) noViolations() {
	b.t.Helper()
	if v := b.s.Violations(); len(v) > 0 {
		b.t.Errorf("violations: got %q, want none", v)
	}
}

// clock is a time that a test moves on.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time       { return c.now }
func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

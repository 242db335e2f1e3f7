package telegram_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/bot/telegram"
)

const (
	token  = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	secret = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
)

// A bench is a client against a handler that sees method and form.
type bench struct {
	*telegram.Client
	log *logText

	mu    sync.Mutex
	calls []call
}

type call struct {
	Method string
	Form   url.Values
}

func newBench(t *testing.T, answer func(w http.ResponseWriter, c call)) *bench {
	t.Helper()
	b := &bench{log: &logText{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Errorf("form: %v", err)
		}
		method, ok := strings.CutPrefix(r.URL.Path, "/bot"+token+"/")
		if !ok {
			t.Errorf("path: got %s", r.URL.Path)
		}
		if r.Header.Get("Idempotency-Key") != "" || r.Header.Get("X-Idempotency-Key") != "" {
			t.Error("an Idempotency-Key makes net/http repeat what was written")
		}
		c := call{method, r.PostForm}
		b.mu.Lock()
		b.calls = append(b.calls, c)
		b.mu.Unlock()
		answer(w, c)
	}))
	t.Cleanup(server.Close)
	var err error
	b.Client, err = telegram.New(telegram.Options{Token: token, APIURL: server.URL, Log: b.log.logger()})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// last returns the newest call and checks that it holds no null.
func (b *bench) last(t *testing.T) call {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.calls) == 0 {
		t.Fatal("no request was made")
	}
	c := b.calls[len(b.calls)-1]
	for name, values := range c.Form {
		if strings.Contains(values[0], "null") {
			t.Errorf("%s: %s=%s holds null", c.Method, name, values[0])
		}
	}
	return c
}

func ok(result string) func(http.ResponseWriter, call) {
	return func(w http.ResponseWriter, _ call) { w.Write([]byte(`{"ok":true,"result":` + result + `}`)) }
}

func (c call) has(t *testing.T, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got := c.Form.Get(name); got != value {
			t.Errorf("%s %s: got %q, want %q", c.Method, name, got, value)
		}
	}
	for name := range c.Form {
		if _, ok := want[name]; !ok {
			t.Errorf("%s %s: got %q, want none", c.Method, name, c.Form.Get(name))
		}
	}
}

func TestNewLooksAtTheTokenAndNeverShowsIt(t *testing.T) {
	for name, c := range map[string]struct{ token, want string }{
		"none":                  {"", "@BotFather"},
		"a line break":          {token + "\n", "line break"},
		"no colon":              {secret, "no colon"},
		"no number":             {"bot:" + secret, "number"},
		"no secret":             {"110201543:", "cut short"},
		"cut while copying":     {token[:len(token)-8], "cut short"},
		"a letter of no token":  {token + "é", "character"},
		"the prefix of the URL": {"bot" + token, "number"},
		"pasted twice":          {token + secret + secret, "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := telegram.New(telegram.Options{Token: c.token})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want an error with %q", err, c.want)
			}
			if strings.Contains(err.Error(), secret[:10]) {
				t.Errorf("the error shows the token: %v", err)
			}
		})
	}
}

func TestNewLooksAtTheAddress(t *testing.T) {
	for _, address := range []string{"api.telegram.org", "ftp://x", "https://", "https://u:p@x", "https://x?a=b", ":%"} {
		if _, err := telegram.New(telegram.Options{Token: token, APIURL: address}); err == nil {
			t.Errorf("%q: got no error", address)
		} else if strings.Contains(err.Error(), ":p@") {
			t.Errorf("%q: the error shows a password: %v", address, err)
		}
	}
	for _, address := range []string{"", "http://127.0.0.1:8081", "https://example.org/bots/", "https://example.org/100%25"} {
		if _, err := telegram.New(telegram.Options{Token: token, APIURL: address}); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestAnAddressWithAPathAndAPercentIsKept(t *testing.T) {
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.EscapedPath()
		ok(`{"id":1,"is_bot":true,"first_name":"News","username":"newsbot"}`)(w, call{})
	}))
	defer server.Close()
	c, err := telegram.New(telegram.Options{Token: token, APIURL: server.URL + "/a%20b/"})
	if err != nil {
		t.Fatal(err)
	}
	me, err := c.Me(t.Context())
	if err != nil || me.Username != "newsbot" || me.Name != "News" {
		t.Errorf("got %+v, %v", me, err)
	}
	if want := "/a%20b/bot" + token + "/getMe"; path != want {
		t.Errorf("got %s, want %s", path, want)
	}
}

func TestSendSaysWhatTelegramWants(t *testing.T) {
	b := newBench(t, ok(`{"message_id":42}`))
	for name, c := range map[string]struct {
		text telegram.Text
		want map[string]string
	}{
		"bare":                            {telegram.Text{HTML: "a", Thread: 0}, map[string]string{}},
		"the general topic has no number": {telegram.Text{HTML: "a", Thread: 1}, map[string]string{}},
		"everything": {telegram.Text{HTML: "a", Thread: 7, Silent: true, Preview: "https://example.org/?a=1&b=2",
			Keyboard: telegram.Keyboard{{{Label: "A", Data: "1:a"}, {Label: "B", URL: "https://b", Data: "x"}}, {}}},
			map[string]string{
				"message_thread_id": "7", "disable_notification": "true",
				"link_preview_options": `{"url":"https://example.org/?a=1\u0026b=2"}`,
				"reply_markup":         `{"inline_keyboard":[[{"text":"A","callback_data":"1:a"},{"text":"B","url":"https://b"}]]}`,
			}},
	} {
		t.Run(name, func(t *testing.T) {
			id, err := b.Send(t.Context(), -5, c.text)
			if id != 42 || err != nil {
				t.Fatalf("got %d, %v", id, err)
			}
			c.want["chat_id"], c.want["text"], c.want["parse_mode"] = "-5", "a", "HTML"
			if c.want["link_preview_options"] == "" {
				c.want["link_preview_options"] = `{"is_disabled":true}`
			}
			b.last(t).has(t, c.want)
		})
	}
}

func TestRefusedHTMLIsSentOnceAsPlainText(t *testing.T) {
	for name, send := range map[string]func(*bench) error{
		"send": func(b *bench) error {
			_, err := b.Send(t.Context(), 5, telegram.Text{HTML: "<b>x", Plain: "x"})
			return err
		},
		"edit": func(b *bench) error { return b.Edit(t.Context(), 5, 6, telegram.Text{HTML: "<b>x", Plain: "x"}) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(w http.ResponseWriter, c call) {
				if c.Form.Get("parse_mode") != "" {
					fail(w, 400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"", "")
					return
				}
				ok(`{"message_id":7}`)(w, c)
			})
			if err := send(b); err != nil {
				t.Fatal(err)
			}
			if c := b.last(t); c.Form.Get("text") != "x" || len(b.calls) != 2 || b.PlainResends() != 1 {
				t.Errorf("got %d requests, the last %v, %d counted", len(b.calls), c.Form, b.PlainResends())
			}
			if got := b.log.String(); !strings.Contains(got, "can't parse entities") || strings.Contains(got, "<b>x") {
				t.Errorf("log: got %s, want the reason and not the text", got)
			}
		})
	}
}

func TestAnEditThatChangesNothingAndAnAnswerTooLateAreNoErrors(t *testing.T) {
	b := newBench(t, func(w http.ResponseWriter, c call) {
		if c.Method == "editMessageText" {
			fail(w, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same", "")
		} else {
			fail(w, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "")
		}
	})
	if err := b.Edit(t.Context(), 1, 2, telegram.Text{HTML: "a"}); err != nil {
		t.Errorf("edit: %v", err)
	}
	if err := b.Answer(t.Context(), "9", "ok", false); err != nil {
		t.Errorf("answer: %v", err)
	}
}

func TestTheSmallMethods(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(context.Context, *bench) error
		want map[string]string
	}{
		"answerCallbackQuery with an alert": {func(ctx context.Context, b *bench) error { return b.Answer(ctx, "9", "done", true) },
			map[string]string{"callback_query_id": "9", "text": "done", "show_alert": "true"}},
		"answerCallbackQuery with nothing": {func(ctx context.Context, b *bench) error { return b.Answer(ctx, "9", "", true) },
			map[string]string{"callback_query_id": "9"}},
		"answerCallbackQuery with too much": {func(ctx context.Context, b *bench) error { return b.Answer(ctx, "9", strings.Repeat("ж", 300), false) },
			map[string]string{"callback_query_id": "9", "text": strings.Repeat("ж", 199) + "…"}},
		"sendChatAction": {func(ctx context.Context, b *bench) error { return b.Typing(ctx, 5, 1) },
			map[string]string{"chat_id": "5", "action": "typing"}},
		"deleteWebhook": {func(ctx context.Context, b *bench) error { return b.DeleteWebhook(ctx) },
			map[string]string{"drop_pending_updates": "false"}},
		"setMyDescription": {func(ctx context.Context, b *bench) error { return b.SetDescription(ctx, "ru", "о") },
			map[string]string{"description": "о", "language_code": "ru"}},
		"setMyShortDescription": {func(ctx context.Context, b *bench) error { return b.SetShortDescription(ctx, "", "o") },
			map[string]string{"short_description": "o"}},
		"setMyCommands": {func(ctx context.Context, b *bench) error {
			return b.SetCommands(ctx, telegram.ScopeGroups, "ru", []telegram.Command{{Name: "start", Description: "d"}})
		}, map[string]string{"commands": `[{"command":"start","description":"d"}]`, "scope": `{"type":"all_group_chats"}`, "language_code": "ru"}},
		"setMyCommands with none": {func(ctx context.Context, b *bench) error {
			return b.SetCommands(ctx, telegram.ScopeDefault, "", nil)
		}, map[string]string{"commands": `[]`, "scope": `{"type":"default"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, ok("true"))
			if err := c.do(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			got := b.last(t)
			if want, _, _ := strings.Cut(name, " "); got.Method != want {
				t.Errorf("method: got %s", got.Method)
			}
			got.has(t, c.want)
		})
	}
}

func TestWhoIsAnAdministrator(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, call)
		want   bool
	}{
		"the creator":              {ok(`{"status":"creator"}`), true},
		"an administrator":         {ok(`{"status":"administrator"}`), true},
		"a member":                 {ok(`{"status":"member"}`), false},
		"one who left":             {ok(`{"status":"left"}`), false},
		"one nobody has heard of":  {func(w http.ResponseWriter, _ call) { fail(w, 400, "Bad Request: user not found", "") }, false},
		"one who never was inside": {func(w http.ResponseWriter, _ call) { fail(w, 400, "Bad Request: PARTICIPANT_ID_INVALID", "") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.answer)
			if got, err := b.IsAdmin(t.Context(), -1, 2); got != c.want || err != nil {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
		})
	}
	b := newBench(t, func(w http.ResponseWriter, _ call) { fail(w, 403, "Forbidden: bot was kicked from the group chat", "") })
	if _, err := b.IsAdmin(t.Context(), -1, 2); err == nil {
		t.Error("kicked: got no error")
	}
}

func TestPaidBroadcastIsAskedForOnlyWhenSwitchedOn(t *testing.T) {
	var form url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		form = r.PostForm
		ok(`{"message_id":1}`)(w, call{})
	}))
	defer server.Close()
	var seen []telegram.Request
	c, err := telegram.New(telegram.Options{Token: token, APIURL: server.URL, PaidBroadcast: true,
		Observe: func(r telegram.Request) { seen = append(seen, r) }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), 1, telegram.Text{HTML: "a"}); err != nil || form.Get("allow_paid_broadcast") != "true" {
		t.Errorf("got %v, %v", form, err)
	}
	if len(seen) != 1 || seen[0].Method != "sendMessage" || seen[0].Reason != "" {
		t.Errorf("observed: got %v", seen)
	}
}

// fail answers as Telegram does when it refuses.
func fail(w http.ResponseWriter, code int, text, parameters string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	body := map[string]any{"ok": false, "error_code": code, "description": text}
	if parameters != "" {
		body["parameters"] = json.RawMessage(parameters)
	}
	json.NewEncoder(w).Encode(body)
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

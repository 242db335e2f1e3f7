package webchat_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/webchat"
)

var (
	ann   = telegramtest.User{ID: 7, FirstName: "Ann", LastName: "Lee", LanguageCode: "en"}
	boris = telegramtest.User{ID: 8, FirstName: "Boris", LanguageCode: "ru"}
	desk  = telegramtest.Chat{ID: -1001, Type: telegramtest.Supergroup, Title: "Desk"}
)

func options() webchat.Options {
	return webchat.Options{
		Title: "newsbot demo",
		Chats: []webchat.Chat{
			{Chat: telegramtest.PrivateChat(ann), People: []telegramtest.User{ann}, Place: "Rome", Zone: time.UTC, Suggestions: []string{"/start", "/subscribe Italy"}},
			{Chat: telegramtest.PrivateChat(boris), People: []telegramtest.User{boris}, Place: "Алматы", Zone: time.UTC},
			{Chat: desk, People: []telegramtest.User{ann, boris}},
		},
		Publish: func(context.Context, webchat.Story) error { return nil },
		Sources: []string{"Wire", "Listing"},
	}
}

func serve(t *testing.T, o webchat.Options) (*telegramtest.Server, *httptest.Server) {
	t.Helper()
	server := telegramtest.New(telegramtest.Options{})
	h, err := webchat.New(server, o)
	if err != nil {
		t.Fatal(err)
	}
	page := httptest.NewServer(h)
	page.Config.RegisterOnShutdown(h.Close)
	t.Cleanup(func() { h.Close(); page.Close() })
	return server, page
}

func do(t *testing.T, request *http.Request) (int, string, http.Header) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body), response.Header
}

func post(t *testing.T, address, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	return r
}

func TestNewRefusesWhatItCannotShow(t *testing.T) {
	for name, change := range map[string]func(*webchat.Options){
		"no chats":                 func(o *webchat.Options) { o.Chats = nil },
		"a chat with nobody in it": func(o *webchat.Options) { o.Chats[0].People = nil },
		"two chats with one id":    func(o *webchat.Options) { o.Chats[1].Chat.ID = ann.ID },
		"nowhere to publish to":    func(o *webchat.Options) { o.Sources = nil },
	} {
		o := options()
		change(&o)
		if _, err := webchat.New(telegramtest.New(telegramtest.Options{}), o); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestThePageIsWhole(t *testing.T) {
	_, page := serve(t, options())
	for path, kind := range map[string]string{
		"/": "text/html", "/style.css": "text/css", "/icon.svg": "image/svg+xml",
		"/app.js": "text/javascript", "/text.js": "text/javascript", "/messages.js": "text/javascript",
		"/menu.js": "text/javascript", "/newsroom.js": "text/javascript", "/server.js": "text/javascript",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		status, body, header := do(t, r)
		if status != 200 || !strings.HasPrefix(header.Get("Content-Type"), kind) || len(body) == 0 {
			t.Errorf("%s: got %d, %s, %d bytes", path, status, header.Get("Content-Type"), len(body))
		}
		if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: no content security policy", path)
		}
		if strings.Contains(body, "//cdn") || strings.Contains(body, "innerHTML") || strings.Contains(body, "src=\"http") {
			t.Errorf("%s: something from elsewhere, or innerHTML", path)
		}
	}
}

func TestForeignPagesAreKeptOut(t *testing.T) {
	_, page := serve(t, options())
	const say = `{"chat":7,"person":7,"text":"hi"}`
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"the page itself":                   {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }, 204},
		"curl":                              {func(*http.Request) {}, 204},
		"localhost":                         {func(r *http.Request) { r.Host = "localhost:8080" }, 204},
		"an IPv6 address":                   {func(r *http.Request) { r.Host = "[::1]:8080" }, 204},
		"another site":                      {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		"another port of this host":         {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
		"another origin":                    {func(r *http.Request) { r.Header.Set("Origin", "https://example.org") }, 403},
		"a file":                            {func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		"a name that was made to lead here": {func(r *http.Request) { r.Host = "rebind.example.org:8080" }, 421},
		"a name that looks like ours":       {func(r *http.Request) { r.Host = "localhost.example.org" }, 421},
		"a form":                            {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415},
	} {
		t.Run(name, func(t *testing.T) {
			r := post(t, page.URL+"/api/say", say)
			c.change(r)
			if status, body, _ := do(t, r); status != c.want {
				t.Errorf("got %d %s, want %d", status, body, c.want)
			}
		})
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page.URL+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if status, _, _ := do(t, r); status != 403 {
		t.Errorf("events across sites: got %d, want 403", status)
	}
}

func TestWhatAPageMaySend(t *testing.T) {
	o := options()
	o.Publish = func(_ context.Context, s webchat.Story) error {
		if s.Headline == "no" {
			return errors.New("the disk is full")
		}
		if s.Headline != "Two words" || s.Source != "Wire" || s.Text != "x" {
			t.Errorf("publish: got %+v", s)
		}
		return nil
	}
	_, page := serve(t, o)
	for name, c := range map[string]struct {
		path, body string
		status     int
		says       string
	}{
		"a message":                  {"say", `{"chat":7,"person":7,"text":"hi"}`, 204, ""},
		"an empty message":           {"say", `{"chat":7,"person":7,"text":" \n"}`, 400, "nothing to send"},
		"a message too long":         {"say", `{"chat":7,"person":7,"text":"` + strings.Repeat("😀", 2049) + `"}`, 400, "4096"},
		"in a chat not shown":        {"say", `{"chat":99,"person":7,"text":"hi"}`, 400, "no such chat"},
		"by somebody not there":      {"say", `{"chat":7,"person":8,"text":"hi"}`, 400, "no such person"},
		"a second person's":          {"say", `{"chat":-1001,"person":8,"text":"hi"}`, 204, ""},
		"no JSON":                    {"say", `chat=7`, 400, "cannot be read"},
		"far too much":               {"say", `{"text":"` + strings.Repeat("x", 200<<10) + `"}`, 413, "too long"},
		"a tap on nothing":           {"tap", `{"chat":7,"person":7,"message":5,"data":"x"}`, 400, "gone"},
		"a story":                    {"publish", `{"source":"Wire","headline":" Two\n words ","text":" x "}`, 204, ""},
		"a story without a headline": {"publish", `{"source":"Wire","headline":" "}`, 400, "headline"},
		"a story for no feed":        {"publish", `{"source":"x","headline":"a"}`, 400, "no such feed"},
		"a headline too long":        {"publish", `{"source":"Wire","headline":"` + strings.Repeat("ж", 301) + `"}`, 400, "300"},
		"a text too long":            {"publish", `{"source":"Wire","headline":"a","text":"` + strings.Repeat("ж", 8001) + `"}`, 400, "8000"},
		"a story that fails":         {"publish", `{"source":"Wire","headline":"no"}`, 500, "the disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body, _ := do(t, post(t, page.URL+"/api/"+c.path, c.body))
			if status != c.status || !strings.Contains(body, c.says) {
				t.Errorf("got %d %q, want %d with %q", status, body, c.status, c.says)
			}
		})
	}
}

// stream reads server-sent events.
type stream struct {
	t    *testing.T
	body *bufio.Reader
}

func listen(t *testing.T, address string) stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return stream{t, bufio.NewReader(response.Body)}
}

type event struct {
	Kind, Title string
	Chat        int64
	Sources     []string
	Message     struct {
		ID   int
		Mine bool
		Name string
		Text string
	}
	Chats []struct {
		ID       int64
		Title    string
		Zone     string
		Language string
		People   []struct{ Name string }
		Messages []struct{ Text string }
	}
}

func (s stream) next() (e event) {
	s.t.Helper()
	for {
		line, err := s.body.ReadString('\n')
		if err != nil {
			s.t.Fatalf("read an event: %v", err)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				s.t.Fatal(err)
			}
			return e
		}
	}
}

func TestAConnectionBeginsWithEverythingAndGoesOnWithWhatHappens(t *testing.T) {
	server, page := serve(t, options())
	server.Say(telegramtest.PrivateChat(ann), ann, "before")
	first := listen(t, page.URL)
	state := first.next()
	if state.Kind != "state" || state.Title != "newsbot demo" || len(state.Chats) != 3 || len(state.Sources) != 2 {
		t.Fatalf("got %+v", state)
	}
	c := state.Chats[0]
	if c.Title != "Ann Lee" || c.Language != "English" || c.Zone != "UTC" || len(c.Messages) != 1 || c.Messages[0].Text != "before" {
		t.Errorf("chat: got %+v", c)
	}
	if group := state.Chats[2]; group.Title != "Desk" || len(group.People) != 2 {
		t.Errorf("group: got %+v", group)
	}
	stranger := telegramtest.User{ID: 99, FirstName: "Stranger"}
	server.Say(telegramtest.PrivateChat(stranger), stranger, "not of this page")
	if status, body, _ := do(t, post(t, page.URL+"/api/say", `{"chat":8,"person":8,"text":" <b>привет "}`)); status != 204 {
		t.Fatalf("say: got %d %s", status, body)
	}
	said := first.next()
	if said.Kind != "message" || said.Chat != 8 || said.Message.Text != "<b>привет" || !said.Message.Mine || said.Message.Name != "Boris" {
		t.Errorf("got %+v", said)
	}
	if again := listen(t, page.URL).next(); len(again.Chats[1].Messages) != 1 {
		t.Errorf("a later connection: got %+v", again)
	}
}

func TestTheMenuOfAChatThatHasNotBegun(t *testing.T) {
	server, page := serve(t, options())
	r := httptest.NewRequest(http.MethodPost, "/bot"+server.Token()+"/setMyCommands", strings.NewReader(`{"commands":[{"command":"start","description":"начать"}],"scope":{"type":"all_private_chats"},"language_code":"ru"}`))
	r.Header.Set("Content-Type", "application/json")
	server.ServeHTTP(httptest.NewRecorder(), r)
	for who, want := range map[string]string{"chat=8&person=8": "начать", "chat=7&person=7": "[]"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page.URL+"/api/commands?"+who, nil)
		if err != nil {
			t.Fatal(err)
		}
		if status, body, _ := do(t, r); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: got %d %s, want %s", who, status, body, want)
		}
	}
}

package telegramtest_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest"
)

func TestParametersAreReadFromEveryKindOfBody(t *testing.T) {
	b := start(t, telegramtest.Options{})
	address := "http://api.example/bot" + b.s.Token() + "/sendMessage"
	var multi bytes.Buffer
	w := multipart.NewWriter(&multi)
	w.WriteField("chat_id", "7")
	w.WriteField("text", "hello")
	w.Close()
	for name, body := range map[string]struct{ kind, text, query string }{
		"a form":                       {kind: "application/x-www-form-urlencoded", text: "chat_id=7&text=hello"},
		"JSON":                         {kind: "application/json", text: `{"chat_id":7,"text":"hello"}`},
		"JSON with a number in quotes": {kind: "application/json; charset=utf-8", text: `{"chat_id":"7","text":"hello"}`},
		"a multipart form":             {kind: w.FormDataContentType(), text: multi.String()},
		"the address":                  {query: "?chat_id=7&text=hello"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := b.client.Post(address+body.query, body.kind, strings.NewReader(body.text))
			if err != nil {
				t.Fatal(err)
			}
			if a := read(t, r); !a.OK {
				t.Errorf("got %d %s, want the message to be taken", a.Code, a.Description)
			}
		})
	}
	b.noViolations()
}

func TestAddressesThatAreNoneAreRefused(t *testing.T) {
	b := start(t, telegramtest.Options{})
	for path, want := range map[string]int{
		"/bot" + b.s.Token() + "/getMe":  200,
		"/bot1:wrong/getMe":              401,
		"/bot" + b.s.Token() + "/getYou": 404,
		"/bot" + b.s.Token() + "/":       404,
		"/":                              404,
	} {
		r, err := b.client.Get("http://api.example" + path)
		if err != nil {
			t.Fatal(err)
		}
		a := read(t, r)
		if r.StatusCode != want || want != 200 && a.Code != want {
			t.Errorf("%s: got status %d and error_code %d, want %d", path, r.StatusCode, a.Code, want)
		}
	}
	if v := b.s.Violations(); len(v) != 1 || !strings.Contains(v[0], "getYou") {
		t.Errorf("violations: got %q, want the unknown method", v)
	}
}

func TestAStartedServerListensUntilItIsClosed(t *testing.T) {
	s, err := telegramtest.Start(telegramtest.Options{Username: "gazette_bot"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.Get(s.URL() + "/bot" + s.Token() + "/getMe")
	if err != nil {
		t.Fatal(err)
	}
	if a := read(t, r); !strings.Contains(string(a.Result), `"username":"gazette_bot"`) {
		t.Errorf("getMe: got %s, want the user name in it", a.Result)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := http.Get(s.URL() + "/"); err == nil {
		t.Error("after Close: got an answer, want an error")
	}
}

func TestRequestsAreKeptWithTheirOutcome(t *testing.T) {
	b := start(t, telegramtest.Options{KeepRequests: 3})
	for range 10 {
		b.call("sendMessage", "chat_id", 7, "text", "x")
	}
	b.call("sendMessage", "chat_id", 99, "text", "x")
	got := b.s.Requests()
	if len(got) != 3 || got[1].Code != 200 || got[1].ChatID() != 7 || got[2].Error != "Bad Request: chat not found" {
		t.Errorf("got %+v, want the newest three", got)
	}
	if n := b.s.Count("sendMessage"); n != 11 {
		t.Errorf("Count: got %d, want 11", n)
	}
	b.noViolations()
}

func TestABodyThatIsTooLongIsRefused(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.refused("400 Bad Request: can't read the request", "sendMessage", "chat_id", 7, "text", strings.Repeat("x", 300<<10))
}

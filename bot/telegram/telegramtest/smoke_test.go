package telegramtest_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"newsbot/bot/telegram/telegramtest"
)

func TestAStartedServerAnswersGetMe(t *testing.T) {
	s, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ann := telegramtest.User{ID: 7, FirstName: "Ann"}
	s.Say(telegramtest.PrivateChat(ann), ann, "/start")
	for method, want := range map[string]string{
		"getMe":                         `"username":"newsbot"`,
		"getUpdates":                    `"text":"/start"`,
		"sendMessage?chat_id=7&text=hi": `"message_id":2`,
	} {
		r, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/"+method, url.Values{})
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if !strings.Contains(string(body), want) {
			t.Errorf("%s: got %s, want %s in it", method, body, want)
		}
	}
}

package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// freeAddress returns an address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

// A story comes by its hub, whoever stands between the hub and us having taken the
// path off the public address or not; the metrics tell.
func TestAStoryThatAHubTellsOfIsAlertedAtOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	server, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	origin, hub := feedtest.New(), feedtest.NewHub()
	if _, err := origin.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer origin.Close()
	if _, err := hub.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer hub.Close()
	const path = "/wire.xml"
	origin.Configure(path, feedtest.Feed{Links: []string{"<" + hub.URL() + ">; rel=hub, <" + path + ">; rel=self"}})
	origin.Publish(path, feed.Item{Title: "Old story about Italy", Published: time.Now(), Views: -1})

	cfg := worldConfig(t.TempDir(), server, origin.URL(path))
	cfg.Poll.Every = 24 * time.Hour
	cfg.HTTP.Listen = freeAddress(t)
	cfg.HTTP.PublicURL = "http://" + cfg.HTTP.Listen + "/bot/"
	if err := validate(cfg, &places{}); err != nil {
		t.Fatal(err)
	}
	defer startApp(t, cfg)()
	if err := hub.AwaitHeld(ctx, 1); err != nil {
		t.Fatal(err)
	}
	ana := telegramtest.User{ID: 1, FirstName: "Ana", LanguageCode: "en"}
	server.Say(telegramtest.PrivateChat(ana), ana, "/subscribe Italy")
	if _, err := server.AwaitText(ctx, ana.ID, "You now follow"); err != nil {
		t.Fatal(err)
	}

	origin.Publish(path, feed.Item{Title: "Italy sends an orchestra", Published: time.Now(), Views: -1})
	subscribed := hub.Held()[0]
	bare := subscribed
	bare.Callback = strings.Replace(bare.Callback, "/bot/", "/", 1)
	for _, r := range []feedtest.HubRequest{subscribed, bare} {
		if got := hub.PushTo(r, []byte("<rss/>")); got != http.StatusAccepted {
			t.Errorf("a push is answered with %d, want 202", got)
		}
	}
	if _, err := server.AwaitText(ctx, ana.ID, "Italy sends an orchestra"); err != nil {
		t.Fatal(err)
	}

	page := getPage(t, "http://"+cfg.HTTP.Listen+"/metrics")
	for _, want := range []string{
		`newsbot_websub_leases 1`, `newsbot_websub_total\{event="asked"\} 1`, `newsbot_websub_total\{event="confirmed"\} 1`, `newsbot_websub_total\{event="pushed"\} 2`,
	} {
		if !regexp.MustCompile(`(?m)^` + want + `$`).MatchString(page) {
			t.Errorf("the metrics hold no line %s", want)
		}
	}
	if id := subscribed.Callback[strings.LastIndexByte(subscribed.Callback, '/')+1:]; strings.Contains(page, id) || strings.Contains(page, subscribed.Secret) {
		t.Error("the metrics hold a callback or a secret")
	}
}

func getPage(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestWithoutAPublicAddressNoHubIsSubscribedTo(t *testing.T) {
	cfg := defaults()
	o := newOps(&app{cfg: &cfg})
	_, pattern := o.mux.Handler(httptest.NewRequest(http.MethodPost, "/websub/x", nil))
	if pattern != "" {
		t.Errorf("callbacks are served by %q, want by none", pattern)
	}
}

func TestPublicAddresses(t *testing.T) {
	for _, tt := range []struct {
		url, wrong string // wrong is in the error; empty: there is none
		private    bool   // poll.allow_private
	}{
		{"https://news.example.org", "", false},
		{"https://news.example.org/", "", false},
		{"https://example.org:8443/bots/news", "", false},
		{"http://127.0.0.1:8080", "", false},
		{"http://[::1]:8080", "", false},
		{"http://localhost:8080", "", false},
		{"http://bot.lan", "", true},
		{"http://bot.lan", "write https://bot.lan", false},
		{"http://127.0.0.1.example.org", "is not https", false},
		{"ftp://example.org", "is no address", false},
		{"example.org", "is no address", false},
		{"https://", "is no address", false},
		{"https://me:secret@example.org", "more than a host and a path", false},
		{"https://example.org/?a", "more than a host and a path", false},
		{"https://example.org/#a", "more than a host and a path", false},
		{"https://example.org/a%2fb", "not plain", false},
		{"https://example.org/{a}", "not plain", false},
		{"https://example.org/a//b", "not plain", false},
		{"https://example.org/../b", "not plain", false},
		{"https://example.org/" + strings.Repeat("a", 200), "not plain", false},
	} {
		cfg := defaults()
		cfg.HTTP.PublicURL, cfg.Poll.AllowPrivate = tt.url, tt.private
		err := validate(&cfg, &places{})
		switch {
		case tt.wrong == "" && err != nil:
			t.Errorf("%s: %v, want none", tt.url, err)
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong) || strings.Contains(err.Error(), "secret@")):
			t.Errorf("%s: error %v, want one with %q and no password", tt.url, err, tt.wrong)
		}
	}
	cfg := defaults()
	cfg.HTTP.PublicURL, cfg.HTTP.Listen = "https://news.example.org", ""
	if err := validate(&cfg, &places{}); err == nil || !strings.Contains(err.Error(), "http.listen") {
		t.Errorf("without http.listen: %v, want an error that says so", err)
	}
}

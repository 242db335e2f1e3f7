package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/websub"
)

const (
	goldenHubURL = "https://hub.example.org/"
	goldenPublic = "https://news.example.com/bot"
)

// A goldenHub is the hub of the golden wire, and the poller that hears of its leases.
type goldenHub struct {
	asked  []url.Values
	leases map[string]time.Time
}

func (h *goldenHub) Offers(context.Context) ([]feed.Offer, error) {
	return []feed.Offer{{Source: goldenWire, Topic: goldenWire, Hubs: []string{goldenHubURL}}}, nil
}

func (h *goldenHub) Leased(source string, until time.Time) {
	if !until.IsZero() {
		h.leases[source] = until.UTC()
	}
}

func (h *goldenHub) Pushed(context.Context, string) error { return nil }

func (h *goldenHub) Post(_ context.Context, _ string, form url.Values) error {
	h.asked = append(h.asked, form)
	return nil
}

// hubs returns what subscribes to the golden hub.
func (p *parts) hubs(t *testing.T) (*websub.Subscriber, *goldenHub) {
	t.Helper()
	h := &goldenHub{leases: make(map[string]time.Time)}
	s, err := websub.Open(t.Context(), websub.Options{
		Store: p.w, Poller: h, Client: h, PublicURL: goldenPublic,
		Now: func() time.Time { return goldenTime }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, h
}

// subscribe has the golden hub asked, and make sure.
func (p *parts) subscribe(t *testing.T) {
	t.Helper()
	s, h := p.hubs(t)
	if err := s.Tick(t.Context()); err != nil || len(h.asked) != 1 {
		t.Fatalf("%d requests to the hub, %v; want one", len(h.asked), err)
	}
	question := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {goldenWire}, "hub.challenge": {"x"}, "hub.lease_seconds": {"864000"}}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, h.asked[0].Get("hub.callback")+"?"+question.Encode(), nil))
	if answer.Code != http.StatusOK || answer.Body.String() != "x" {
		t.Fatalf("the hub is answered with %d %q", answer.Code, answer.Body)
	}
}

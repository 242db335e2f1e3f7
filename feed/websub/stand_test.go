package websub_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
	"newsbot/feed/websub"
	"newsbot/subscriptions/store/storetest"
)

const (
	source = "https://example.org/feed"
	topic  = "https://example.org/self"
)

var start = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// A stand has a Subscriber with the real fetcher, a hub over the network, and a
// poller, a clock and a disk of its own.
type stand struct {
	*testing.T
	hub     *feedtest.Hub
	disk    storetest.Memory
	log     bytes.Buffer
	server  *httptest.Server
	fetcher *fetch.Fetcher
	public  string // the address of the Subscriber; empty: that of the server

	mu     sync.Mutex
	sub    *websub.Subscriber
	now    time.Time
	offers []feed.Offer
	leases map[string]time.Time
	events map[websub.Event]int
	handed chan string // gets what Run hands on
}

func newStand(t *testing.T) *stand {
	s := &stand{T: t, hub: hub(t), now: start, leases: map[string]time.Time{}, handed: make(chan string, 100)}
	s.offers = []feed.Offer{{Source: source, Topic: topic, Hubs: []string{s.hub.URL()}}}
	s.fetcher = fetch.New(fetch.Options{AllowPrivate: true, Now: s.clock})
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		sub := s.sub
		s.mu.Unlock()
		sub.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		s.hub.Settle()
		s.server.Close()
		s.fetcher.Close()
	})
	s.open()
	return s
}

func hub(t *testing.T) *feedtest.Hub {
	t.Helper()
	h := feedtest.NewHub()
	if _, err := h.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// open starts the process anew on the disk as it is.
func (s *stand) open() {
	s.Helper()
	s.disk.Crash()
	w, err := s.disk.Open().Lead(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	s.mu.Lock()
	s.leases, s.events = map[string]time.Time{}, map[websub.Event]int{}
	public := s.public
	s.mu.Unlock()
	if public == "" {
		public = s.server.URL
	}
	sub, err := websub.Open(s.Context(), websub.Options{
		Store: w, Poller: s, Client: s.fetcher, PublicURL: public, Now: s.clock,
		Log: slog.New(slog.NewTextHandler(&s.log, nil)),
		Observe: func(e websub.Event) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.events[e]++
		},
	})
	if err != nil {
		s.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sub = sub
}

func (s *stand) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *stand) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// Offers, Leased and Pushed make the stand a websub.Poller.
func (s *stand) Offers(context.Context) ([]feed.Offer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.offers), nil
}

func (s *stand) Leased(source string, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leases[source] = until
}

func (s *stand) Pushed(_ context.Context, source string) error {
	s.handed <- source
	return nil
}

// offer changes what the source offers; no hub: nothing.
func (s *stand) offer(topic string, hubs ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offers = nil
	if len(hubs) > 0 {
		s.offers = []feed.Offer{{Source: source, Topic: topic, Hubs: hubs}}
	}
}

// tick has the Subscriber do what is due, and the hub make sure of it.
func (s *stand) tick() {
	s.Helper()
	if err := s.sub.Tick(s.Context()); err != nil {
		s.Fatal(err)
	}
	s.hub.Settle()
}

// after lets time pass and ticks.
func (s *stand) after(d time.Duration) {
	s.Helper()
	s.pass(d)
	s.tick()
}

// subscribe returns the subscription that the hub holds then.
func (s *stand) subscribe() feedtest.HubRequest {
	s.Helper()
	s.tick()
	held := s.hub.Held()
	if len(held) != 1 {
		s.Fatalf("the hub holds %d subscriptions, want one", len(held))
	}
	return held[0]
}

// expectRequests checks the modes of the requests to a hub.
func (s *stand) expectRequests(h *feedtest.Hub, want ...string) {
	s.Helper()
	got := []string{}
	for _, r := range h.Requests() {
		got = append(got, r.Mode)
	}
	if !slices.Equal(got, append([]string{}, want...)) {
		s.Errorf("requests %q, want %q", got, want)
	}
}

// expectLease checks how long from now the poller was told that there is a lease;
// 0: it was told that there is none.
func (s *stand) expectLease(want time.Duration) {
	s.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	got := s.leases[source].Sub(s.now)
	if want == 0 && got > 0 || want > 0 && got != want {
		s.Errorf("the lease ends in %v, want %v", got, want)
	}
}

func (s *stand) expectEvents(e websub.Event, want int) {
	s.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := s.events[e]; got != want {
		s.Errorf("%d times %q, want %d", got, e, want)
	}
}

// expectHanded has Run work and checks what it hands on.
func (s *stand) expectHanded(want ...string) {
	s.Helper()
	ctx, stop := context.WithCancel(s.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.sub.Run(ctx)
	}()
	for _, w := range want {
		select {
		case got := <-s.handed:
			if got != w {
				s.Errorf("%q was handed on, want %q", got, w)
			}
		case <-time.After(30 * time.Second):
			s.Errorf("nothing was handed on, want %q", w)
		}
	}
	stop()
	<-done
	select {
	case got := <-s.handed:
		s.Errorf("%q was handed on, want no more than %q", got, want)
	default:
	}
}

// ask puts a question to a callback as a hub, and returns the answer.
func (s *stand) ask(callback string, query ...string) feedtest.HubAnswer {
	s.Helper()
	values := make(map[string][]string)
	for _, q := range query {
		name, value, _ := strings.Cut(q, "=")
		values["hub."+name] = []string{value}
	}
	return s.hub.Ask(callback, values)
}

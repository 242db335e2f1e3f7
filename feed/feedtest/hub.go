package feedtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// A HubKind is a way for a hub to misbehave.
type HubKind string

// The kinds of faults of a hub.
const (
	HubFails      HubKind = "hub fails"       // answers requests with Status (0: 503), and makes sure of nothing
	HubSilent     HubKind = "hub silent"      // takes requests and makes sure of nothing
	HubDenies     HubKind = "hub denies"      // takes requests, and denies the subscription then
	HubHurries    HubKind = "hub hurries"     // makes sure before it answers the request
	HubRedirects  HubKind = "hub redirects"   // sends requests on to Location, with Status (0: 307)
	WrongTopic    HubKind = "wrong topic"     // makes sure of another topic than it was asked for
	WrongMode     HubKind = "wrong mode"      // makes sure of the opposite of what it was asked for
	NoLease       HubKind = "no lease"        // does not say how long it pushes, as hubs of old
	WrongSecret   HubKind = "wrong secret"    // signs pushes with another secret
	NoSignature   HubKind = "no signature"    // does not sign pushes
	OddSignature  HubKind = "odd signature"   // signs them by a method that nobody knows
	ShortPush     HubKind = "short push"      // sends less of a push than it says
	HubDownMidway HubKind = "hub down midway" // makes sure, and fails the request all the same
)

// A HubFault is what a hub does wrong. The zero HubFault is nothing.
type HubFault struct {
	Kind       HubKind
	Status     int
	RetryAfter string // of HubFails: the header as it is sent; empty: none
	Location   string // of HubRedirects
}

// makesSureLater says whether the hub asks the subscriber after it has answered.
func (f HubFault) makesSureLater() bool {
	switch f.Kind {
	case HubFails, HubRedirects, HubSilent, HubHurries, HubDownMidway:
		return false
	}
	return true
}

// A Hub takes WebSub subscriptions, makes sure of them and pushes. All methods may be
// called at any time from any goroutine, but for Start and Close.
type Hub struct {
	Lease  time.Duration // that it grants; 0: what it is asked for
	Method string        // that it signs with; empty: sha256

	server *http.Server
	served chan struct{}
	url    string

	mu       sync.Mutex
	fault    HubFault
	requests []HubRequest
	answers  []HubAnswer
	held     map[string]HubRequest // by callback
	pending  int                   // makings sure
	changed  chan struct{}         // closed at the next of all these
}

// A HubRequest is one that a hub was sent.
type HubRequest struct {
	Mode, Topic, Callback, Secret string
	Lease                         time.Duration // asked for; 0: it does not say
	Header                        http.Header
}

// A HubAnswer is what a subscriber said to a question of the hub.
type HubAnswer struct {
	Mode   string // that was asked about
	Status int    // 0: there was no answer
	Agreed bool   // the answer was a success that repeats the challenge
	Header http.Header
}

// NewHub returns a Hub without subscriptions.
func NewHub() *Hub {
	return &Hub{held: make(map[string]HubRequest), changed: make(chan struct{})}
}

// Start serves on an address, as "127.0.0.1:0", and returns the hub's own.
func (h *Hub) Start(address string) (string, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", fmt.Errorf("start the hub: %w", err)
	}
	h.url = "http://" + listener.Addr().String() + "/hub"
	h.server = &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	h.served = make(chan struct{})
	go func() {
		defer close(h.served)
		_ = h.server.Serve(listener) // ends with ErrServerClosed, by Close
	}()
	return h.url, nil
}

// URL returns the address of a started Hub.
func (h *Hub) URL() string { return h.url }

// Close ends the server, and waits for it and for what the hub is making sure of.
func (h *Hub) Close() error {
	if h.server == nil {
		return nil
	}
	err := h.server.Close()
	<-h.served
	h.Settle()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Misbehave sets what goes wrong from now on; the zero HubFault ends it.
func (h *Hub) Misbehave(f HubFault) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fault = f
}

// Requests returns those received, oldest first.
func (h *Hub) Requests() []HubRequest {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]HubRequest(nil), h.requests...)
}

// Answers returns what subscribers said, oldest first.
func (h *Hub) Answers() []HubAnswer {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]HubAnswer(nil), h.answers...)
}

// Held returns the subscriptions that hold.
func (h *Hub) Held() []HubRequest {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []HubRequest
	for _, r := range h.held {
		all = append(all, r)
	}
	return all
}

// AwaitHeld waits until n subscriptions hold.
func (h *Hub) AwaitHeld(ctx context.Context, n int) error {
	if err := h.await(ctx, func() bool { return len(h.held) == n }); err != nil {
		return fmt.Errorf("the hub holds %d subscriptions, want %d: %w", len(h.Held()), n, err)
	}
	return nil
}

// Settle waits until the hub has made sure of all that it was asked.
func (h *Hub) Settle() {
	_ = h.await(context.Background(), func() bool { return h.pending == 0 }) // never ends early
}

// await waits until something holds, which is looked at with mu held.
func (h *Hub) await(ctx context.Context, holds func() bool) error {
	for {
		h.mu.Lock()
		done, changed := holds(), h.changed
		h.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

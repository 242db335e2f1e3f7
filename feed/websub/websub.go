// Package websub subscribes to the hubs that feeds name, so that changes are pushed
// and not waited for (W3C WebSub, https://www.w3.org/TR/websub/). It needs an address
// under which hubs reach this program.
//
// A Subscriber asks a hub for each source that offers one. The hub makes sure that we
// did, and promises for the time of a lease to push what changes: it posts to a
// callback, an address that nobody else knows and of which each subscription has its
// own, signed with a secret. All that a push does is to have the Poller ask the
// source (see feed.Poller.Pushed), so what is posted is hashed and not kept. A renewal
// keeps callback and secret: with another callback it would be another subscription,
// and all would be pushed twice until the old lease ends.
//
// Nothing depends on a hub. The poller is told how long leases last, asks less often
// only while one does and its hub proves reliable, and never stops asking. Where a hub
// refuses, is down, does not confirm, or is named no more, the source is polled as any
// other, and the hub is asked again after a wait that doubles.
//
// Before a request is made it is stored what is asked for and when it would be asked
// again; before a hub's question is answered, what is promised. So neither a crash nor
// a loop of crashes makes us forget a promise or bother a hub.
//
// Keys in the store:
//
//	"websub", id   a subscription, by the end of its callback (record.go)
package websub

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// Path is where callbacks are, below the public address.
const Path = "/websub/"

// A Poller asks sources. *feed.Poller is one, whose methods say more.
type Poller interface {
	Offers(ctx context.Context) ([]feed.Offer, error)
	Leased(source string, until time.Time)
	Pushed(ctx context.Context, source string) error
}

// A Client posts forms to hubs; *fetch.Fetcher is one. It is called from many
// goroutines. The error is a *feed.FetchError where the hub is to blame.
type Client interface {
	Post(ctx context.Context, address string, form url.Values) error
}

// Options are what a Subscriber is made of.
type Options struct {
	Store     store.Writer
	Poller    Poller
	Client    Client
	PublicURL string           // under which hubs reach ServeHTTP, with or without a slash at its end
	Log       *slog.Logger     // nil: slog.Default
	Now       func() time.Time // nil: time.Now
	Observe   func(Event)      // called at each event, from many goroutines; may be nil
}

// An Event is something that happened, for metrics.
type Event string

// What may happen.
const (
	Asked       Event = "asked"       // a hub was sent a request, and took it
	Confirmed   Event = "confirmed"   // a hub made sure of a subscription, or of its end
	Unconfirmed Event = "unconfirmed" // it took a request and did not make sure in time
	Refused     Event = "refused"     // it refused a request, or denied a subscription
	Unreachable Event = "unreachable" // it gave no answer, or was too busy
	NotAsked    Event = "not asked"   // it wanted something confirmed that we do not want
	Pushed      Event = "pushed"      // a change was pushed
	Forged      Event = "forged"      // something was pushed without a good signature, and ignored
	Unreadable  Event = "unreadable"  // a push was too large or was cut short
	Crowded     Event = "crowded"     // a hub pushed too much at once
)

// A Subscriber holds the subscriptions. Its methods may be called from any goroutine.
type Subscriber struct {
	opts Options
	base string // of callbacks

	writing sync.Mutex // held by the one who changes a subscription and stores it

	mu      sync.Mutex
	byID    map[string]subscription
	pushing map[string]int       // posts on their way, by id
	asked   map[string]time.Time // when a hub was last asked for a source
	waiting map[string]bool      // sources with a push to hand on
	wake    chan struct{}        // tells Run that there are some
}

// Open returns the Subscriber with what is stored, and tells the Poller of the leases
// that last.
func Open(ctx context.Context, o Options) (*Subscriber, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Subscriber{
		opts: o, base: strings.TrimSuffix(o.PublicURL, "/") + Path,
		byID: make(map[string]subscription), pushing: make(map[string]int), asked: make(map[string]time.Time),
		waiting: make(map[string]bool), wake: make(chan struct{}, 1),
	}
	err := store.Walk(ctx, o.Store, prefix(), func(e store.Entry) error {
		sub, err := decode(e.Value)
		if err != nil {
			return err
		}
		s.byID[sub.ID] = sub
		s.asked[sub.Source] = latest(s.asked[sub.Source], sub.Asked)
		if !sub.Ending && sub.base() == s.base {
			o.Poller.Leased(sub.Source, sub.Until)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open the subscriptions at hubs: %w", err)
	}
	return s, nil
}

// Run hands pushes on to the Poller until ctx ends.
func (s *Subscriber) Run(ctx context.Context) {
	for {
		select {
		case <-s.wake:
		case <-ctx.Done():
			return
		}
		s.mu.Lock()
		sources := s.waiting
		s.waiting = make(map[string]bool)
		s.mu.Unlock()
		for source := range sources {
			if err := s.opts.Poller.Pushed(ctx, source); err != nil && ctx.Err() == nil {
				s.opts.Log.Error("poll what was pushed", "source", feed.ShownURL(source), "error", err)
			}
		}
	}
}

func (s *Subscriber) observe(e Event) {
	if s.opts.Observe != nil {
		s.opts.Observe(e)
	}
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

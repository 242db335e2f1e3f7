package websub

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// A subscription is what a hub was asked for.
type subscription struct {
	ID       string // the end of its callback; whoever knows it may speak for the hub
	Callback string
	Secret   string // that the hub signs with
	Source   string // the identity of the source
	Hub      string
	Topic    string    // under which the hub knows the source
	Ending   bool      // it is wanted no more, and the hub is to be told so
	Asked    time.Time // when the hub was last asked; zero: it has not been
	Open     bool      // and has not made sure of that since
	Sure     time.Time // when it last did
	Until    time.Time // the end of the lease; zero: there is none
	Next     time.Time // when the hub is to be asked again
	Failures int       // in a row
	Down     bool      // the last of them was that the hub gave no answer, or was too busy
}

func (sub *subscription) base() string { return strings.TrimSuffix(sub.Callback, sub.ID) }

func (sub *subscription) isLive(now time.Time) bool { return sub.Until.After(now) }

// fits says whether the subscription is what an offer calls for.
func (s *Subscriber) fits(sub *subscription, o feed.Offer) bool {
	if sub.base() != s.base || sub.Topic != o.Topic {
		return false
	}
	for _, hub := range o.Hubs {
		if hub == sub.Hub {
			return true
		}
	}
	return false
}

// draft returns a subscription that is yet to be asked for.
func (s *Subscriber) draft(o feed.Offer, hub string, next time.Time) subscription {
	id := random()
	return subscription{ID: id, Callback: s.base + id, Secret: random(), Source: o.Source, Hub: hub, Topic: o.Topic, Next: next}
}

// random returns 43 characters that nobody can guess, all of them fit for an address.
func random() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// errNone says that there is no such subscription, or nothing to do with it.
var errNone = errors.New("no such subscription")

// change stores what do makes of a subscription, and then has it so; where do returns
// false nothing is changed, and the error is errNone. When the outcome is unknown it
// is as it was, and what is stored next overwrites what may have been.
func (s *Subscriber) change(ctx context.Context, id string, do func(*subscription) bool) (subscription, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	sub, ok := s.find(id)
	if !ok || !do(&sub) {
		return sub, errNone
	}
	value, err := encode(sub)
	if err != nil {
		return sub, err
	}
	if err := s.opts.Store.Apply(ctx, []store.Op{store.Set(key(id), value)}); err != nil {
		return sub, fmt.Errorf("store the subscription of %s: %w", feed.ShownURL(sub.Source), err)
	}
	s.mu.Lock()
	s.byID[id] = sub
	s.asked[sub.Source] = latest(s.asked[sub.Source], sub.Asked)
	s.mu.Unlock()
	s.tellLease(sub)
	return sub, nil
}

// remove forgets a subscription.
func (s *Subscriber) remove(ctx context.Context, sub subscription) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.opts.Store.Apply(ctx, []store.Op{store.Delete(key(sub.ID))}); err != nil {
		return fmt.Errorf("remove the subscription of %s: %w", feed.ShownURL(sub.Source), err)
	}
	s.mu.Lock()
	delete(s.byID, sub.ID)
	s.mu.Unlock()
	sub.Until = time.Time{}
	s.tellLease(sub)
	return nil
}

// tellLease tells the Poller of the lease of a source, unless another subscription
// has taken the place of this one.
func (s *Subscriber) tellLease(sub subscription) {
	if sub.Ending {
		return
	}
	s.opts.Poller.Leased(sub.Source, sub.Until)
}

func (s *Subscriber) find(id string) (subscription, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub, ok := s.byID[id]
	return sub, ok
}

func (s *Subscriber) all() []subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]subscription, 0, len(s.byID))
	for _, sub := range s.byID {
		all = append(all, sub)
	}
	return all
}

// Leases returns how many sources have a hub that pushes their changes.
func (s *Subscriber) Leases() int {
	now, n := s.opts.Now(), 0
	for _, sub := range s.all() {
		if !sub.Ending && sub.isLive(now) {
			n++
		}
	}
	return n
}

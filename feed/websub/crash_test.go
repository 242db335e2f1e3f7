package websub_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newsbot/feed/websub"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// Whatever commits are lost and whenever the process dies, in the end there is one
// subscription, or none, as the source offers, and nothing else is kept.
func TestCrashesLeaveOneSubscription(t *testing.T) {
	for seed := range uint64(20) {
		s := newStand(t)
		s.hub.Lease = 3 * time.Hour
		random := rand.New(rand.NewPCG(seed, 0))
		s.disk.Decide(func(int, []store.Op) storetest.Fate {
			if random.IntN(4) > 0 {
				return storetest.Applied
			}
			return storetest.Fate(random.IntN(int(storetest.CrashAfter) + 1))
		})
		other := hub(t)
		other.Lease = 3 * time.Hour
		for range 60 {
			switch random.IntN(4) {
			case 0:
				s.offer(topic, s.hub.URL(), other.URL())
			case 1:
				s.offer(topic, other.URL())
			case 2:
				s.offer(topic)
			}
			if err := s.sub.Tick(s.Context()); err != nil {
				s.open()
			}
			s.hub.Settle()
			other.Settle()
			s.pass(time.Duration(random.IntN(60)) * time.Minute)
		}
		s.disk.Decide(nil)
		s.open()
		s.offer(topic, s.hub.URL())
		for range 50 { // longer than any wait of a hub that is well
			s.after(time.Hour)
			other.Settle()
		}
		if got := s.sub.Leases(); got != 1 || s.disk.Len() != 1 {
			t.Errorf("seed %d: %d leases, %d kept; want one of each", seed, got, s.disk.Len())
		}
		live := 0
		for _, r := range s.hub.Held() {
			if s.hub.PushTo(r, []byte("x")) == 202 {
				live++
			}
		}
		if live != 1 {
			t.Errorf("seed %d: pushes are taken for %d subscriptions, want 1", seed, live)
		}
		s.offer(topic)
		for range 10 {
			s.after(time.Hour)
		}
		if s.disk.Len() != 0 {
			t.Errorf("seed %d: %d are kept although nothing is offered", seed, s.disk.Len())
		}
	}
}

func TestADamagedRecordIsAnErrorWithoutTheSecret(t *testing.T) {
	s := newStand(t)
	s.subscribe()
	s.disk.Crash()
	w, err := s.disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page, err := w.Scan(t.Context(), nil, nil, 10)
	if err != nil || len(page) != 1 {
		t.Fatalf("%d records, %v; want one", len(page), err)
	}
	secret := s.hub.Requests()[0].Secret
	for name, value := range map[string][]byte{
		"cut":              page[0].Value[:len(page[0].Value)/2],
		"empty":            nil,
		"no JSON":          []byte(secret),
		"of another shape": []byte(`["` + secret + `"]`),
		"of the future":    bytes.Replace(page[0].Value, []byte(`"v":1`), []byte(`"v":9`), 1),
	} {
		if err := w.Apply(t.Context(), []store.Op{store.Set(page[0].Key, value)}); err != nil {
			t.Fatal(err)
		}
		_, err := websub.Open(t.Context(), websub.Options{Store: w, Poller: s, Client: s.fetcher, PublicURL: s.server.URL})
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("a record that is %s: error %v, want one without the secret", name, err)
		}
	}
}

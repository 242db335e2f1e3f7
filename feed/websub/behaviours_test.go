package websub_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/websub"
)

const day = 24 * time.Hour

type behaviour struct {
	name string
	run  func(*stand)
}

func checkBehaviours(t *testing.T, all []behaviour) {
	t.Helper()
	for _, b := range all {
		t.Run("42 "+b.name, func(t *testing.T) { b.run(newStand(t)) })
	}
}

func TestBehavioursOfSubscribing(t *testing.T) {
	checkBehaviours(t, []behaviour{
		{"a request names topic, callback, lease and a secret", func(s *stand) {
			s.subscribe()
			r := s.hub.Requests()[0]
			if r.Mode != "subscribe" || r.Topic != topic || r.Lease != 10*day {
				s.Errorf("mode %q, topic %q, lease %v; want subscribe, %q, ten days", r.Mode, r.Topic, r.Lease, topic)
			}
			if got := r.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
				s.Errorf("content type %q, want that of a form", got)
			}
			id, ok := strings.CutPrefix(r.Callback, s.server.URL+websub.Path)
			if !ok || len(id) < 32 || len(r.Secret) < 32 || len(r.Secret) >= 200 || r.Secret == id {
				s.Errorf("callback %q, a secret of %d bytes; want both too long to guess, the secret under 200", r.Callback, len(r.Secret))
			}
		}},
		{"each subscription has a callback and a secret of its own", func(s *stand) {
			s.offers = append(s.offers, feed.Offer{Source: source + "2", Topic: topic, Hubs: []string{s.hub.URL()}})
			s.tick()
			r := s.hub.Requests()
			if len(r) != 2 || r[0].Callback == r[1].Callback || r[0].Secret == r[1].Secret {
				s.Errorf("%d requests, the same callback or secret; want two", len(r))
			}
		}},
		{"the lease is what the hub grants", func(s *stand) {
			s.hub.Lease = 6 * time.Hour
			s.subscribe()
			s.expectLease(6 * time.Hour)
			if got := s.sub.Leases(); got != 1 {
				s.Errorf("%d leases, want 1", got)
			}
		}},
		{"a hub of old that does not say grants what was asked", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.NoLease})
			s.subscribe()
			s.expectLease(10 * day)
		}},
		{"a hub that grants a century is asked anew in a month", func(s *stand) {
			s.hub.Lease = 100 * 365 * day
			s.subscribe()
			s.expectLease(30 * day)
		}},
		{"a hub that makes sure before it answers is answered", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubHurries})
			s.subscribe()
			s.expectLease(10 * day)
			s.after(time.Hour)
			s.expectRequests(s.hub, "subscribe")
		}},
		{"a hub that makes sure and fails the request all the same is believed", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubDownMidway})
			s.subscribe()
			s.expectLease(10 * day)
			s.after(time.Hour)
			s.expectRequests(s.hub, "subscribe")
		}},
		{"a hub that sends on to another is followed", func(s *stand) {
			other := hub(s.T)
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubRedirects, Location: other.URL()})
			s.tick()
			other.Settle()
			if len(other.Held()) != 1 {
				s.Error("the other hub holds nothing, want the subscription")
			}
			s.expectLease(10 * day)
		}},
		{"the lease is renewed before it ends, with the same callback and secret", func(s *stand) {
			s.hub.Lease = 3 * day
			first := s.subscribe()
			s.after(2*day - time.Minute)
			s.expectRequests(s.hub, "subscribe")
			s.after(2 * time.Minute)
			s.expectRequests(s.hub, "subscribe", "subscribe")
			s.expectLease(3 * day)
			if again := s.subscribe(); again.Callback != first.Callback || again.Secret != first.Secret {
				s.Error("another callback or secret, want a renewal")
			}
		}},
		{"a lease of seconds does not make us ask every few seconds", func(s *stand) {
			s.hub.Lease = time.Second
			s.tick()
			for range 60 {
				s.after(time.Minute)
			}
			if got := len(s.hub.Requests()); got > 7 {
				s.Errorf("%d requests within an hour, want 7 at most", got)
			}
		}},
		{"a restart keeps lease, callback and secret and asks nothing", func(s *stand) {
			first := s.subscribe()
			for range 10 {
				s.open()
				s.expectLease(10 * day)
				s.after(time.Minute)
				s.pass(-time.Minute)
			}
			s.expectRequests(s.hub, "subscribe")
			if got := s.hub.PushTo(first, []byte("x")); got/100 != 2 {
				s.Errorf("a push is answered with %d, want a success", got)
			}
			s.expectHanded(source)
		}},
		{"a loop of crashes asks a hub once", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			for range 10 {
				s.tick()
				s.open()
				s.pass(time.Second)
			}
			s.expectRequests(s.hub, "subscribe")
		}},
		{"a source that nobody offers any more is unsubscribed", func(s *stand) {
			s.subscribe()
			s.offer(topic)
			s.tick()
			s.expectRequests(s.hub, "subscribe", "unsubscribe")
			s.expectLease(0)
			if held := len(s.hub.Held()); held != 0 || s.disk.Len() != 0 {
				s.Errorf("the hub holds %d subscriptions, and we %d; want none", held, s.disk.Len())
			}
		}},
		{"another hub takes the place of the first, which is told", func(s *stand) {
			s.subscribe()
			other := hub(s.T)
			s.offer(topic, other.URL())
			s.tick()
			s.expectRequests(s.hub, "subscribe", "unsubscribe")
			s.expectLease(0)
			s.tick()
			s.expectRequests(other) // not at once
			s.after(10 * time.Minute)
			other.Settle()
			s.expectRequests(other, "subscribe")
			s.expectLease(10 * day)
		}},
		{"another hub is not asked at once after a restart, either", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			s.tick()
			other := hub(s.T)
			s.open()
			s.offer(topic, other.URL())
			s.tick()
			s.tick()
			s.expectRequests(other)
		}},
		{"another topic at the same hub is another subscription", func(s *stand) {
			first := s.subscribe()
			s.offer(topic+"2", s.hub.URL())
			s.tick()
			s.after(10 * time.Minute)
			held := s.hub.Held()
			if len(held) != 1 || held[0].Topic != topic+"2" || held[0].Callback == first.Callback {
				s.Errorf("the hub holds %v, want the new topic alone", held)
			}
		}},
		{"a feed that names another hub each time makes few requests", func(s *stand) {
			for i := range 60 {
				s.offer(topic, fmt.Sprintf("%s?%d", s.hub.URL(), i))
				s.after(time.Minute)
			}
			if got := len(s.hub.Requests()); got > 14 {
				s.Errorf("%d requests in an hour, want 14 at most: two in ten minutes", got)
			}
			if got := s.disk.Len(); got > 3 {
				s.Errorf("%d subscriptions are kept, want 3 at most", got)
			}
		}},
		{"under another public address all is subscribed anew", func(s *stand) {
			s.subscribe()
			s.public = s.server.URL + "/bot/"
			s.open()
			s.expectLease(0)
			s.after(10 * time.Minute)
			r := s.hub.Requests()
			if len(r) != 2 || !strings.HasPrefix(r[1].Callback, s.server.URL+"/bot/websub/") {
				s.Errorf("%d requests, want another one with the new address", len(r))
			}
			s.expectLease(10 * day)
		}},
	})
}

func TestBehavioursOfABadHub(t *testing.T) {
	checkBehaviours(t, []behaviour{
		{"a hub that is down is asked after 10, 20, 40 minutes, two hours at most", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails})
			var asked []int
			for minute := range 10 * 60 {
				before := len(s.hub.Requests())
				s.tick()
				if len(s.hub.Requests()) > before {
					asked = append(asked, minute)
				}
				s.pass(time.Minute)
			}
			if got, want := fmt.Sprint(asked), "[0 10 30 70 150 270 390 510]"; got != want {
				s.Errorf("asked at minutes %v, want %v", got, want)
			}
			s.expectLease(0)
			s.hub.Misbehave(feedtest.HubFault{})
			s.after(2 * time.Hour)
			s.expectLease(10 * day)
		}},
		{"a hub that is down is asked for one of its subscriptions only", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails})
			for i := range 50 {
				s.offers = append(s.offers, feed.Offer{Source: fmt.Sprint(source, i), Topic: topic, Hubs: []string{s.hub.URL()}})
			}
			for range 60 {
				s.tick()
				s.pass(time.Minute)
			}
			if got := len(s.hub.Requests()); got != 3 {
				s.Errorf("%d requests within an hour, want 3", got)
			}
			s.open() // also over a restart
			s.tick()
			s.expectRequests(s.hub, "subscribe", "subscribe", "subscribe")
			s.hub.Misbehave(feedtest.HubFault{})
			s.after(2 * time.Hour)
			if got := s.sub.Leases(); got != 51 {
				s.Errorf("%d leases after it is up again, want 51", got)
			}
		}},
		{"a hub that says when to come back is obeyed", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails, Status: 429, RetryAfter: "18000"})
			s.tick()
			s.after(5*time.Hour - time.Minute)
			s.expectRequests(s.hub, "subscribe")
			s.after(2 * time.Minute)
			s.expectRequests(s.hub, "subscribe", "subscribe")
		}},
		{"a hub that refuses is asked a day later, and then two", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails, Status: 400})
			s.tick()
			s.expectEvents(websub.Refused, 1)
			s.after(day - time.Minute)
			s.expectRequests(s.hub, "subscribe")
			s.after(2 * time.Minute)
			s.expectRequests(s.hub, "subscribe", "subscribe")
			s.after(2*day - time.Minute)
			s.expectRequests(s.hub, "subscribe", "subscribe")
			s.expectLease(0)
		}},
		{"a hub that denies is asked a day later", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubDenies})
			s.tick()
			if a := s.hub.Answers()[0]; a.Status != http.StatusOK {
				s.Errorf("the denial is answered with %d, want 200", a.Status)
			}
			s.after(day - time.Minute)
			s.expectRequests(s.hub, "subscribe")
			s.hub.Misbehave(feedtest.HubFault{})
			s.after(2 * time.Minute)
			s.expectLease(10 * day)
		}},
		{"a hub may deny at any time what it has promised", func(s *stand) {
			r := s.subscribe()
			s.after(time.Hour)
			s.ask(r.Callback, "mode=denied", "topic="+topic)
			s.expectLease(0)
			applies := s.disk.Applies()
			for range 20 {
				s.ask(r.Callback, "mode=denied", "topic="+topic)
			}
			if got := s.disk.Applies() - applies; got != 0 {
				s.Errorf("saying so again is stored %d times, want none", got)
			}
		}},
		{"a hub that never makes sure is asked an hour later, and then two", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			s.tick()
			s.after(59 * time.Minute)
			s.expectRequests(s.hub, "subscribe")
			s.after(2 * time.Minute)
			s.expectRequests(s.hub, "subscribe", "subscribe")
			s.expectEvents(websub.Unconfirmed, 1)
			s.after(119 * time.Minute)
			s.expectRequests(s.hub, "subscribe", "subscribe")
			s.expectLease(0)
		}},
		{"the next hub is tried where one fails", func(s *stand) {
			other := hub(s.T)
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails})
			s.offer(topic, s.hub.URL(), other.URL())
			s.tick()
			s.expectRequests(other)
			s.after(10 * time.Minute)
			other.Settle()
			s.expectRequests(other, "subscribe")
			s.expectRequests(s.hub, "subscribe")
			s.expectLease(10 * day)
			if a, b := s.hub.Requests()[0], other.Requests()[0]; a.Callback == b.Callback || a.Secret == b.Secret {
				s.Error("two hubs know one callback or secret, want one each")
			}
		}},
		{"a renewal that fails leaves the lease until it ends", func(s *stand) {
			s.hub.Lease = 3 * day
			s.subscribe()
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails})
			s.after(2 * day)
			s.expectLease(day)
			s.hub.Misbehave(feedtest.HubFault{})
			s.after(10 * time.Minute)
			s.expectLease(3 * day)
		}},
		{"a hub that cannot be told that it is over is told three times", func(s *stand) {
			s.subscribe()
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubFails})
			s.offer(topic)
			for range 24 {
				s.tick()
				s.pass(time.Hour)
			}
			s.expectRequests(s.hub, "subscribe", "unsubscribe", "unsubscribe", "unsubscribe")
			if got := s.disk.Len(); got != 0 {
				s.Errorf("%d subscriptions are kept, want none", got)
			}
		}},
		{"a private address is no hub", func(s *stand) {
			s.fetcher.Close()
			s.useSafeFetcher()
			s.tick()
			s.expectRequests(s.hub)
			s.expectEvents(websub.Unreachable, 1)
		}},
		{"neither callback nor secret is ever logged", func(s *stand) {
			for _, f := range []feedtest.HubFault{{}, {Kind: feedtest.HubFails}, {Kind: feedtest.HubFails, Status: 403}, {Kind: feedtest.HubDenies}, {Kind: feedtest.HubSilent},
				{Kind: feedtest.HubRedirects, Location: "http://127.0.0.1:1/"}, {Kind: feedtest.HubRedirects, Status: 302, Location: "/"}} {
				s.hub.Misbehave(f)
				s.after(8 * day)
			}
			if s.log.Len() == 0 {
				s.Fatal("nothing is logged")
			}
			for _, r := range s.hub.Requests() {
				id := r.Callback[strings.LastIndexByte(r.Callback, '/')+1:]
				if strings.Contains(s.log.String(), id) || r.Secret != "" && strings.Contains(s.log.String(), r.Secret) {
					s.Error("the log holds a callback or a secret")
				}
			}
		}},
	})
}

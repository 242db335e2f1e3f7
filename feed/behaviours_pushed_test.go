package feed_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// What the poller makes of what a hub promises and pushes; package websub has the
// talk with the hub.
func TestBehavioursOfPushes(t *testing.T) {
	const second, minute, hour, day = time.Second, time.Minute, time.Hour, 24 * time.Hour
	checkBehaviours(t, []behaviour{
		{42, "a push is followed at once, whatever the wait", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{CacheFor: hour})
			s.lease(10 * day)
			s.pass(10 * minute)
			s.pushed("Title b", 1)
			s.expectCount(page, 3)
		}},
		{42, "a source that is pushed reliably is asked less often, and every six hours at least", func(s *stand) {
			s.prove()
			s.expectWait(80*minute, 1.1)
			s.sources[0].Every = hour
			s.open()
			s.poller.Leased(s.sources[0].URL, s.clock().Add(10*day))
			s.next()
			s.expectWait(6*hour, 2)
		}},
		{42, "a source that the operator has asked once in two days is asked as often", func(s *stand) {
			s.sources[0].Every = 48 * hour
			s.prove()
			s.expectWait(48*hour, 1.1)
		}},
		{42, "a promise alone changes nothing: the hub has to prove itself", func(s *stand) {
			s.lease(10 * day)
			s.next()
			s.expectWait(5*minute, 1.1)
			s.origin.Publish(page, item(1))
			s.nextAlerts("Title b") // as ever, and the hub did not say so
			s.expectWait(5*minute, 3)
		}},
		{42, "a hub that keeps a story to itself is relied on no more, until it tells of one", func(s *stand) {
			s.prove()
			s.origin.Publish(page, item(2))
			s.nextAlerts("Title c")
			s.expectWait(5*minute, 3) // stories are seen to be further apart than they were
			s.pass(2 * minute)
			s.pushed("Title d", 3)
			if got := s.wait(); got < 70*minute {
				s.Errorf("waits %v, want as long as before", got)
			}
		}},
		{42, "a lease that ends has the source asked as any other", func(s *stand) {
			s.prove()
			s.poller.Leased(s.sources[0].URL, s.clock().Add(minute))
			s.pass(2 * minute)
			if got := s.wait(); got > 5*minute {
				s.Errorf("waits %v, want the ordinary 5 minutes at most", got)
			}
			s.next()
			s.expectWait(5*minute, 1.1)
		}},
		{42, "a hub that takes its promise back has the source asked as any other", func(s *stand) {
			s.prove()
			s.pass(20 * minute)
			s.poller.Leased(s.sources[0].URL, time.Time{})
			before := s.origin.Count(page)
			s.tick()
			s.expectCount(page, before+1)
		}},
		{42, "a hub that comes back has to prove itself anew", func(s *stand) {
			s.prove()
			s.poller.Leased(s.sources[0].URL, time.Time{})
			s.next()
			s.poller.Leased(s.sources[0].URL, s.clock().Add(10*day))
			s.next()
			s.expectWait(5*minute, 3)
		}},
		{42, "a hub that is lost does not end a back-off", func(s *stand) {
			s.prove()
			s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Status: 500})
			for range 4 {
				s.next()
			}
			waits := s.wait()
			s.poller.Leased(s.sources[0].URL, time.Time{})
			if got := s.wait(); got != waits || got < 40*minute {
				s.Errorf("waits %v, want %v as before, 40 minutes at least", got, waits)
			}
		}},
		{42, "a restart asks once whether something was pushed meanwhile, and no oftener than ever", func(s *stand) {
			s.prove()
			before := s.origin.Count(page)
			for range 10 {
				s.pass(6 * second)
				s.open()
				s.poller.Leased(s.sources[0].URL, s.clock().Add(10*day))
				s.tick()
			}
			s.expectCount(page, before)
			s.pass(5 * minute)
			s.tick()
			s.expectCount(page, before+1)
			if got := s.wait(); got < 70*minute {
				s.Errorf("waits %v, want to rely on the hub again", got)
			}
		}},
		{42, "a hub that cries wolf makes us ask as often as ever and no oftener", func(s *stand) {
			s.lease(10 * day)
			before := s.origin.Count(page)
			for range 6 * 60 * 60 / 5 {
				s.pass(5 * second)
				s.push()
			}
			if got := s.origin.Count(page) - before; got > 80 {
				s.Errorf("%d requests in 6 hours, want 72 and a few at the beginning", got)
			}
			times := s.origin.Requests(page)
			for i := before; i < len(times); i++ {
				least := minute
				if i == before { // the first push comes right after an ordinary look
					least = 5 * second
				}
				if gap := times[i].At.Sub(times[i-1].At); gap < least {
					s.Errorf("requests %d and %d are %v apart, want %v at least", i, i+1, gap, least)
				}
			}
		}},
		{42, "two stories pushed within a minute are asked for a minute apart", func(s *stand) {
			s.prove()
			s.pass(10 * second)
			s.origin.Publish(page, item(2))
			before := s.origin.Count(page)
			s.push()
			s.expectCount(page, before)
			s.pass(49 * second)
			if got := s.tick(); len(got) != 0 {
				s.Errorf("alerts %q before the minute is over", got)
			}
			s.pass(2 * second)
			if got := s.tick(); !slices.Equal(got, []string{"Title c"}) {
				s.Errorf("alerts %q, want the second story", got)
			}
		}},
		{42, "a push that comes before the origin's own caches know is followed twice", func(s *stand) {
			s.lease(10 * day)
			s.pass(10 * minute)
			s.push()
			before := s.origin.Count(page)
			s.origin.Publish(page, item(1))
			s.pass(2*minute + second)
			if got := s.tick(); !slices.Equal(got, []string{"Title b"}) {
				s.Errorf("alerts %q, want the story that was pushed", got)
			}
			s.pass(2 * minute)
			s.tick()
			s.expectCount(page, before+1)
			if got := s.wait(); got < 70*minute {
				s.Errorf("waits %v, want to rely on the hub", got)
			}
		}},
		{42, "a push does not end a back-off", func(s *stand) {
			s.lease(10 * day)
			s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Status: 500, Times: 3})
			s.next()
			s.next()
			s.expectWait(10*minute, 1.1)
			before := s.origin.Count(page)
			for range 9 {
				s.pass(minute)
				s.push()
			}
			s.expectCount(page, before)
		}},
		{42, "a push does not end what a host asked for", func(s *stand) {
			s.public = true
			s.lease(10 * day)
			s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Status: 429, RetryAfter: "3600", Times: 1})
			s.next()
			before := s.origin.Count(page)
			s.pass(50 * minute)
			s.push()
			s.expectCount(page, before)
		}},
		{42, "a push in an hour to skip waits for its end", func(s *stand) {
			s.rss("<skipHours><hour>13</hour></skipHours>", item(0))
			s.lease(10 * day) // at 12
			s.pass(start.Add(70 * minute).Sub(s.clock()))
			before := s.origin.Count(page)
			s.push()
			s.expectCount(page, before)
			s.pass(50 * minute)
			s.tick()
			s.expectCount(page, before+1)
		}},
		{42, "a push for a source that is gone, or unknown, is nothing", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Status: 410})
			s.lease(10 * day)
			before := s.origin.Count(page)
			s.pass(hour)
			s.push()
			s.expectCount(page, before)
			if err := s.poller.Pushed(s.Context(), "https://unknown.example/"); err != nil {
				s.Error(err)
			}
			s.poller.Leased("https://unknown.example/", s.clock())
		}},
		{42, "a push of the first look alerts nobody", func(s *stand) {
			s.open()
			s.push()
			if got := s.tick(); len(got) != 0 || s.archive.Head() != 1 {
				s.Errorf("alerts %q of %d stories, want none of one", got, s.archive.Head())
			}
		}},
	})
}

func TestBehaviour42WhatASourceOffers(t *testing.T) {
	const hub, self = "https://hub.example/", "https://example.org/feed"
	offers := func(s *stand, want string) {
		s.Helper()
		all, err := s.poller.Offers(s.Context())
		if err != nil {
			s.Fatal(err)
		}
		got := ""
		for _, o := range all {
			if o.Source != s.status(0).ID {
				s.Errorf("an offer of %q", o.Source)
			}
			got += o.Topic + " at " + strings.Join(o.Hubs, " ")
		}
		if got != want {
			s.Errorf("offers %q, want %q", got, want)
		}
	}
	checkBehaviours(t, []behaviour{
		{42, "the hubs in the document, over a restart", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Hub: hub, Self: self})
			s.next()
			offers(s, self+" at "+hub)
			s.open()
			offers(s, self+" at "+hub)
		}},
		{42, "the hubs in the headers before those in the document", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Hub: hub, Self: self, Links: []string{"<https://other.example/>; rel=hub, <https://example.org/other>; rel=self"}})
			s.next()
			offers(s, "https://example.org/other at https://other.example/")
		}},
		{42, "hubs of https before others, each once", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Self: self, Links: []string{"<http://hub.example/>; rel=hub, <https://hub.example/>; rel=hub, <http://hub.example/>; rel=hub"}})
			s.next()
			offers(s, self+" at https://hub.example/ http://hub.example/")
		}},
		{42, "no hub without the address under which it knows the feed: ours may hold a key", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Hub: hub})
			s.next()
			offers(s, "")
		}},
		{42, "what is not said with 304 stays as it was, and what is said holds", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Hub: hub, Self: self})
			s.next()
			s.next()
			s.expectOutcomes(feed.Read, feed.NotModified)
			offers(s, self+" at "+hub)
		}},
		{42, "a hub that is named no more is offered no more", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Hub: hub, Self: self})
			s.next()
			s.origin.Configure(page, feedtest.Feed{})
			s.next()
			offers(s, "")
		}},
		{42, "a source that is gone offers nothing", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{Hub: hub, Self: self})
			s.next()
			s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Status: 410})
			s.next()
			offers(s, "")
		}},
		{42, "another hub has to prove itself anew", func(s *stand) {
			s.prove()
			s.origin.Configure(page, feedtest.Feed{Hub: "https://new.example/", Self: self})
			s.next()
			s.expectWait(5*time.Minute, 3)
		}},
	})
}

// lease has the source read, and a hub promise to push its changes for a time.
func (s *stand) lease(d time.Duration) {
	s.Helper()
	s.next()
	s.next()
	s.poller.Leased(s.sources[0].URL, s.clock().Add(d))
}

// push has a hub say that the source has changed, and looks who is due.
func (s *stand) push() {
	s.Helper()
	if err := s.poller.Pushed(s.Context(), s.sources[0].URL); err != nil {
		s.Fatal(err)
	}
	s.poller.Wait()
}

// pushed publishes an item and has the hub say so.
func (s *stand) pushed(want string, n int) {
	s.Helper()
	s.origin.Publish(page, item(n))
	s.push()
	if got := s.tick(); !slices.Equal(got, []string{want}) {
		s.Errorf("alerts %q, want %q at once", got, want)
	}
}

// prove has a hub promise, and push a story.
func (s *stand) prove() {
	s.Helper()
	s.lease(10 * 24 * time.Hour)
	s.pass(2 * time.Minute)
	s.pushed("Title b", 1)
}

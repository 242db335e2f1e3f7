package feed_test

import (
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
)

func TestBehavioursOfRedirects(t *testing.T) {
	const moved = "/moved.xml"
	// polled follows the redirect that is set n times and says where it is asked then.
	polled := func(s *stand, n int) string {
		s.Helper()
		for range n {
			s.next()
		}
		return s.status(0).Address
	}
	stays := func(status int) func(*stand) {
		return func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.moveTo(status, moved)
			if got := polled(s, 6); got != "" {
				s.Errorf("asked at %q, want the configured address", got)
			}
		}
	}
	checkBehaviours(t, []behaviour{
		{9, "a 301 is taken for good after three successes", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.moveTo(301, moved)
			if got := polled(s, 2); got != "" {
				s.Errorf("after two successes it is asked at %q, want the configured address", got)
			}
			if got := polled(s, 1); got != s.origin.URL(moved) {
				s.Errorf("after three it is asked at %q, want %q", got, s.origin.URL(moved))
			}
			s.open() // and this is remembered
			s.origin.Publish(moved, item(1))
			s.nextAlerts("Title b")
			s.expectCount(page, 3)
			s.expectCount(moved, 4)
		}},
		{9, "a chain of 301 and 308 is permanent", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.origin.Misbehave("/between", feedtest.Fault{Kind: feedtest.Redirect, Status: 308, Location: s.origin.URL(moved)})
			s.moveTo(301, "/between")
			if got := polled(s, 3); got != s.origin.URL(moved) {
				s.Errorf("asked at %q, want %q", got, s.origin.URL(moved))
			}
		}},
		{9, "successes must agree", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.origin.Publish("/other.xml", item(0))
			s.moveTo(301, moved)
			polled(s, 2)
			s.moveTo(301, "/other.xml")
			if got := polled(s, 2); got != "" {
				s.Errorf("asked at %q, want the configured address", got)
			}
		}},
		{9, "an address that was found so and fails is given up for the configured one", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.moveTo(301, moved)
			polled(s, 3)
			s.misbehave(feedtest.Fault{})
			s.origin.Misbehave(moved, feedtest.Fault{Kind: feedtest.Fail, Status: 404})
			if got := polled(s, 3); got != "" {
				s.Errorf("asked at %q, want the configured address", got)
			}
			s.origin.Publish(page, item(1))
			s.nextAlerts("Title b")
		}},
		{10, "a 302 is not taken for good", stays(302)},
		{10, "a 303 is not taken for good", stays(303)},
		{10, "a 307 is not taken for good", stays(307)},
		{10, "a mixed chain is not taken for good", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.origin.Misbehave("/between", feedtest.Fault{Kind: feedtest.Redirect, Status: 302, Location: s.origin.URL(moved)})
			s.moveTo(301, "/between")
			if got := polled(s, 6); got != "" {
				s.Errorf("asked at %q, want the configured address", got)
			}
		}},
		{11, "a 301 to a web page is a failure and not taken for good", func(s *stand) {
			s.next()
			s.origin.Set("/login", "text/html", []byte("<!DOCTYPE html><title>Sign in</title><form></form>"))
			s.moveTo(301, "/login")
			if got := polled(s, 5); got != "" || s.status(0).Failures != 5 {
				s.Errorf("asked at %q after %d failures, want the configured address after 5", got, s.status(0).Failures)
			}
		}},
		{12, "a loop is an error", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.Loop})
			s.next()
			if got := s.status(0).LastError; !strings.Contains(got, "more than 10 redirects") {
				s.Errorf("error %q, want one of redirects", got)
			}
			s.expectCount(page, 11)
		}},
		{13, "a source that moves to the address of another is read once", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.sources = append(s.sources, feed.Source{URL: s.origin.URL(moved)})
			s.tick()
			s.moveTo(301, moved)
			for n := range 5 {
				s.origin.Publish(moved, item(n+1))
				s.pass(time.Hour)
				if got := s.tick(); len(got) != 1 {
					s.Errorf("alerts %q, want one", got)
				}
			}
			if got := s.status(0).ReadBy; got != s.origin.URL(moved) {
				s.Errorf("read by %q, want %q", got, s.origin.URL(moved))
			}
			s.expectCount(page, 4)
		}},
		{13, "two sources that each move to the other are both read", func(s *stand) {
			s.origin.Publish(moved, item(0))
			s.sources = append(s.sources, feed.Source{URL: s.origin.URL(moved)})
			s.tick()
			s.moveTo(301, moved)
			for range 4 {
				s.pass(time.Hour)
				s.tick()
			}
			s.misbehave(feedtest.Fault{}) // and the other way round
			s.origin.Misbehave(moved, feedtest.Fault{Kind: feedtest.Redirect, Status: 301, Location: s.origin.URL(page)})
			alerts := 0
			for n := range 5 {
				s.origin.Publish(page, item(n+1))
				s.pass(time.Hour)
				alerts += len(s.tick())
			}
			if alerts < 5 {
				s.Errorf("%d alerts, want all 5", alerts)
			}
		}},
		{14, "credentials are not sent to another host, nor after the move", func(s *stand) {
			other := newStand(s.T)
			s.sources[0].URL = strings.Replace(s.sources[0].URL, "://", "://ann:secret@", 1)
			s.misbehave(feedtest.Fault{Kind: feedtest.Redirect, Status: 301, Location: other.origin.URL(page)})
			polled(s, 5)
			if s.headers(0).Get("Authorization") == "" {
				s.Error("the host that they are for got no credentials")
			}
			for _, r := range other.origin.Requests(page) {
				if got := r.Header.Get("Authorization"); got != "" {
					s.Errorf("another host got %q", got)
				}
			}
			other.expectCount(page, 5)
		}},
		{14, "credentials stay where the move is on one host", func(s *stand) {
			s.sources[0].URL = strings.Replace(s.sources[0].URL, "://", "://ann:secret@", 1)
			s.origin.Publish(moved, item(0))
			s.moveTo(301, moved)
			polled(s, 5)
			for i, r := range s.origin.Requests(moved) {
				if r.Header.Get("Authorization") == "" {
					s.Errorf("request %d has no credentials", i)
				}
			}
			if got := s.status(0).Address; strings.Contains(got, "secret") {
				s.Errorf("the status shows %q", got)
			}
		}},
	})
}

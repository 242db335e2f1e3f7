package feed_test

import (
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func TestBehavioursOfValidators(t *testing.T) {
	const day = 24 * time.Hour
	conditions := func(s *stand, n int) (match, since string) {
		h := s.headers(n)
		return h.Get("If-None-Match"), h.Get("If-Modified-Since")
	}
	expect := func(s *stand, n int, match, since string) {
		s.Helper()
		if m, d := conditions(s, n); m != match || d != since {
			s.Errorf("request %d: If-None-Match %q, If-Modified-Since %q; want %q, %q", n, m, d, match, since)
		}
	}
	validators := func(s *stand) (etag, modified string) {
		resp, err := s.fetcher.Fetch(s.Context(), feed.Request{URL: s.origin.URL(page)})
		if err != nil {
			s.Fatal(err)
		}
		return resp.ETag, resp.LastModified
	}
	checkBehaviours(t, []behaviour{
		{1, "the first GET has no condition", func(s *stand) {
			s.next()
			expect(s, 0, "", "")
		}},
		{2, "the second GET sends both validators byte for byte", func(s *stand) {
			s.next()
			s.next()
			etag, modified := validators(s) // W/"…"
			expect(s, 1, etag, modified)
		}},
		{3, "of an origin with an ETag only, that alone is sent", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.ETagOnly})
			s.next()
			s.next()
			etag, _ := validators(s)
			expect(s, 1, etag, "")
		}},
		{3, "of an origin with Last-Modified only, that alone is sent", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.DateOnly})
			s.next()
			s.next()
			_, modified := validators(s)
			expect(s, 1, "", modified)
			s.expectOutcomes(feed.Read, feed.NotModified)
		}},
		{4, "a date that the origin did not send is never sent", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.NoValidators})
			s.next()
			s.next()
			expect(s, 1, "", "")
		}},
		{5, "a 304 is not parsed, alerts nothing and ends the failures", func(s *stand) {
			s.next()
			s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Times: 3})
			for range 3 {
				s.next()
			}
			s.nextAlerts()
			s.expectOutcomes(feed.Read, feed.Failed, feed.Failed, feed.Failed, feed.NotModified)
			if got := s.status(0); got.Failures != 0 || got.LastError != "" || !got.FailingSince.IsZero() {
				s.Errorf("status %+v, want no failure", got)
			}
		}},
		{5, "the validators in a 304 are kept", func(s *stand) {
			s.next()
			s.misbehave(feedtest.Fault{Kind: feedtest.Always304})
			s.origin.Publish(page, item(1)) // its answer has the new validators and claims that nothing changed
			s.next()
			s.next()
			s.origin.Misbehave(page, feedtest.Fault{})
			etag, modified := validators(s)
			expect(s, 2, etag, modified)
		}},
		{6, "the validators of a body that cannot be parsed are not kept", func(s *stand) {
			s.origin.Set(page, "text/html", []byte("<!DOCTYPE html><p>Closed"))
			s.next()
			s.next()
			expect(s, 1, "", "")
			s.expectOutcomes(feed.Failed, feed.Failed)
		}},
		{6, "the validators of a body that could not be stored are not kept", func(s *stand) {
			s.open()
			s.disk.Decide(func(n int, _ []store.Op) storetest.Fate {
				if n == 2 { // the first is of the next check, before the request
					return storetest.CrashBefore
				}
				return storetest.Applied
			})
			_ = s.poller.Tick(s.Context())
			s.poller.Wait()
			s.pass(day)
			s.open()
			s.tick()
			expect(s, 1, "", "")
			if head := s.archive.Head(); head != 1 {
				s.Errorf("%d stories are stored, want 1", head)
			}
		}},
		{7, "an origin that always says 304 still yields its news within 8 days", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.Stuck304})
			s.next()
			published := s.clock()
			s.origin.Publish(page, item(1))
			for len(s.next()) == 0 {
				if s.clock().Sub(published) > 8*day {
					s.Fatal("no news within 8 days")
				}
			}
			if got := s.origin.Count(page); got < 300 {
				s.Errorf("%d requests, want every one but the last on condition", got)
			}
		}},
		{7, "a newer parser asks for the whole", func(s *stand) {
			s.next()
			s.version++
			s.open()
			s.next()
			expect(s, 1, "", "")
		}},
		{7, "at another address the validators are not sent", func(s *stand) {
			s.origin.Publish("/new.xml", item(0))
			s.moveTo(301, "/new.xml")
			for range 4 {
				s.next()
			}
			last := s.origin.Requests("/new.xml")[3].Header
			if last.Get("If-None-Match") != "" || last.Get("If-Modified-Since") != "" {
				s.Errorf("the first request at the new address has %v, want no condition", last)
			}
			s.expectCount(page, 3)
		}},
		{8, "a 200 with the same ETag and a new body is read", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.SameETag})
			s.next()
			s.origin.Publish(page, item(1))
			s.nextAlerts("Title b")
		}},
		{8, "a 200 with a new ETag and the same body is not parsed", func(s *stand) {
			s.misbehave(feedtest.Fault{Kind: feedtest.NewETag})
			s.next()
			s.nextAlerts()
			s.expectOutcomes(feed.Read, feed.Unchanged)
		}},
	})
}

// What is written for a poll is what has to outlive a crash.
func TestAPollThatBringsNothingIsOneApply(t *testing.T) {
	for _, fault := range []feedtest.Kind{"", feedtest.NoValidators} {
		s := newStand(t)
		s.misbehave(feedtest.Fault{Kind: fault})
		s.next()
		s.next()
		before := s.disk.Applies()
		for range 5 {
			s.next()
		}
		if got := s.disk.Applies() - before; got > 5 {
			t.Errorf("%q: %d Applies for 5 polls, want one each", fault, got)
		}
		s.open() // the restart knows when the next is due
		s.tick()
		s.expectCount(page, 7)
	}
}

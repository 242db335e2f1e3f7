package websub_test

import (
	"bytes"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
	"newsbot/feed/websub"
	"newsbot/subscriptions/store/storetest"
)

// useSafeFetcher starts the process anew with the fetcher of the open web.
func (s *stand) useSafeFetcher() {
	s.Helper()
	s.fetcher = fetch.New(fetch.Options{Now: s.clock})
	s.open()
}

func TestBehavioursOfCallbacks(t *testing.T) {
	const challenge = "challenge=<script>alert(1)</script>"
	status := func(s *stand, want int, callback string, query ...string) {
		s.Helper()
		if got := s.ask(callback, query...); got.Status != want {
			s.Errorf("%q is answered with %d, want %d", query, got.Status, want)
		}
	}
	checkBehaviours(t, []behaviour{
		{"the challenge is repeated as it is, as nothing that a browser runs", func(s *stand) {
			r := s.subscribe()
			s.pass(time.Hour)
			answer := s.ask(r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=3600")
			if !answer.Agreed || answer.Header.Get("Content-Type") != "application/octet-stream" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
				s.Errorf("agreed %v, header %v; want the challenge as an octet-stream, nosniff", answer.Agreed, answer.Header)
			}
			s.expectLease(time.Hour)
		}},
		{"what was not asked is not found", func(s *stand) {
			r := s.subscribe()
			for _, callback := range []string{s.server.URL + websub.Path, s.server.URL + websub.Path + "x", r.Callback + "x", r.Callback[:len(r.Callback)-1], r.Callback + "/"} {
				status(s, http.StatusNotFound, callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=60")
				status(s, http.StatusNotFound, callback, "mode=denied", "topic="+topic)
			}
			for _, other := range []string{"", topic + "/", "https://example.org/other", strings.ToUpper(topic)} {
				status(s, http.StatusNotFound, r.Callback, "mode=subscribe", "topic="+other, challenge, "lease_seconds=60")
				status(s, http.StatusNotFound, r.Callback, "mode=denied", "topic="+other)
			}
			for _, mode := range []string{"unsubscribe", "publish", "", "SUBSCRIBE"} {
				status(s, http.StatusNotFound, r.Callback, "mode="+mode, "topic="+topic, challenge)
			}
			status(s, http.StatusNotFound, r.Callback, "mode=subscribe", "topic="+topic, "lease_seconds=60")
			s.expectLease(10 * day)
		}},
		{"a hub that makes sure of another topic, or of the opposite, gets no promise", func(s *stand) {
			for _, kind := range []feedtest.HubKind{feedtest.WrongTopic, feedtest.WrongMode} {
				s.hub.Misbehave(feedtest.HubFault{Kind: kind})
				s.after(day)
			}
			for _, a := range s.hub.Answers() {
				if a.Agreed || a.Status != http.StatusNotFound {
					s.Errorf("answered with %d, agreed %v; want 404", a.Status, a.Agreed)
				}
			}
			s.expectLease(0)
			s.expectEvents(websub.NotAsked, 2)
		}},
		{"a subscription that is wanted no more is not confirmed, its end is", func(s *stand) {
			r := s.subscribe()
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			s.offer(topic)
			s.tick()
			status(s, http.StatusNotFound, r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=60")
			status(s, http.StatusOK, r.Callback, "mode=unsubscribe", "topic="+topic, challenge)
			status(s, http.StatusNotFound, r.Callback, "mode=unsubscribe", "topic="+topic, challenge)
			s.expectLease(0)
		}},
		{"a request is confirmed for a day", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			s.tick()
			r := s.hub.Requests()[0]
			s.pass(day + time.Minute)
			status(s, http.StatusNotFound, r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=60")
			s.pass(-2 * time.Minute)
			status(s, http.StatusOK, r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=60")
		}},
		{"a hub that makes sure again and again is answered and stored seldom", func(s *stand) {
			r := s.subscribe()
			applies := s.disk.Applies()
			for range 50 {
				status(s, http.StatusOK, r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=60")
			}
			if got := s.disk.Applies() - applies; got != 0 {
				s.Errorf("stored %d times, want none within a minute", got)
			}
		}},
		{"nothing is promised that is not stored", func(s *stand) {
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			s.tick()
			r := s.hub.Requests()[0]
			s.disk.At(1, storetest.Lost)
			status(s, http.StatusServiceUnavailable, r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=3600")
			s.expectLease(0)
			status(s, http.StatusOK, r.Callback, "mode=subscribe", "topic="+topic, challenge, "lease_seconds=3600")
			s.expectLease(time.Hour)
		}},
		{"other methods are refused", func(s *stand) {
			r := s.subscribe()
			req, err := http.NewRequestWithContext(s.Context(), http.MethodPut, r.Callback, nil)
			if err != nil {
				s.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				s.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusMethodNotAllowed {
				s.Errorf("PUT is answered with %d, want 405", resp.StatusCode)
			}
		}},
	})
}

func TestBehavioursOfPushing(t *testing.T) {
	body := []byte("<rss/>")
	push := func(s *stand, r feedtest.HubRequest, want int) {
		s.Helper()
		if got := s.hub.PushTo(r, body); got != want {
			s.Errorf("a push is answered with %d, want %d", got, want)
		}
	}
	var all []behaviour
	for _, method := range []string{"sha1", "sha256", "sha384", "sha512"} {
		all = append(all, behaviour{"a push signed with " + method + " is handed on", func(s *stand) {
			s.hub.Method = method
			push(s, s.subscribe(), http.StatusAccepted)
			s.expectHanded(source)
			s.expectEvents(websub.Pushed, 1)
		}})
	}
	for _, kind := range []feedtest.HubKind{feedtest.WrongSecret, feedtest.NoSignature, feedtest.OddSignature} {
		all = append(all, behaviour{"a push with " + string(kind) + " is answered and ignored", func(s *stand) {
			r := s.subscribe()
			s.hub.Misbehave(feedtest.HubFault{Kind: kind})
			push(s, r, http.StatusAccepted)
			s.expectHanded()
			s.expectEvents(websub.Forged, 1)
		}})
	}
	checkBehaviours(t, append(all, []behaviour{
		{"a push that is cut short is an error", func(s *stand) {
			r := s.subscribe()
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.ShortPush})
			s.hub.PushTo(r, body)
			s.expectHanded()
		}},
		{"a push of more than 15 megabytes is refused", func(s *stand) {
			r := s.subscribe()
			body := bytes.Repeat([]byte("x"), 15<<20)
			if got := s.hub.PushTo(r, body); got != http.StatusAccepted {
				s.Errorf("15 megabytes are answered with %d, want 202", got)
			}
			s.expectHanded(source)
			if got := s.hub.PushTo(r, append(body, 'x')); got != http.StatusRequestEntityTooLarge && got != 0 {
				s.Errorf("a byte more is answered with %d, want 413", got)
			}
			s.expectHanded()
			s.expectEvents(websub.Unreadable, 1)
		}},
		{"a push to nobody is not found, one for what is over is gone", func(s *stand) {
			r := s.subscribe()
			push(s, feedtest.HubRequest{Callback: r.Callback + "x", Secret: r.Secret}, http.StatusNotFound)
			s.hub.Misbehave(feedtest.HubFault{Kind: feedtest.HubSilent})
			s.offer(topic)
			s.tick()
			push(s, r, http.StatusGone)
			s.expectHanded()
		}},
		{"many pushes at once are one", func(s *stand) {
			r := s.subscribe()
			for range 50 {
				push(s, r, http.StatusAccepted)
			}
			s.expectHanded(source)
		}},
		{"four pushes of a subscription are read at once, and another's beside them", func(s *stand) {
			other := s.offers[0]
			other.Source += "2"
			s.offers = append(s.offers, other)
			s.tick()
			held := s.hub.Held()
			if len(held) != 2 {
				s.Fatalf("the hub holds %d subscriptions, want 2", len(held))
			}
			address := strings.TrimPrefix(s.server.URL, "http://")
			for range 4 {
				conn, err := net.Dial("tcp", address)
				if err != nil {
					s.Fatal(err)
				}
				defer conn.Close()
				path := strings.TrimPrefix(held[0].Callback, s.server.URL)
				// That 100 is answered says that the body is being read.
				if _, err := conn.Write([]byte("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")); err != nil {
					s.Fatal(err)
				}
				if _, err := conn.Read(make([]byte, 1)); err != nil {
					s.Fatal(err)
				}
			}
			push(s, held[0], http.StatusServiceUnavailable)
			push(s, held[1], http.StatusAccepted)
			s.expectEvents(websub.Crowded, 1)
		}},
		{"a push stores nothing", func(s *stand) {
			r := s.subscribe()
			applies := s.disk.Applies()
			push(s, r, http.StatusAccepted)
			if got := s.disk.Applies() - applies; got != 0 {
				s.Errorf("stored %d times, want none: a hub must not wear out the disk", got)
			}
		}},
	}...))
}

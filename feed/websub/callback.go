package websub

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"newsbot/feed"
)

const (
	// A hub may promise what it likes; beyond this it is asked anew all the same.
	maxLease = 30 * 24 * time.Hour
	// A lease is renewed when two thirds of it are over, though not oftener.
	shortestRenewal = askSpacing
	// A hub may make sure of a request so long after it was made.
	memory = 24 * time.Hour
	// It may make sure of the same thing again and again: it is noted so often.
	sureSpacing = time.Minute
)

// ServeHTTP answers hubs. The last part of the path says which subscription it is
// about; whatever is no callback of ours is not found.
func (s *Subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	sub, ok := s.find(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	switch {
	case !ok:
		http.NotFound(w, r)
	case r.Method == http.MethodPost:
		s.push(w, r, sub)
	case r.Method == http.MethodGet:
		s.question(w, r, sub)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "a callback is asked with GET and posted to", http.StatusMethodNotAllowed)
	}
}

// question answers a hub that wants to make sure of what it was asked, or says that it
// will not do it (WebSub, "Hub Verifies Intent of the Subscriber").
func (s *Subscriber) question(w http.ResponseWriter, r *http.Request, sub subscription) {
	query := r.URL.Query()
	challenge := query.Get("hub.challenge")
	agreed, err := false, error(nil)
	switch mode := query.Get("hub.mode"); {
	case query.Get("hub.topic") != sub.Topic:
	case mode == "denied":
		agreed, err = s.denied(r, sub)
		challenge = ""
	case challenge == "":
	case mode == "subscribe":
		agreed, err = s.subscribed(r, sub, query)
	case mode == "unsubscribe":
		agreed, err = s.unsubscribed(r, sub)
	}
	switch {
	case err != nil:
		s.opts.Log.Error("answer a hub", "source", feed.ShownURL(sub.Source), "hub", feed.ShownURL(sub.Hub), "error", err)
		http.Error(w, "try again later", http.StatusServiceUnavailable)
	case !agreed:
		s.observe(NotAsked)
		http.NotFound(w, r)
	default:
		// Of no type that a browser would run: the text is a stranger's.
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = io.WriteString(w, challenge) // a hub that has gone asks again
	}
}

// subscribed notes that a hub has made sure, and for how long it promises to push. It
// may do so again at any time while the subscription is wanted.
func (s *Subscriber) subscribed(r *http.Request, sub subscription, query url.Values) (agreed bool, err error) {
	now := s.opts.Now()
	known := false
	was := sub
	sub, err = s.change(r.Context(), sub.ID, func(sub *subscription) bool {
		agreed = !sub.Ending && !sub.Asked.IsZero() && (sub.isLive(now) || now.Sub(sub.Asked) < memory)
		known = !sub.Open && sub.isLive(now) && now.Sub(sub.Sure) < sureSpacing
		if !agreed || known {
			return false
		}
		was = *sub
		granted := leaseOf(query.Get("hub.lease_seconds"))
		sub.Sure, sub.Open, sub.Failures, sub.Down = now, false, 0, false
		sub.Until, sub.Next = now.Add(granted), now.Add(max(granted*2/3, shortestRenewal))
		return true
	})
	if errors.Is(err, errNone) {
		return agreed, nil
	}
	if err != nil {
		return false, err
	}
	s.observe(Confirmed)
	if !was.isLive(now) {
		s.opts.Log.Info("a hub will push the changes of a source", "source", feed.ShownURL(sub.Source), "hub", feed.ShownURL(sub.Hub), "until", sub.Until)
	}
	return true, nil
}

// leaseOf reads a number of seconds. Hubs of old do not say; then it is what was asked.
func leaseOf(seconds string) time.Duration {
	n, err := strconv.ParseInt(seconds, 10, 64)
	switch {
	case err != nil || n <= 0:
		return lease
	case n > int64(maxLease/time.Second):
		return maxLease
	}
	return time.Duration(n) * time.Second
}

func (s *Subscriber) unsubscribed(r *http.Request, sub subscription) (agreed bool, err error) {
	if !sub.Ending || !sub.Open {
		return false, nil
	}
	s.observe(Confirmed)
	return true, s.remove(r.Context(), sub)
}

// denied notes that a hub will not push, whatever it promised before.
func (s *Subscriber) denied(r *http.Request, sub subscription) (agreed bool, err error) {
	if sub.Ending {
		return true, s.remove(r.Context(), sub)
	}
	now := s.opts.Now()
	sub, err = s.change(r.Context(), sub.ID, func(sub *subscription) bool {
		if !sub.Open && !sub.isLive(now) {
			return false // it has said so before
		}
		sub.Open, sub.Down, sub.Until, sub.Failures = false, false, time.Time{}, sub.Failures+1
		sub.Next = now.Add(wait(Refused, sub.Failures))
		return true
	})
	if errors.Is(err, errNone) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	s.observe(Refused)
	s.opts.Log.Warn("a hub refuses to push the changes of a source, which is polled as any other",
		"source", feed.ShownURL(sub.Source), "hub", feed.ShownURL(sub.Hub), "next", sub.Next)
	return true, nil
}

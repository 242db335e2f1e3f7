package websub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"newsbot/feed"
)

const (
	// lease is what hubs are asked for; ten days are the recommendation's own.
	lease = 10 * 24 * time.Hour
	// hubsAtOnce are asked at once, each of them one request after the other and
	// for no longer than shift in one Tick: the rest is for the next.
	hubsAtOnce = 8
	shift      = 30 * time.Second
	// A hub has so long to make sure of a request before it is made again.
	confirmWithin = time.Hour
	// So often a hub is told that something is wanted no more. The lease ends anyway.
	partings = 3
)

// How long after a failure a hub is asked again: after the first, and at most. It
// doubles from one to the other.
var waits = map[Event][2]time.Duration{
	Unreachable: {10 * time.Minute, 2 * time.Hour}, // asked by one subscription for all that it has
	Unconfirmed: {confirmWithin, 24 * time.Hour},
	Refused:     {24 * time.Hour, 7 * 24 * time.Hour},
}

func wait(why Event, failures int) time.Duration {
	d, most := waits[why][0], waits[why][1]
	for ; failures > 1 && d < most; failures-- {
		d *= 2
	}
	return min(d, most)
}

// Tick brings the subscriptions in line with what the sources offer, and makes the
// requests that are due. The error is of the store.
func (s *Subscriber) Tick(ctx context.Context) error {
	offers, err := s.opts.Poller.Offers(ctx)
	if err != nil {
		return err
	}
	if err := s.settle(ctx, offers); err != nil {
		return err
	}
	return s.askAll(ctx)
}

// askAll makes the requests that are due. A hub that is down is found out by one of
// them, and the others are left for later.
func (s *Subscriber) askAll(ctx context.Context) error {
	now := s.opts.Now()
	hubs := make(map[string][]subscription)
	down := make(map[string]int) // failures of a hub
	left := make(map[string]bool)
	for _, sub := range s.all() {
		if sub.Down {
			down[sub.Hub] = max(down[sub.Hub], sub.Failures)
			left[sub.Hub] = left[sub.Hub] || sub.Next.After(now)
		}
		if !sub.Next.After(now) {
			hubs[sub.Hub] = append(hubs[sub.Hub], sub)
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(hubsAtOnce)
	for hub, due := range hubs {
		if left[hub] {
			continue
		}
		slices.SortFunc(due, func(a, b subscription) int {
			return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.Source, b.Source))
		})
		g.Go(func() error {
			begun := time.Now()
			for _, sub := range due {
				isDown, err := s.ask(ctx, sub.ID, down[hub])
				if err != nil || isDown || time.Since(begun) > shift {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// ask makes the request that a subscription calls for. The failures are those of the
// hub so far.
func (s *Subscriber) ask(ctx context.Context, id string, failures int) (isDown bool, err error) {
	now := s.opts.Now()
	enough := false
	sub, err := s.change(ctx, id, func(sub *subscription) bool {
		if sub.Next.After(now) {
			return false
		}
		if sub.Open {
			sub.Failures++
			s.observe(Unconfirmed)
		}
		enough = sub.Ending && (sub.Failures >= partings || !sub.isLive(now))
		sub.Asked, sub.Open, sub.Next = now, true, now.Add(wait(Unconfirmed, sub.Failures+1))
		return !enough
	})
	switch {
	case enough:
		return false, s.remove(ctx, sub)
	case errors.Is(err, errNone):
		return false, nil
	case err != nil:
		return false, err
	}
	err = s.opts.Client.Post(ctx, sub.Hub, sub.form())
	switch {
	case err == nil:
		s.observe(Asked)
		return false, nil
	case ctx.Err() != nil:
		return false, nil // asked to stop
	}
	return s.failed(ctx, sub, failures, err)
}

func (sub *subscription) form() url.Values {
	if sub.Ending {
		return url.Values{"hub.mode": {"unsubscribe"}, "hub.topic": {sub.Topic}, "hub.callback": {sub.Callback}}
	}
	return url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {sub.Topic}, "hub.callback": {sub.Callback},
		"hub.lease_seconds": {strconv.Itoa(int(lease.Seconds()))},
		// Also to a hub without TLS, though it is then no secret to those on the way:
		// they have seen the callback as well, and all others are kept out.
		"hub.secret": {sub.Secret},
	}
}

// failed notes that a hub did not take a request.
func (s *Subscriber) failed(ctx context.Context, sub subscription, failures int, cause error) (isDown bool, err error) {
	now := s.opts.Now()
	why, retry := Unreachable, time.Duration(0)
	var answer *feed.FetchError
	if errors.As(cause, &answer) {
		retry = answer.RetryAfter
		if answer.Status/100 == 4 && answer.Status != http.StatusTooManyRequests && answer.Status != http.StatusRequestTimeout {
			why = Refused
		}
	}
	s.observe(why)
	if sub.Ending && why == Refused { // it knows of none
		return false, s.remove(ctx, sub)
	}
	sub, err = s.change(ctx, sub.ID, func(sub *subscription) bool {
		if !sub.Open { // it has made sure meanwhile
			return false
		}
		sub.Open, sub.Down, sub.Failures = false, why == Unreachable, sub.Failures+1
		if sub.Down {
			sub.Failures = max(sub.Failures, failures+1)
		}
		sub.Next = now.Add(max(wait(why, sub.Failures), retry))
		return true
	})
	if errors.Is(err, errNone) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note a failure: %w", err)
	}
	s.opts.Log.Warn("the hub of a source does not take our request; the source is polled meanwhile",
		"source", feed.ShownURL(sub.Source), "hub", feed.ShownURL(sub.Hub), "why", string(why), "failures", sub.Failures, "next", sub.Next, "error", cause)
	return sub.Down, nil
}

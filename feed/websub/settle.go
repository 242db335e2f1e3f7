package websub

import (
	"context"
	"slices"
	"time"

	"newsbot/feed"
)

// askSpacing lies between two requests for a source to whatever hub.
const askSpacing = 10 * time.Minute

// settle ends the subscriptions that no offer calls for and drafts those that are
// missing.
func (s *Subscriber) settle(ctx context.Context, offers []feed.Offer) error {
	now := s.opts.Now()
	missing := make(map[string]feed.Offer, len(offers))
	for _, o := range offers {
		missing[o.Source] = o
	}
	var again []subscription // at another hub
	for _, sub := range s.all() {
		o, offered := missing[sub.Source]
		switch {
		case sub.Ending:
		case !offered || !s.fits(&sub, o):
			if err := s.part(ctx, sub, now); err != nil {
				return err
			}
		case sub.Failures > 0 && !sub.isLive(now) && !sub.Next.After(now) && len(o.Hubs) > 1:
			next := s.draft(o, o.Hubs[(slices.Index(o.Hubs, sub.Hub)+1)%len(o.Hubs)], now)
			next.Failures = sub.Failures
			again = append(again, next)
			if err := s.remove(ctx, sub); err != nil {
				return err
			}
			delete(missing, sub.Source)
		default:
			delete(missing, sub.Source)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range missing {
		again = append(again, s.draft(o, o.Hubs[0], latest(now, s.asked[o.Source].Add(askSpacing))))
	}
	for _, sub := range again {
		s.byID[sub.ID] = sub
	}
	return nil
}

// part ends a subscription. A hub is told where it has promised something, and would
// find us to make sure.
func (s *Subscriber) part(ctx context.Context, sub subscription, now time.Time) error {
	if !sub.isLive(now) || sub.base() != s.base {
		return s.remove(ctx, sub)
	}
	s.opts.Poller.Leased(sub.Source, time.Time{})
	_, err := s.change(ctx, sub.ID, func(sub *subscription) bool {
		sub.Ending, sub.Open, sub.Failures, sub.Down, sub.Next = true, false, 0, false, now
		return true
	})
	return err
}

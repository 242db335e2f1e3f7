package telegramtest

import (
	"slices"
	"time"
)

// Telegram's limits of sending as Options.RateLimits enforces them. Telegram
// says "about"; here they are exact:
//   - all chats together: 30 in any second; with allow_paid_broadcast 1000
//   - a private chat: one a second, after a burst of privateBurst
//   - a group or channel: 20 in any minute
//
// A request over a limit is answered with 429 and does not count against any.
const (
	overallLimit = 30
	paidLimit    = 1000
	privateBurst = 5
	groupLimit   = 20
)

// limiter measures how much was sent.
type limiter struct {
	overall window
	groups  map[int64]*window
	private map[int64]bucket
	refused int
}

func newLimiter() limiter {
	return limiter{groups: map[int64]*window{}, private: map[int64]bucket{}}
}

// limit refuses a message that is over a limit. s.mu is held.
func (s *Server) limit(name string, p params) error {
	if !s.rateLimits || name != "sendMessage" {
		return nil
	}
	l, now, chatID := &s.limiter, s.now(), p.int("chat_id", 0)
	most := overallLimit
	if p["allow_paid_broadcast"] == "true" {
		most = paidLimit
	}
	wait := l.overall.wait(now, time.Second, most)
	group := l.groups[chatID]
	if chatID < 0 {
		if group == nil {
			group = &window{}
			l.groups[chatID] = group
		}
		wait = max(wait, group.wait(now, time.Minute, groupLimit))
	} else {
		wait = max(wait, l.private[chatID].wait(now))
	}
	if wait > 0 {
		l.refused++
		s.violate("sendMessage to %d: over a limit of sending, %v too early", chatID, wait)
		return tooMany(int((wait + time.Second - 1) / time.Second))
	}
	l.overall.add(now)
	if chatID < 0 {
		group.add(now)
	} else {
		l.private[chatID] = l.private[chatID].spend(now)
		l.forget(now)
	}
	return nil
}

// Limited is how many messages were refused because of a limit.
func (s *Server) Limited() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.limiter.refused
}

// forget drops chats that are back at their full burst, once there are many.
func (l *limiter) forget(now time.Time) {
	if len(l.private) < 10_000 || len(l.private)%1000 != 0 {
		return
	}
	for id, b := range l.private {
		if now.Sub(b.full) >= 0 {
			delete(l.private, id)
		}
	}
}

// window is a sliding window: the times of what was sent in it.
type window struct{ sent []time.Time }

// wait is how long it takes until one more fits.
func (w *window) wait(now time.Time, length time.Duration, most int) time.Duration {
	old, _ := slices.BinarySearchFunc(w.sent, now.Add(-length), func(t, limit time.Time) int {
		if t.After(limit) {
			return 1
		}
		return -1
	})
	w.sent = slices.Delete(w.sent, 0, old)
	if len(w.sent) < most {
		return 0
	}
	return w.sent[len(w.sent)-most].Add(length).Sub(now)
}

func (w *window) add(now time.Time) { w.sent = append(w.sent, now) }

// bucket is a private chat's allowance, as the time at which it is full again.
type bucket struct{ full time.Time }

func (b bucket) wait(now time.Time) time.Duration {
	if b.full.Before(now) {
		return 0
	}
	return max(0, b.full.Sub(now)-(privateBurst-1)*time.Second)
}

func (b bucket) spend(now time.Time) bucket {
	if b.full.Before(now) {
		b.full = now
	}
	return bucket{b.full.Add(time.Second)}
}

package backtest

import (
	"cmp"
	"slices"
	"time"

	"newsbot/feed"
)

const (
	latest     = 3  // stories reported
	remembered = 64 // of the newest matches, as some turn out to have been told before
	fewClaims  = 10_000
)

// A counter counts the alerts that a query would have been. Stories come to it from
// the newest to the oldest.
type counter struct {
	zone  *time.Location
	first int // day of the first story
	each  bool

	total  int
	days   [Days]int
	newest []*hit           // by time, the newest first
	claims map[int64][]*hit // by the number of an earlier story: those that tell the same
	sweep  int              // how many claims there may be before those passed are dropped
}

// A hit is a story that matched.
type hit struct {
	seq  int64
	when time.Time
	day  int
	gone bool // told before
}

func newestFirst(a, b *hit) int { return cmp.Or(b.when.Compare(a.when), cmp.Compare(b.seq, a.seq)) }

func newCounter(t *Test) counter {
	return counter{zone: t.Zone, first: dayOf(t.since), each: t.Each, sweep: fewClaims}
}

// dayOf numbers the local days.
func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// add counts a story that matches. It takes the place of those after it that tell the
// same: it would have been sent, and they would not.
func (c *counter) add(s *feed.Story) {
	h := &hit{seq: s.Seq, when: s.When()}
	h.day = min(max(dayOf(h.when.In(c.zone))-c.first, 0), Days-1)
	if !c.each {
		for _, later := range c.claims[s.Seq] {
			c.remove(later)
		}
		c.claim(s, h)
	}
	c.total++
	c.days[h.day]++
	at, _ := slices.BinarySearchFunc(c.newest, h, newestFirst)
	if at < remembered {
		c.newest = slices.Insert(c.newest, at, h)
		c.newest = c.newest[:min(len(c.newest), remembered)]
	}
}

func (c *counter) claim(s *feed.Story, h *hit) {
	if len(s.Earlier) == 0 {
		return
	}
	if c.claims == nil {
		c.claims = map[int64][]*hit{}
	}
	if len(c.claims) >= c.sweep {
		for seq := range c.claims {
			if seq >= s.Seq { // it did not match, or is gone
				delete(c.claims, seq)
			}
		}
		c.sweep = max(fewClaims, 2*len(c.claims))
	}
	for _, seq := range s.Earlier {
		c.claims[seq] = append(c.claims[seq], h)
	}
}

func (c *counter) remove(h *hit) {
	if h.gone {
		return
	}
	h.gone = true
	c.total--
	c.days[h.day]--
	c.newest = slices.DeleteFunc(c.newest, func(have *hit) bool { return have == h })
}

package feed

import "time"

// A Pace is what a feed says of how often it may be asked. The zero Pace says
// nothing.
type Pace struct {
	// Every is the least time between two requests: ttl of RSS 2.0, or
	// updatePeriod and updateFrequency of the syndication module.
	Every time.Duration
	// SkipHours has bit h set for each hour h (GMT) at which it is not to be
	// asked, SkipDays bit d for each time.Weekday d. All of them mean none:
	// a feed that may never be asked is a mistake.
	SkipHours uint32
	SkipDays  uint8
}

const (
	allHours = 1<<24 - 1
	allDays  = 1<<7 - 1
)

// Skips says whether the feed is not to be asked at t.
func (p Pace) Skips(t time.Time) bool {
	t = t.UTC()
	if p.SkipDays != allDays && p.SkipDays&(1<<t.Weekday()) != 0 {
		return true
	}
	return p.SkipHours&allHours != allHours && p.SkipHours&(1<<t.Hour()) != 0
}

// From returns t, or the end of the hours and days to skip that t is in.
func (p Pace) From(t time.Time) time.Time {
	for range 8 * 24 {
		if !p.Skips(t) {
			break
		}
		t = t.Truncate(time.Hour).Add(time.Hour)
	}
	return t
}

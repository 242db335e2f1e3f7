package feed_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// neighbours adds two sources on the same host, which are asked less often.
func (s *stand) neighbours() {
	s.sources[0].Every = 5 * time.Minute
	for _, path := range []string{"/1", "/2"} {
		s.origin.Publish(path, item(0))
		s.sources = append(s.sources, feed.Source{URL: s.origin.URL(path), Every: 30 * time.Minute})
	}
}

func TestBehavioursOfStatus(t *testing.T) {
	const minute, hour, day = time.Minute, time.Hour, 24 * time.Hour
	fail := func(s *stand, status int, retryAfter string) {
		s.misbehave(feedtest.Fault{Kind: feedtest.Fail, Status: status, RetryAfter: retryAfter})
	}
	all := []behaviour{
		{15, "410 stops the requests, and the status says so", func(s *stand) {
			s.next()
			fail(s, 410, "")
			s.next()
			for range 100 {
				s.pass(day)
				s.tick()
			}
			s.expectCount(page, 2)
			if got := s.status(0); !got.Gone || !got.NextCheck.IsZero() || got.LastError == "" {
				s.Errorf("status %+v, want gone, with no next check", got)
			}
		}},
		{15, "a source that is gone is asked once after a restart, a day later at the earliest", func(s *stand) {
			fail(s, 410, "")
			s.next()
			s.open()
			s.tick()
			s.expectCount(page, 1)
			s.pass(27 * hour)
			s.tick()
			s.tick()
			s.expectCount(page, 2)
			s.misbehave(feedtest.Fault{})
			s.pass(27 * hour)
			s.open()
			s.tick()
			if got := s.status(0); got.Gone || got.LastError != "" {
				s.Errorf("status %+v, want it back", got)
			}
		}},
		{17, "a source dead for a week is told and asked once a day", func(s *stand) {
			s.next()
			s.pass(s.wait())
			failing := s.clock()
			fail(s, 404, "")
			for !s.status(0).Dead {
				if s.next(); s.clock().Sub(failing) > 9*day {
					s.Fatal("not dead after 9 days")
				}
			}
			if got := s.status(0).FailingSince; !got.Equal(failing) {
				s.Errorf("failing since %v, want %v", got, failing)
			}
			before := s.origin.Count(page)
			for range 10 {
				s.expectWait(day, 1.1)
				s.next()
			}
			s.open() // a restart changes nothing
			s.tick()
			s.expectCount(page, before+10)
			s.misbehave(feedtest.Fault{})
			s.next()
			if got := s.status(0); got.Dead || got.Failures != 0 {
				s.Errorf("status %+v, want it alive", got)
			}
		}},
		{19, "429 without Retry-After waits 10 minutes, and twice as long each time", func(s *stand) {
			fail(s, 429, "")
			for _, want := range []time.Duration{10 * minute, 20 * minute, 40 * minute} {
				s.next()
				s.expectWait(want, 1.1)
			}
		}},
		{20, "429 pauses all sources on a public host, restart or not", func(s *stand) {
			s.public = true
			s.neighbours()
			s.next()
			fail(s, 429, "3600")
			s.next()
			for range 59 { // the neighbours fall due
				s.pass(minute)
				s.tick()
			}
			s.open()
			s.tick()
			s.expectCount("/1", 1)
			s.expectCount("/2", 1)
			if got := s.status(1).NextCheck.Sub(s.clock()); got < minute || got > 7*minute {
				s.Errorf("the neighbour's next check is in %v, want it at the end of the pause", got)
			}
			s.misbehave(feedtest.Fault{})
			s.pass(7 * minute)
			s.tick()
			s.expectCount("/1", 2)
			s.expectCount("/2", 2)
		}},
		{20, "503 pauses that source alone", func(s *stand) {
			s.public = true
			s.neighbours()
			s.next()
			fail(s, 503, "7200")
			s.next()
			s.pass(hour)
			s.tick()
			s.expectCount("/1", 2)
			s.expectCount(page, 2)
		}},
		{20, "429 on a private host pauses that source alone", func(s *stand) {
			s.neighbours()
			s.next()
			fail(s, 429, "7200")
			s.next()
			s.pass(hour)
			s.tick()
			s.expectCount("/1", 2)
			s.expectCount(page, 2)
		}},
		{21, "looking more often does not ask more often", func(s *stand) {
			fail(s, 429, "3600")
			s.next()
			for range 59 {
				s.pass(minute)
				s.tick()
			}
			s.expectCount(page, 1)
			s.pass(7 * minute)
			s.tick()
			s.expectCount(page, 2)
		}},
	}
	for _, status := range []int{404, 403, 500} {
		all = append(all, behaviour{16, fmt.Sprintf("%d backs off up to a day, and success ends it", status), func(s *stand) {
			fail(s, status, "")
			for want := 5 * minute; want < day; want *= 2 {
				s.next()
				s.expectWait(want, 1.1)
			}
			s.next()
			s.expectWait(day, 1.1)
			s.misbehave(feedtest.Fault{})
			s.next()
			s.expectWait(5*minute, 1.1)
		}})
	}
	for _, status := range []int{429, 503} {
		shortest := 5 * minute
		if status == 429 {
			shortest = 10 * minute
		}
		for _, form := range []struct {
			name, value string
			want        time.Duration
		}{
			{"seconds", "7200", 2 * hour},
			{"a date of RFC 1123", start.Add(2 * hour).Format(http.TimeFormat), 2 * hour},
			{"a date of RFC 850", start.Add(2 * hour).Format("Monday, 02-Jan-06 15:04:05 GMT"), 2 * hour},
			{"a date of asctime", start.Add(2 * hour).Format(time.ANSIC), 2 * hour},
			{"a date in the past", start.Add(-hour).Format(http.TimeFormat), shortest},
			{"zero", "0", shortest},
			{"a negative number", "-120", shortest},
			{"garbage", "later", shortest},
			{"a billion seconds, which is cut to a day", "1000000000", day},
		} {
			all = append(all, behaviour{18, fmt.Sprintf("%d with Retry-After as %s", status, form.name), func(s *stand) {
				// The origin's Date is the machine's: its own clock is the one that counts.
				s.now = time.Now().Truncate(time.Second)
				value := form.value
				if when, err := http.ParseTime(value); err == nil {
					layout := http.TimeFormat
					switch form.name {
					case "a date of RFC 850":
						layout = "Monday, 02-Jan-06 15:04:05 GMT"
					case "a date of asctime":
						layout = time.ANSIC
					}
					value = s.now.UTC().Add(when.Sub(start)).Format(layout)
				}
				fail(s, status, value)
				s.next()
				if got := s.wait(); got < form.want-minute || got > form.want+form.want/10+minute {
					s.Errorf("waits %v, want %v", got, form.want)
				}
			}})
		}
	}
	slices.SortStableFunc(all, func(a, b behaviour) int { return a.number - b.number })
	checkBehaviours(t, all)
}

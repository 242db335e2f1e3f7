package feed

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

// Between these a Source is asked that does not say how often: the oftener the
// more there is in it.
const (
	ShortestEvery = 5 * time.Minute
	LongestEvery  = 30 * time.Minute
)

// DeadAfter is how long a source fails before it is given up for dead and asked
// once a day only, a local file apart.
const DeadAfter = 7 * 24 * time.Hour

const (
	day        = 24 * time.Hour
	maxBackoff = day
	// Without an answer nobody is bothered by being asked, and it may be our own
	// network or a moment's trouble on the way.
	maxSilentBackoff = 30 * time.Minute
	// An origin may ask to be left alone this long while all is well: news
	// should not wait for a careless max-age of a year.
	maxFresh = time.Hour
	// Too many requests, and no word on when to come back.
	tooMany = 10 * time.Minute
	// A feed that renews itself within one interval is asked as often as this.
	hurriedEvery = time.Minute
	// So many looks fall between two stories.
	looks = 4
	// Validators are not sent when no body has come for so long: there are
	// origins that answer every conditional request with 304.
	fullEvery  = 7 * 24 * time.Hour
	pruneEvery = time.Minute
	// Ticks come a little early or late. Without this a source due every second
	// would be asked every other.
	tickSlack = 100 * time.Millisecond
)

// isDue says whether a source may be asked. A next check further off than any
// that is ever set was set by a clock that was wrong.
func isDue(next, now time.Time, every time.Duration) bool {
	wait, longest := next.Sub(now), max(maxBackoff, 2*every)
	return wait <= tickSlack || wait > longest+longest/10
}

// every returns how often a source is asked while all is well: as the operator
// says, or as the stories come, though not oftener than the feed asks.
func every(src *Source, s *State, now time.Time) time.Duration {
	if src.Every > 0 {
		return src.Every
	}
	gap := s.Gap
	if !s.NewsAt.IsZero() {
		gap = max(gap, now.Sub(s.NewsAt)/2) // it has fallen quiet
	}
	wait := min(max(gap/looks, ShortestEvery), LongestEvery)
	if s.Hurry > 0 {
		wait = min(wait, s.Hurry)
	}
	return max(wait, min(s.Pace.Every, maxFresh))
}

// afterSuccess returns how long to leave a source alone, jitter aside.
func afterSuccess(every time.Duration, resp *Response) time.Duration {
	return max(every, min(resp.MaxAge, maxFresh), resp.CrawlDelay)
}

// afterFailure returns how long to leave a source alone that failed so many
// times in a row: twice as long each time, up to a day, and never shorter than
// the origin asks. A local file is looked at as often as ever.
func afterFailure(id string, every time.Duration, failures int, err error) time.Duration {
	var answer *FetchError
	errors.As(err, &answer)
	wait := every
	if answer != nil && answer.Status == http.StatusTooManyRequests {
		wait = max(wait, tooMany)
	}
	limit := max(maxBackoff, every)
	switch {
	case isFile(id):
		limit = every
	case reach(err) == NoAnswer:
		limit = max(maxSilentBackoff, every)
	}
	for ; failures > 1 && wait < limit; failures-- {
		wait *= 2
	}
	if answer != nil {
		wait = max(wait, answer.RetryAfter)
		if answer.Gone {
			wait = limit
		}
	}
	return min(wait, limit)
}

// isOwn says whether a source is asked so often that it can only be one's own:
// it is not kept apart in time from others.
func isOwn(every time.Duration) bool { return every < time.Minute }

// withJitter makes a wait up to a tenth longer, so that sources that fell due
// together drift apart.
func withJitter(wait time.Duration) time.Duration {
	if isOwn(wait) {
		return wait
	}
	return wait + rand.N(wait/10)
}

// spread makes a wait up to twice as long: after a start or a downtime all
// sources fall due together, and are to be asked evenly over the time.
func spread(wait time.Duration) time.Duration {
	if isOwn(wait) {
		return wait
	}
	return wait + rand.N(wait)
}

// isOverdue says whether a source was left alone for longer than meant.
func isOverdue(next, now time.Time, wait time.Duration) bool {
	return next.IsZero() || now.Sub(next) > wait/4
}

package feed

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	maxBackoff = 24 * time.Hour
	// An origin may ask to be left alone this long while all is well: news
	// should not wait for a careless max-age of a year.
	maxFresh = time.Hour
	// Too many requests, and no word on when to come back.
	tooMany = 10 * time.Minute
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
	wait, longest := next.Sub(now), max(maxBackoff, every)
	return wait <= tickSlack || wait > longest+longest/10
}

// afterSuccess returns how long to leave a source alone.
func afterSuccess(every, fresh time.Duration) time.Duration {
	return withJitter(max(every, min(fresh, maxFresh)))
}

// afterFailure returns how long to leave a source alone that failed so many
// times in a row: twice as long each time, up to a day, and never shorter than
// the origin asks.
func afterFailure(every time.Duration, failures int, err error) time.Duration {
	var answer *FetchError
	errors.As(err, &answer)
	wait := every
	if answer != nil && answer.Status == http.StatusTooManyRequests {
		wait = max(wait, tooMany)
	}
	limit := max(maxBackoff, every)
	for ; failures > 1 && wait < limit; failures-- {
		wait *= 2
	}
	if answer != nil {
		wait = max(wait, answer.RetryAfter)
		if answer.Gone {
			wait = limit
		}
	}
	return withJitter(min(wait, limit))
}

// withJitter makes a wait up to a tenth longer, so that sources that fell due
// together drift apart. A source asked more often than every minute is one's own.
func withJitter(wait time.Duration) time.Duration {
	if wait < time.Minute {
		return wait
	}
	return wait + rand.N(wait/10)
}

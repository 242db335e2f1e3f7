package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait bounds what an origin may ask for: a mistake there must not silence it
// for a year.
const maxWait = 24 * time.Hour

// retryAfter reads Retry-After (RFC 9110, 10.2.3): seconds, or a date in any of
// the three forms. Nothing, the past and what cannot be read are 0.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, ok := readSeconds(value); ok {
		return seconds
	}
	if when, err := http.ParseTime(value); err == nil {
		return bounded(when.Sub(serverTime(h, now)))
	}
	return 0
}

// maxAge returns how long the origin calls its answer fresh, less the time
// it has been on the way; 0 if it does not say.
func maxAge(h http.Header, now time.Time) time.Duration {
	control := strings.ToLower(strings.Join(h.Values("Cache-Control"), ","))
	for directive := range strings.SplitSeq(control, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch key {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			fresh, _ := readSeconds(strings.Trim(value, `" `))
			age, _ := readSeconds(strings.TrimSpace(h.Get("Age")))
			return bounded(fresh - age)
		}
	}
	if when, err := http.ParseTime(h.Get("Expires")); err == nil {
		return bounded(when.Sub(serverTime(h, now)))
	}
	return 0
}

// serverTime is the origin's own idea of now, by which it reckons its dates.
func serverTime(h http.Header, now time.Time) time.Time {
	if when, err := http.ParseTime(h.Get("Date")); err == nil {
		return when
	}
	return now
}

// readSeconds reads a whole number of seconds, however large.
func readSeconds(s string) (time.Duration, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > int64(maxWait/time.Second) {
		return maxWait, true
	}
	return time.Duration(n) * time.Second, true
}

func bounded(d time.Duration) time.Duration { return min(max(d, 0), maxWait) }

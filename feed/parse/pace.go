package parse

import (
	"strconv"
	"strings"
	"time"

	"newsbot/feed"
)

// hints are what a feed says of how it may be asked.
type hints struct {
	pace   feed.Pace
	period time.Duration // sy:updatePeriod
	times  int           // sy:updateFrequency: so often within the period
	next   string        // the address of the page before this one, as published
	hubs   []string      // as published
	self   string        // likewise
}

// hint notes what an element around the entries says. What cannot be read says
// nothing.
func (h *hints) hint(el element) {
	switch el.name {
	case "ttl":
		h.pace.Every = times(countTo(el.text(), 365*24*60), time.Minute)
	case "skiphours":
		for _, hour := range el.children() {
			// RSS 0.91 counts from 1 to 24.
			if n := countTo(hour.text(), 99); hour.name == "hour" && n >= 0 && n <= 24 {
				h.pace.SkipHours |= 1 << (n % 24)
			}
		}
	case "skipdays":
		for _, day := range el.children() {
			for d := time.Sunday; d <= time.Saturday; d++ {
				if day.name == "day" && strings.EqualFold(strings.TrimSpace(day.text()), d.String()) {
					h.pace.SkipDays |= 1 << d
				}
			}
		}
	case "sy:updateperiod":
		h.period = periods[strings.ToLower(strings.TrimSpace(el.text()))]
	case "sy:updatefrequency":
		h.times = countTo(el.text(), 1_000_000)
	case "link", "atom:link":
		h.link(el.attribute("rel"), el.attribute("href"))
	}
}

// read returns the pace: of ttl and the syndication module the longer wait.
func (h *hints) read() feed.Pace {
	pace := h.pace
	pace.Every = max(pace.Every, h.period/time.Duration(max(h.times, 1)))
	return pace
}

var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
	"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// countTo reads a whole number from 0 to most; a larger one is most, what is none -1.
func countTo(text string, most int) int {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return -1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n > most {
		return most
	}
	return n
}

func times(n int, unit time.Duration) time.Duration { return time.Duration(max(n, 0)) * unit }

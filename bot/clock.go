package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"newsbot/subscriptions"
)

var timeOfDay = regexp.MustCompile(`^(\d{1,2})(?:[:.h]?([0-5]\d))?(am|pm)?$`)

// readTime reads a time of day as people write it: "08:00", "8", "8am", "20.30",
// "0800", "8:30 p.m.". It returns the minute of the day.
func readTime(text string) (minute int, ok bool) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "a.m.", "am", "p.m.", "pm").Replace(strings.ToLower(text))
	m := timeOfDay.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1]) // digits only
	minute, _ = strconv.Atoi(m[2])
	switch {
	case m[3] == "" && hour > 23, m[3] != "" && (hour < 1 || hour > 12):
		return 0, false
	case m[3] == "am" && hour == 12:
		hour = 0
	case m[3] == "pm" && hour < 12:
		hour += 12
	}
	return hour*60 + minute, true
}

// clock says a minute of the day.
func (r *request) clock(minute int) string {
	return r.Clock(time.Date(2000, 1, 1, 0, minute, 0, 0, time.UTC))
}

// localNow is the time at the chat.
func (b *Bot) localNow(c *subscriptions.Chat) time.Time { return b.now().In(c.Location(b.zone)) }

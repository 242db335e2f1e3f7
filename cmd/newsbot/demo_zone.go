package main

import (
	"os"
	"strings"
	"time"

	"newsbot/subscriptions"
)

// localZone names this machine's time zone, as far as the system tells: else it
// is the offset of now.
func localZone(now time.Time) string {
	target, _ := os.Readlink("/etc/localtime") // "" where it is no link
	_, linked, _ := strings.Cut(target, "zoneinfo/")
	for _, name := range []string{strings.TrimPrefix(os.Getenv("TZ"), ":"), linked} {
		if name == "" {
			continue
		}
		known, zone, err := subscriptions.ParseZone(name)
		if err == nil && sameClock(now, zone) {
			return known
		}
	}
	return now.Local().Format("-07:00")
}

// sameClock says whether a zone's time is the local one.
func sameClock(now time.Time, zone *time.Location) bool {
	_, local := now.Local().Zone()
	_, there := now.In(zone).Zone()
	return local == there
}

package subscriptions_test

import (
	"fmt"
	"testing"
	"time"

	"newsbot/subscriptions"
)

// TestOneDigestForEachDate looks once an hour for two years in every zone.
func TestOneDigestForEachDate(t *testing.T) {
	begin := time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	end := begin.AddDate(2, 0, 0)
	seen := map[string]bool{}
	for _, name := range allZones(t) {
		loc := subscriptions.Location(name)
		if rules := clock(loc, begin, end); seen[rules] {
			continue
		} else {
			seen[rules] = true
		}
		for _, minute := range []int{0, 2*60 + 30, 23*60 + 59} {
			dates := digests(t, fmt.Sprintf("%s at minute %d", name, minute), minute, loc, begin, end, time.Hour)
			first, last := begin.In(loc), end.AddDate(0, 0, -1).In(loc)
			for day := range 729 {
				date := time.Date(first.Year(), first.Month(), first.Day()+1+day, 12, 0, 0, 0, loc).Format("2006-01-02")
				if dates[date] != 1 && date < last.Format("2006-01-02") {
					t.Errorf("%s at minute %d: %d digests for %s, want 1", name, minute, dates[date], date)
				}
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("only %d zones differ", len(seen))
	}
}

// clock describes what the zone's clocks show.
func clock(loc *time.Location, begin, end time.Time) string {
	var s []byte
	for at := begin; at.Before(end); at = at.Add(6 * time.Hour) {
		_, offset := at.In(loc).Zone()
		s = append(s, byte(offset/900))
	}
	return string(s)
}

// digests counts digests by date, looking at every tick. It checks that none
// comes before its minute.
func digests(t *testing.T, what string, minute int, loc *time.Location, begin, end time.Time, tick time.Duration) map[string]int {
	t.Helper()
	var d subscriptions.Digest
	d.Set(minute, begin, loc)
	dates := map[string]int{}
	for at := begin; at.Before(end); at = at.Add(tick) {
		date, due := d.Due(at, loc)
		if !due {
			continue
		}
		dates[date]++
		d.LastDate = date
		if local := at.In(loc); local.Format("2006-01-02") == date && local.Hour()*60+local.Minute() < minute {
			t.Errorf("%s: digest for %s at %v", what, date, local)
		}
	}
	return dates
}

func TestDigestByTheMinute(t *testing.T) {
	for _, test := range []struct {
		name, zone string
		minute     int
		date, want string // the local time of the digest for the date
	}{
		{"an ordinary day", "Asia/Almaty", 480, "2026-03-01", "2026-03-01T08:00:00+05:00"},
		{"a minute that the clock skips", "Europe/Berlin", 150, "2026-03-29", "2026-03-29T03:00:00+02:00"},
		{"a minute that the clock shows twice", "Europe/Berlin", 150, "2026-10-25", "2026-10-25T02:30:00+02:00"},
		{"half an hour skipped", "Australia/Lord_Howe", 135, "2026-10-04", "2026-10-04T02:30:00+11:00"},
		{"midnight skipped", "Africa/Cairo", 0, "2026-04-24", "2026-04-24T01:00:00+03:00"},
		{"an hour before midnight shown twice", "Africa/Cairo", 23*60 + 30, "2026-10-29", "2026-10-29T23:30:00+03:00"},
		{"the last minute of a day", "UTC", 1439, "2026-10-29", "2026-10-29T23:59:00Z"},
		{"a date skipped by the zone", "Pacific/Apia", 480, "2011-12-30", ""},
		{"the date after one skipped", "Pacific/Apia", 480, "2011-12-31", "2011-12-31T08:00:00+14:00"},
		{"late in the date before one skipped", "Pacific/Apia", 23 * 60, "2011-12-30", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			loc := subscriptions.Location(test.zone)
			day, err := time.ParseInLocation("2006-01-02", test.date, loc)
			if err != nil {
				t.Fatal(err)
			}
			var d subscriptions.Digest
			d.Set(test.minute, day.AddDate(0, 0, -3), loc)
			got := ""
			for at := day.AddDate(0, 0, -3); at.Before(day.AddDate(0, 0, 3)); at = at.Add(time.Minute) {
				date, due := d.Due(at, loc)
				if !due {
					continue
				}
				if d.LastDate = date; date == test.date {
					if got != "" {
						t.Errorf("a second digest for %s at %v", date, at.In(loc))
					}
					got = at.In(loc).Format(time.RFC3339)
				}
			}
			if got != test.want {
				t.Errorf("digest for %s at %q, want %q", test.date, got, test.want)
			}
		})
	}
}

func TestDigestAfterDowntime(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, test := range []struct {
		name, now string
		digest    subscriptions.Digest
		want      string
	}{
		{"not yet", "2026-05-02 07:59", subscriptions.Digest{On: true, Minute: 480, LastDate: "2026-05-01"}, ""},
		{"hours late on the same date", "2026-05-02 23:58", subscriptions.Digest{On: true, Minute: 480, LastDate: "2026-05-01"}, "2026-05-02"},
		{"past midnight", "2026-05-03 00:10", subscriptions.Digest{On: true, Minute: 1380, LastDate: "2026-05-01"}, "2026-05-02"},
		{"too long past midnight", "2026-05-03 05:01", subscriptions.Digest{On: true, Minute: 1380, LastDate: "2026-05-01"}, ""},
		{"days late: one digest", "2026-05-09 09:00", subscriptions.Digest{On: true, Minute: 480, LastDate: "2026-05-01"}, "2026-05-09"},
		{"sent already", "2026-05-02 09:00", subscriptions.Digest{On: true, Minute: 480, LastDate: "2026-05-02"}, ""},
		{"a later date is on record, from another zone", "2026-05-02 09:00", subscriptions.Digest{On: true, Minute: 480, LastDate: "2026-05-03"}, ""},
		{"none yet", "2026-05-02 09:00", subscriptions.Digest{On: true, Minute: 480}, "2026-05-02"},
		{"none yet, before its time", "2026-05-02 00:10", subscriptions.Digest{On: true, Minute: 1430}, ""},
		{"off", "2026-05-02 09:00", subscriptions.Digest{Minute: 480}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, due := test.digest.Due(at(test.now), time.UTC); due != (test.want != "") || due && got != test.want {
				t.Errorf("due at %s: %q, %t, want %q", test.now, got, due, test.want)
			}
		})
	}
}

func TestSetDigest(t *testing.T) {
	now := time.Date(2026, 5, 2, 8, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name   string
		minute int
		before string
		want   string // LastDate
	}{
		{"an hour still to come is today's", 481, "", "2026-05-01"},
		{"this very minute is tomorrow's", 480, "", "2026-05-02"},
		{"an hour that passed is tomorrow's", 60, "", "2026-05-02"},
		{"a digest sent today is not sent again", 600, "2026-05-02", "2026-05-02"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := subscriptions.Digest{LastDate: test.before}
			if d.Set(test.minute, now, time.UTC); d.LastDate != test.want || !d.On || d.Minute != test.minute {
				t.Errorf("after Set(%d): %+v, want LastDate %s", test.minute, d, test.want)
			}
		})
	}
}

func TestChangeOfZoneGivesNoSecondDigest(t *testing.T) {
	zones := []*time.Location{time.FixedZone("", 14*3600), time.FixedZone("", -12*3600), time.UTC, time.FixedZone("", 5*3600)}
	var d subscriptions.Digest
	begin := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	d.Set(480, begin, time.UTC)
	dates := map[string]int{}
	for i := range 30 * 24 * 4 {
		loc := zones[i*7/5%len(zones)]
		if date, due := d.Due(begin.Add(time.Duration(i)*15*time.Minute), loc); due {
			if dates[date]++; dates[date] > 1 {
				t.Errorf("a second digest for %s", date)
			}
			d.LastDate = date
		}
	}
	if len(dates) < 29 {
		t.Errorf("%d digests in 30 days", len(dates))
	}
}

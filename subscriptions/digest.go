package subscriptions

import "time"

// lateMinutes is how long after its time a digest is still sent when midnight
// has passed in between: a digest of 23:59 must not depend on one minute.
const lateMinutes = 6 * 60

// dateLayout is the layout of Digest.LastDate; dates in it sort as text.
const dateLayout = "2006-01-02"

// Due reports whether the digest is due at now for a chat in the zone loc, and
// for which local date: that is what LastDate becomes when the digest is stored.
// There is one for each local date:
//
//   - in the first minute looked at, from the wanted one to the end of the date,
//     so that a bot that was down catches up; and up to six hours later under
//     the date of the day before;
//   - where a clock set forward skips the wanted minute, after the gap;
//   - where a clock set back shows it twice, the first time;
//   - none for a date that the zone skipped, as Samoa did 2011-12-30;
//   - after a change of zone none for a date that had one.
func (d Digest) Due(now time.Time, loc *time.Location) (date string, due bool) {
	if !d.On {
		return "", false
	}
	local := now.In(loc)
	minute := local.Hour()*60 + local.Minute()
	if late := minute + 24*60 - d.Minute; late <= lateMinutes && d.LastDate != "" {
		if date, ok := dayBefore(local); ok && d.LastDate < date {
			return date, true
		}
	}
	if minute < d.Minute {
		return "", false
	}
	date = local.Format(dateLayout)
	return date, d.LastDate < date
}

// Set switches the digest on, at the minute of the day. Where today's has passed
// the first one is tomorrow's.
func (d *Digest) Set(minute int, now time.Time, loc *time.Location) {
	d.On, d.Minute = true, minute
	local := now.In(loc)
	last := local.Format(dateLayout)
	if local.Hour()*60+local.Minute() < minute {
		last, _ = dayBefore(local)
	}
	d.LastDate = max(d.LastDate, last)
}

// dayBefore returns the date before that of local, and whether the zone had it.
func dayBefore(local time.Time) (string, bool) {
	y, m, day := local.Date()
	date := time.Date(y, m, day-1, 0, 0, 0, 0, time.UTC).Format(dateLayout)
	noon := time.Date(y, m, day-1, 12, 0, 0, 0, local.Location())
	return date, noon.Format(dateLayout) == date
}

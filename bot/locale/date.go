package locale

import (
	"fmt"
	"time"
)

// Clock returns the time of day of t.
func (p *Printer) Clock(t time.Time) string { return t.Format(p.Text("date.clock", nil)) }

// When returns a moment as short as it can be said at now, in t's zone: "today,
// 09:50", "yesterday, 21:10", "25 Feb, 20:03", and with its year another year's.
func (p *Printer) When(t, now time.Time) string {
	now = now.In(t.Location())
	data := Data{"Clock": p.Clock(t), "Day": t.Day(), "Year": t.Year(),
		"Month": p.Text(fmt.Sprintf("date.month.short.%d", t.Month()), nil)}
	switch days := dayNumber(now) - dayNumber(t); {
	case days == 0:
		return p.Text("date.today", data)
	case days == 1:
		return p.Text("date.yesterday", data)
	case t.Year() == now.Year():
		return p.Text("date.day", data)
	}
	return p.Text("date.year", data)
}

// Date returns t's date in full: "Wednesday, 25 February 2026".
func (p *Printer) Date(t time.Time) string {
	return p.Text("date.full", Data{"Day": t.Day(), "Year": t.Year(),
		"Weekday": p.Text(fmt.Sprintf("date.weekday.%d", t.Weekday()), nil),
		"Month":   p.Text(fmt.Sprintf("date.month.%d", t.Month()), nil)})
}

// dayNumber counts the days of the calendar, whatever the clocks do.
func dayNumber(t time.Time) int {
	year, month, day := t.Date()
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

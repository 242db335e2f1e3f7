package backtest

import (
	"slices"
	"time"

	"newsbot/subscriptions/query"
)

// An End says how far back a Test has looked.
type End string

// The ends.
const (
	Whole         End = "whole"          // all Days
	ArchiveBegins End = "archive begins" // there are no stories before
	OutOfTime     End = "out of time"    // it was stopped, or there are too many stories
)

// A Report is what a Test found.
type Report struct {
	Query       *query.Query
	Count       int       // alerts that there would have been
	Looked      int       // stories looked at
	Since       time.Time // the beginning of the first of the Days
	From        time.Time // where what was looked at begins: not before Since
	End         End       // why From is where it is
	Days        []Day     // those from From on, today last
	Weeks       []int     // of seven days, the last ends today; the first may be shorter
	Median      float64   // alerts a day, of the days that are over where there are any
	Busiest     Day       // the latest of those with the most
	PerDay      float64   // on average
	Latest      []int64   // the numbers of the latest stories that count, the newest first
	Volume      Volume
	Suggestions []Suggestion // the best first
}

// A Day is a local day.
type Day struct {
	Date  time.Time // its beginning
	Count int
}

// A Volume judges a number of alerts.
type Volume string

// The volumes.
const (
	TooMany Volume = "too many" // more than Many a day
	TooFew  Volume = "too few"  // none, in Enough at least
	Right   Volume = "right"
)

// Many is how many alerts a day are too many.
const Many = 10

// Enough is how far a Test must have looked back for nothing to be too little.
const Enough = 7 * 24 * time.Hour

// Report returns what was found so far.
func (t *Test) Report() Report {
	r := Report{Query: t.Query, Count: t.base.total, Looked: t.looked, Since: t.since, From: t.from, End: t.end}
	if r.End == "" {
		r.End = OutOfTime
	}
	y, m, d := t.since.Date()
	for i := dayOf(t.from.In(t.Zone)) - dayOf(t.since); i < Days; i++ {
		r.Days = append(r.Days, Day{time.Date(y, m, d+i, 0, 0, 0, 0, t.Zone), t.base.days[i]})
	}
	for end := len(r.Days); end > 0; end -= 7 {
		sum := 0
		for _, day := range r.Days[max(0, end-7):end] {
			sum += day.Count
		}
		r.Weeks = append(r.Weeks, sum)
	}
	slices.Reverse(r.Weeks)
	r.Median = median(r.Days)
	for _, day := range r.Days {
		if day.Count >= r.Busiest.Count {
			r.Busiest = day
		}
	}
	r.PerDay = t.perDay(&t.base)
	r.Volume = t.volume(&t.base)
	for _, h := range t.base.newest[:min(latest, len(t.base.newest))] {
		r.Latest = append(r.Latest, h.seq)
	}
	if t.pass == done {
		r.Suggestions = t.suggestions()
	}
	return r
}

// perDay averages over what was looked at, a day at least. Stories from before, that
// a source still had when it was first looked at, are left out: there were more.
func (t *Test) perDay(c *counter) float64 {
	sum := 0
	for _, n := range c.days[min(max(dayOf(t.from.In(t.Zone))-dayOf(t.since), 0), Days-1):] {
		sum += n
	}
	return float64(sum) / max(1, t.Now.Sub(t.from).Hours()/24)
}

func (t *Test) volume(c *counter) Volume {
	switch {
	case t.perDay(c) > Many:
		return TooMany
	case c.total == 0 && t.Now.Sub(t.from) >= Enough:
		return TooFew
	}
	return Right
}

func median(days []Day) float64 {
	if len(days) > 1 {
		days = days[:len(days)-1]
	}
	if len(days) == 0 {
		return 0
	}
	var counts []int
	for _, d := range days {
		counts = append(counts, d.Count)
	}
	slices.Sort(counts)
	n := len(counts)
	return float64(counts[(n-1)/2]+counts[n/2]) / 2
}

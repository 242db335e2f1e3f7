package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/store"
)

// latestOf returns the latest stories of a report.
func latestOf(ctx context.Context, a *archive.Archive, r backtest.Report) ([]feed.Story, error) {
	var out []feed.Story
	for _, seq := range r.Latest {
		s, err := a.Story(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// showReport shows people what a query would have sent.
func showReport(ctx context.Context, w io.Writer, a *archive.Archive, q asked, r backtest.Report) error {
	stories, err := latestOf(ctx, a, r)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: %s in %d days, %.1f a day", oneLine(q.text), counted(r.Count, "alert"), backtest.Days, r.PerDay)
	if r.Count > 0 {
		fmt.Fprintf(w, " (median %g, %d on %s)", r.Median, r.Busiest.Count, r.Busiest.Date.Format(time.DateOnly))
	}
	fmt.Fprintln(w)
	if r.End != backtest.Whole {
		fmt.Fprintf(w, "  the archive begins on %s, so there were more\n", r.From.Format(time.DateOnly))
	}
	if r.Count > 0 {
		for _, day := range r.Days {
			fmt.Fprintf(w, "  %s %s\n", day.Date.Format(time.DateOnly), bar(day.Count, r.Busiest.Count))
		}
		fmt.Fprintf(w, "  by weeks: %s\n", strings.Trim(fmt.Sprint(r.Weeks), "[]"))
	}
	for i := range stories {
		fmt.Fprintf(w, "  latest: %s  %s\n", stories[i].When().In(r.Since.Location()).Format("2006-01-02 15:04"), oneLine(stories[i].Title))
	}
	switch {
	case r.Volume == backtest.TooMany:
		fmt.Fprintln(w, "  too many")
	case r.Volume == backtest.TooFew:
		fmt.Fprintln(w, "  too few")
	}
	for _, s := range r.Suggestions {
		how := string(s.Change)
		if s.What != "" {
			how += " " + s.What
		}
		fmt.Fprintf(w, "  better: %s  %s, %.1f a day (%s)\n", oneLine(s.Query.String()), counted(s.Count, "alert"), s.PerDay, how)
	}
	return nil
}

// bar draws n beside the most there is.
func bar(n, most int) string {
	const width = 40
	return strings.TrimRight(fmt.Sprintf("%4d %s", n, strings.Repeat("▇", (n*width+most-1)/max(1, most))), " ")
}

type reportLine struct {
	Query       string           `json:"query"` // as it was given
	Count       int              `json:"count"`
	PerDay      float64          `json:"per_day"`
	Median      float64          `json:"median"`
	Busiest     dayLine          `json:"busiest"`
	Since       time.Time        `json:"since"`
	From        time.Time        `json:"from"`
	End         backtest.End     `json:"end"`
	Looked      int              `json:"looked"`
	Days        []dayLine        `json:"days"`
	Weeks       []int            `json:"weeks"`
	Latest      []latestLine     `json:"latest"`
	Volume      backtest.Volume  `json:"volume"`
	Suggestions []suggestionLine `json:"suggestions"`
}

type dayLine struct {
	Date  string `json:"date"`
	Count int    `json:"count"`
}

type latestLine struct {
	Seq   int64     `json:"seq"`
	Title string    `json:"title"`
	Link  string    `json:"link"`
	At    time.Time `json:"at"`
}

type suggestionLine struct {
	Query  string          `json:"query"`
	Change backtest.Change `json:"change"`
	What   string          `json:"what"`
	Count  int             `json:"count"`
	PerDay float64         `json:"per_day"`
}

func showReportJSON(ctx context.Context, w io.Writer, a *archive.Archive, q asked, r backtest.Report) error {
	stories, err := latestOf(ctx, a, r)
	if err != nil {
		return err
	}
	day := func(d backtest.Day) dayLine { return dayLine{d.Date.Format(time.DateOnly), d.Count} }
	line := reportLine{
		Query: q.text, Count: r.Count, PerDay: r.PerDay, Median: r.Median, Busiest: day(r.Busiest), Since: r.Since, From: r.From,
		End: r.End, Looked: r.Looked, Days: []dayLine{}, Weeks: r.Weeks, Latest: []latestLine{}, Volume: r.Volume, Suggestions: []suggestionLine{},
	}
	for _, d := range r.Days {
		line.Days = append(line.Days, day(d))
	}
	for i := range stories {
		s := &stories[i]
		line.Latest = append(line.Latest, latestLine{s.Seq, s.Title, s.Link, s.When().UTC()})
	}
	for _, s := range r.Suggestions {
		line.Suggestions = append(line.Suggestions, suggestionLine{s.Query.String(), s.Change, s.What, s.Count, s.PerDay})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return out.Encode(line)
}

//go:build unix

package backtest_test

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/store/boltstore"
	"newsbot/subscriptions/workload"
)

// BenchmarkBacktest looks through an archive on disk of stories of 297 words on
// average, made up by package workload: for a country, which needs no words; for a
// word that nothing has; and for one that too many have, which takes two passes. The
// metric counts each story once, in the time of the processors, as others may use them
// too.
func BenchmarkBacktest(b *testing.B) {
	const stories = 5000
	db, err := boltstore.Open(filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	a, err := archive.Open(b.Context(), db, archive.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var entries []feed.Entry
	for made := range workload.New(workload.English, 1).Stories(stories) {
		i := len(entries)
		story := *made
		s := &story
		s.ID = fmt.Sprint(i)
		if i%3 == 0 {
			s.Title = "Pangolin " + s.Title
		}
		s.Found = now.Add(-29*day + time.Duration(i)*8*time.Minute)
		s.Published = s.Found
		entries = append(entries, feed.Entry{Story: s})
	}
	if err := a.Commit(b.Context(), "https://example.org/rss", entries); err != nil {
		b.Fatal(err)
	}
	for _, test := range []struct{ name, text string }{
		{"country", "Italy"}, {"nothing", "zeppelin"}, {"too many", "pangolin"},
	} {
		b.Run(test.name, func(b *testing.B) {
			q, start := parse(b, test.text), processors(b)
			for b.Loop() {
				t := backtest.New(backtest.Options{Archive: a, Query: q, Zone: zone, Now: now})
				if finished, err := t.Run(b.Context(), time.Now().Add(time.Hour)); err != nil || !finished {
					b.Fatal(finished, err)
				}
				if r := t.Report(); r.Looked != stories {
					b.Fatalf("looked at %d stories, want %d", r.Looked, stories)
				}
			}
			b.ReportMetric(float64(b.N)*stories/(processors(b)-start).Seconds(), "stories/cpu-s")
		})
	}
}

// processors returns the time that the process has had.
func processors(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package subscriptions_test

import (
	"slices"
	"testing"
	"time"

	"newsbot/subscriptions/index"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
)

// BenchmarkChurn measures how long one story takes among a million subscriptions while
// 5,000 a second come or go, on a clock: p50-µs and p99-µs.
func BenchmarkChurn(b *testing.B) {
	const (
		aSecond = 5000
		tick    = 10 * time.Millisecond
		batch   = int(aSecond * tick / time.Second)
	)
	m := newMatching(b, workload.English, 1_000_000)
	var others []*query.Query
	for s := range workload.New(workload.English, 2).Subscriptions(20_000) {
		q, err := query.Parse(s.String())
		if err != nil {
			b.Fatal(err)
		}
		others = append(others, q)
	}
	// All others come, then all go, and so on.
	stop, done := make(chan struct{}), make(chan int)
	go func() {
		clock := time.NewTicker(tick)
		defer clock.Stop()
		for n := 0; ; {
			select {
			case <-stop:
				done <- n
				return
			case <-clock.C:
			}
			for range batch {
				q := others[n%len(others)]
				s := index.Subscriber{Chat: 1_000_000, ID: int32(n%len(others) + 1)}
				if n/len(others)%2 == 0 {
					m.index.Add(q, s)
				} else {
					m.index.Remove(q, s)
				}
				n++
			}
		}
	}()
	took := make([]time.Duration, 0, 1<<20)
	begin := time.Now()
	for b.Loop() {
		start := time.Now()
		m.match(m.stories[len(took)%len(m.stories)])
		took = append(took, time.Since(start))
	}
	elapsed := time.Since(begin)
	close(stop)
	b.ReportMetric(float64(<-done)/elapsed.Seconds(), "changes/s")
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1000, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1000, "p99-µs")
}

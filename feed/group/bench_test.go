package group_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/group"
)

// Stories through a full window, each asked about and added. Words are as rare as
// in language: the n-th most frequent one is there 1/n as often as the first.
func BenchmarkGrouper(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 20, 60_000)
	story := func(n int) feed.Story {
		var text strings.Builder
		for range 35 {
			fmt.Fprintf(&text, "w%x ", zipf.Uint64())
		}
		words := text.String()
		return feed.Story{Seq: int64(n + 1), SourceURL: fmt.Sprint(n % 400), Found: noon,
			Item: feed.Item{Title: words[:50], Summary: words[50:], Link: fmt.Sprintf("https://x.example/%d", n)}}
	}
	before := heap()
	g := group.New()
	n := 0
	for ; n < group.MaxStories; n++ {
		s := story(n)
		g.Add(&s)
	}
	kept := heap() - before
	stories := make([]feed.Story, b.N)
	for i := range stories {
		stories[i] = story(n + i)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range stories {
		g.Join(&stories[i])
		g.Add(&stories[i])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "stories/s")
	b.ReportMetric(kept/(1<<20), "MiB")
}

func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

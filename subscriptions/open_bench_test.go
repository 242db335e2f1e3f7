package subscriptions

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
	"newsbot/subscriptions/workload"
)

// BenchmarkOpenBook measures how long it takes from a bbolt file to a book that can be
// asked who wants a story, and the memory it takes for each subscription.
func BenchmarkOpenBook(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run("subs="+size.name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "newsbot.db")
			fill(b, file, size.n)
			var book *Book
			for b.Loop() {
				b.StopTimer()
				book = nil
				before := heap()
				b.StartTimer()
				w, done := lead(b, file)
				var err error
				if book, err = OpenBook(b.Context(), w); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				if n, _ := book.index.Len(); n != size.n || len(book.Problems()) > 0 {
					b.Fatalf("the index has %d subscriptions, want %d; problems: %v", n, size.n, book.Problems())
				}
				b.ReportMetric(float64(heap()-before)/float64(size.n), "B/sub")
				done()
				b.StartTimer()
			}
			runtime.KeepAlive(book)
		})
	}
}

// BenchmarkRecipients measures what one story costs from its text to the sorted chats
// that want it, each with its subscriptions.
func BenchmarkRecipients(b *testing.B) {
	stories := slices.Collect(workload.New(workload.English, 1).Stories(1000))
	for _, size := range []struct {
		name string
		n    int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run("subs="+size.name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "newsbot.db")
			fill(b, file, size.n)
			w, done := lead(b, file)
			defer done()
			book, err := OpenBook(b.Context(), w)
			if err != nil {
				b.Fatal(err)
			}
			chats, i := 0, 0
			for b.Loop() {
				chats += len(book.Match(stories[i%len(stories)]))
				i++
			}
			b.ReportMetric(float64(chats)/float64(i), "chats/story")
		})
	}
}

// heap returns the bytes in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func lead(b *testing.B, file string) (store.Writer, func()) {
	b.Helper()
	s, err := boltstore.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	w, err := s.Lead(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return w, func() {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// fill stores n subscriptions of chats with ten each.
func fill(b *testing.B, file string, n int) {
	b.Helper()
	canonical := map[string]string{}
	buckets := map[int][]*Chat{}
	var c *Chat
	var chats int64
	for s := range workload.New(workload.English, 1).Subscriptions(n) {
		if c == nil || len(c.Subscriptions) == 10 {
			c = &Chat{ID: 100_000_000 + chats, Kind: Private, Language: "en", Created: time.Unix(1_780_000_000, 0), NextID: 11}
			chats++
			buckets[bucketOf(c.ID)] = append(buckets[bucketOf(c.ID)], c)
		}
		text := s.String()
		if canonical[text] == "" {
			q, err := query.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			canonical[text] = q.String()
		}
		c.Subscriptions = append(c.Subscriptions, Subscription{ID: len(c.Subscriptions) + 1, Query: canonical[text], Created: c.Created})
	}
	w, done := lead(b, file)
	defer done()
	var ops []store.Op
	for at, chats := range buckets {
		op, err := bucketOp(at, chats)
		if err != nil {
			b.Fatal(err)
		}
		if ops = append(ops, op); len(ops) == 50 {
			if err := w.Apply(b.Context(), ops); err != nil {
				b.Fatal(err)
			}
			ops = nil
		}
	}
	if err := w.Apply(b.Context(), ops); err != nil {
		b.Fatal(err)
	}
}

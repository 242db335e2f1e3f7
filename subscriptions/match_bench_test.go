package subscriptions_test

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/index"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/workload"
	"newsbot/subscriptions/workload/postgres"
)

// sizes are numbers of subscriptions; PostgreSQL is not asked past the million.
var sizes = []struct {
	name string
	n    int
}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}, {"10M", 10_000_000}}

const mostOfPeer = 1_000_000

// BenchmarkMatch measures what one story costs, from its text to the subscribers
// of each query that matches it, in stories/cpu-s: stories a second of processor
// time. B/sub is the memory of the index for each subscription.
//
// In subs= the same stories are matched with the same subscriptions by PostgreSQL
// in the same run: postgres/cpu-s are its stories a second of processor time, and
// x-postgres is how many times as many ours are; covering/cpu-s and x-covering are
// the same of PostgreSQL with a covering index. All must find the same.
func BenchmarkMatch(b *testing.B) {
	p := peer{b: b}
	b.Cleanup(p.close)
	for _, size := range sizes {
		b.Run("subs="+size.name, func(b *testing.B) {
			m := newMatching(b, workload.English, size.n)
			rate := m.measure(b)
			if size.n <= mostOfPeer {
				p.compare(b, m, rate)
			}
		})
	}
	for _, l := range []workload.Language{workload.Russian, workload.Kazakh} {
		for _, size := range sizes[:3] {
			b.Run("lang="+l.String()+"/"+size.name, func(b *testing.B) { newMatching(b, l, size.n).measure(b) })
		}
	}
}

// A matching is stories and an index that they are matched with.
type matching struct {
	workload      *workload.Workload
	subscriptions int
	stories       []*feed.Story
	index         *index.Index
	bytes         uint64 // of the index
}

func newMatching(t testing.TB, l workload.Language, n int) *matching {
	t.Helper()
	w := workload.New(l, 1)
	m := &matching{workload: w, subscriptions: n, stories: slices.Collect(w.Stories(1000))}
	before := heap()
	m.index = index.New()
	m.fill(t)
	m.bytes = heap() - before
	return m
}

// fill subscribes chats of ten subscriptions each.
func (m *matching) fill(t testing.TB) {
	t.Helper()
	parsed := map[string]*query.Query{}
	i := 0
	for s := range m.workload.Subscriptions(m.subscriptions) {
		text := s.String()
		q := parsed[text]
		if q == nil {
			var err error
			if q, err = query.Parse(text); err != nil {
				t.Fatalf("Parse(%q): %v", text, err)
			}
			parsed[text] = q
		}
		m.index.Add(q, index.Subscriber{Chat: int64(1 + i/10), ID: int32(1 + i%10)})
		i++
	}
}

// heap returns the bytes in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// match returns how much matches a story.
func (m *matching) match(s *feed.Story) (a postgres.Answer) {
	m.index.Match(s, func(subscribers []index.Subscriber) {
		a.Queries++
		a.Subscriptions += len(subscribers)
	})
	return a
}

// A round is at least so much processor time; the best counts, as others use the
// machine too.
const round = 300 * time.Millisecond

// measure matches stories for the time of the benchmark and reports how many a
// second of processor time, of the best round; in less than a round, of it all.
func (m *matching) measure(b *testing.B) (rate float64) {
	for _, s := range m.stories { // the words of the first stories are new
		m.match(s)
	}
	matched, i, since := 0, 0, 0
	first := cpu()
	begin := first
	for b.Loop() {
		matched += m.match(m.stories[i%len(m.stories)]).Subscriptions
		if i++; i%len(m.stories) != 0 {
			continue
		}
		if now := cpu(); now-begin >= round {
			rate = max(rate, float64(i-since)/(now-begin).Seconds())
			begin, since = now, i
		}
	}
	if rate == 0 {
		rate = float64(i) / (cpu() - first).Seconds()
	}
	b.ReportMetric(rate, "stories/cpu-s")
	b.ReportMetric(float64(m.bytes)/float64(m.subscriptions), "B/sub")
	b.ReportMetric(float64(matched)/float64(i), "matched/story")
	return rate
}

// A peer is the PostgreSQL of a benchmark, started when it is first asked.
type peer struct {
	b      testing.TB
	server *postgres.Server
	err    error
}

// start returns the server, or nil where there is none; in CI (NEWSBOT_CI=1) that
// is a failure.
func (p *peer) start(t testing.TB) *postgres.Server {
	t.Helper()
	if p.server == nil && p.err == nil {
		p.server, p.err = postgres.Start()
	}
	if errors.Is(p.err, postgres.ErrNotInstalled) && os.Getenv("NEWSBOT_CI") != "1" {
		t.Logf("no comparison: %v", p.err)
		return nil
	}
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p.server
}

func (p *peer) close() {
	if p.server == nil {
		return
	}
	if err := p.server.Close(); err != nil {
		p.b.Error(err)
	}
}

// compare reports how fast PostgreSQL is and how many times as fast rate is.
func (p *peer) compare(b *testing.B, m *matching, rate float64) {
	server := p.start(b)
	if server == nil {
		return
	}
	if _, err := server.Load(m.workload, m.subscriptions, m.stories); err != nil {
		b.Fatal(err)
	}
	plain := m.peerRate(b, server)
	b.ReportMetric(plain, "postgres/cpu-s")
	b.ReportMetric(rate/plain, "x-postgres")
	if err := server.Cover(); err != nil {
		b.Fatal(err)
	}
	covering := m.peerRate(b, server)
	b.ReportMetric(covering, "covering/cpu-s")
	b.ReportMetric(rate/covering, "x-covering")
}

// peerRate returns the stories a second of processor time of the best of three
// rounds of PostgreSQL, of all stories each.
func (m *matching) peerRate(t testing.TB, server *postgres.Server) (rate float64) {
	t.Helper()
	for i := range 3 {
		answers, took, err := server.Match(m.stories)
		if err != nil {
			t.Fatal(err)
		}
		rate = max(rate, float64(len(m.stories))/took.Seconds())
		if i == 0 {
			m.agree(t, answers)
		}
	}
	return rate
}

// agree checks that PostgreSQL found what the index finds.
func (m *matching) agree(t testing.TB, answers []postgres.Answer) {
	t.Helper()
	wrong := 0
	for i, s := range m.stories[:len(answers)] {
		if got := m.match(s); got != answers[i] {
			if wrong++; wrong <= 3 {
				t.Errorf("story %d matches %+v by the index and %+v by PostgreSQL", i+1, got, answers[i])
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d stories match otherwise by PostgreSQL", wrong, len(answers))
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// A country of feeds: so many, on so many hosts, of which some are slow and some
// broken, and in some of which there is something new in each round.
const (
	manyFeeds   = 10_000
	manyHosts   = 1_000
	slowEvery   = 20  // every 20th feed is slow: 5 %
	brokenEvery = 50  // 2 %
	newsEvery   = 100 // 1 %
	slowness    = 2 * time.Second
)

// measureRound lets newsbot look at 10,000 feeds once, on a store that knows
// them all, and looks at how long that takes and what it occupies meanwhile.
func measureRound(ctx context.Context, b *bench) (figures []figure, err error) {
	w, err := b.openWorld(ctx, nil, false, setting{"POLL_EVERY": "1m", "POLL_SCHEDULE": "@every 1s"})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	c, err := openCrowd()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	w.feeds, w.settings["CONFIG"] = nil, filepath.Join(w.dir, "feeds.yaml")
	if err := os.WriteFile(w.settings["CONFIG"], c.configuration(), 0o600); err != nil {
		return nil, err
	}

	b.say("the first look at %d feeds", manyFeeds)
	if _, _, err := w.round(ctx, c); err != nil {
		return nil, err
	}
	// The second looks are spread over twice the interval; then all are due.
	if err := pause(ctx, 2*time.Minute+10*time.Second); err != nil {
		return nil, err
	}
	news := c.publish()
	took, occupied, err := w.round(ctx, c)
	if err != nil {
		return nil, err
	}
	log, err := os.ReadFile(filepath.Join(w.dir, "log"))
	if err != nil {
		return nil, err
	}
	if found := strings.Count(string(log), `"source read"`); found != news {
		return nil, fmt.Errorf("%d of %d feeds with news were found to have some", found, news)
	}
	detail := fmt.Sprintf("%d feeds on %d hosts: %d slow (%v), %d broken, %d with news, all found",
		manyFeeds, manyHosts, manyFeeds/slowEvery, slowness, manyFeeds/brokenEvery, news)
	return []figure{
		below(noted("round.time", took.Seconds(), "s", detail), 30),
		below(noted("round.memory", occupied.peak, "MB", "resident at the most, what is mapped of the store included, which the system may drop"), 200),
		noted("round.memory.own", occupied.anonymous, "MB", fmt.Sprintf("heap and stacks at the end, beside %.1f MB of files", occupied.file)),
		atMost(noted("round.connections", float64(c.most()), "", "requests under way at one host at once"), 2),
	}, nil
}

// round runs newsbot until every feed was asked, and returns how long that took
// from the first request to the last answer.
func (w *world) round(ctx context.Context, c *crowd) (time.Duration, memory, error) {
	c.reset()
	p, err := w.run(ctx)
	if err != nil {
		return 0, memory{}, err
	}
	if err := p.until(ctx, "all feeds to be asked", func() bool { return c.asked() >= manyFeeds }); err != nil {
		return 0, memory{}, errors.Join(err, p.kill())
	}
	took := c.took()
	// What was read is stored.
	if err := pause(ctx, 2*time.Second); err != nil {
		return 0, memory{}, errors.Join(err, p.kill())
	}
	m, err := residentMemory(p)
	if err != nil {
		return 0, m, errors.Join(err, p.kill())
	}
	_, err = p.stop(ctx)
	return took, m, err
}

// A crowd is 10,000 feeds on 1,000 hosts, each an address of this machine's own
// network 127.0.0.0/8.
type crowd struct {
	origin *feedtest.Origin
	server *http.Server
	port   string
	served chan error

	mu          sync.Mutex
	feeds       map[string]bool // by path: asked since the last reset
	first, last time.Time
	underWay    map[string]int // requests, by host
	mostAsked   int            // the most of them there ever were
}

func openCrowd() (*crowd, error) {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		return nil, err
	}
	c := &crowd{
		origin: feedtest.New(), served: make(chan error, 1),
		feeds: make(map[string]bool), underWay: make(map[string]int),
	}
	_, c.port, _ = net.SplitHostPort(listener.Addr().String())
	for i := range manyFeeds {
		c.fill(i)
	}
	c.server = &http.Server{Handler: c, ReadHeaderTimeout: time.Minute}
	go func() { c.served <- c.server.Serve(listener) }()
	return c, nil
}

func (c *crowd) close() error {
	err := c.server.Close()
	if served := <-c.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

func crowdPath(i int) string { return "/" + strconv.Itoa(i) }

// fill makes a feed with ten stories, of each a headline and a lead.
func (c *crowd) fill(i int) {
	path := crowdPath(i)
	for n := range 10 {
		c.origin.Publish(path, crowdItem(i, n))
	}
	switch {
	case i%brokenEvery == 7:
		kinds := []feedtest.Kind{feedtest.Fail, feedtest.WebPage, feedtest.Short, feedtest.Reset}
		c.origin.Misbehave(path, feedtest.Fault{Kind: kinds[i/brokenEvery%len(kinds)]})
	case i%slowEvery == 3:
		c.origin.Misbehave(path, feedtest.Fault{Kind: feedtest.Slow, Pause: slowness})
	}
}

func crowdItem(i, n int) feed.Item {
	id := fmt.Sprintf("%d-%d", i, n)
	return feed.Item{
		GUID: id, Link: "https://example.org/" + id, Title: "What feed " + strconv.Itoa(i) + " reports, part " + strconv.Itoa(n),
		Summary:   strings.Repeat("The lead of story "+id+" says what happened. ", 5),
		Published: time.Now().Add(time.Duration(n-10) * time.Hour), Views: -1,
	}
}

// publish puts a story into some of the good feeds and returns how many.
func (c *crowd) publish() (n int) {
	for i := 0; i < manyFeeds; i += newsEvery {
		c.origin.Publish(crowdPath(i), crowdItem(i, 10))
		n++
	}
	return n
}

func (c *crowd) configuration() []byte {
	var b strings.Builder
	b.WriteString("feeds:\n")
	for i := range manyFeeds {
		host := i % manyHosts
		fmt.Fprintf(&b, "  - url: http://127.%d.0.%d:%s%s\n", host/250+1, host%250+1, c.port, crowdPath(i))
	}
	return []byte(b.String())
}

func (c *crowd) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, _ := net.SplitHostPort(r.Host)
	c.mu.Lock()
	if c.first.IsZero() {
		c.first = time.Now()
	}
	c.underWay[host]++
	c.mostAsked = max(c.mostAsked, c.underWay[host])
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.underWay[host]--
		c.feeds[r.URL.Path], c.last = true, time.Now()
	}()
	c.origin.ServeHTTP(w, r)
}

func (c *crowd) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.feeds)
	c.first, c.last, c.mostAsked = time.Time{}, time.Time{}, 0
}

func (c *crowd) asked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.feeds)
}

func (c *crowd) took() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last.Sub(c.first)
}

func (c *crowd) most() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mostAsked
}

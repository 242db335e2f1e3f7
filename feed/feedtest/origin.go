// Package feedtest is an origin server for tests, benchmarks and the demo: it
// publishes stories as RSS or as a listing while it runs, honours validators, counts
// and keeps the requests, and misbehaves on request.
//
//	o := feedtest.New()
//	address, err := o.Start("127.0.0.1:0")
//	defer o.Close()
//	o.Publish("/news.xml", feed.Item{Title: "A headline"})
//
// An Origin is an http.Handler as well, for whoever has a server.
package feedtest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net"
	"net/http"
	"path"
	"sync"
	"time"

	"newsbot/feed"
)

// maxRequests is how many requests are kept; those before are only counted.
const maxRequests = 10_000

// An Origin serves feeds. All methods may be called at any time from any
// goroutine.
type Origin struct {
	// Now gives the time of changes and of requests; nil: time.Now. It is set
	// before the first use.
	Now func() time.Time

	server *http.Server
	served chan struct{} // closed when the server has stopped
	url    string

	mu       sync.Mutex
	pages    map[string]*page
	requests []Request
	count    map[string]int
	changed  chan struct{} // closed at the next request
}

// page is what stands under one path.
type page struct {
	config      Feed
	items       []feed.Item
	stale       bool // the items are to be shown anew, at the next request
	body        []byte
	contentType string
	modified    time.Time
	fault       Fault
}

// A Feed says how the items published under a path are shown.
type Feed struct {
	Format   feed.Format    // RSS or Listing; empty: Listing for *.txt, else RSS
	Title    string         // of RSS; empty: the path
	Language string         // of RSS, as "en"; empty: none
	TimeZone *time.Location // of a listing's times; nil: UTC
	Window   int            // how many of the newest items are shown; 0: all
	CacheFor time.Duration  // max-age; 0: not said
	Hub      string         // that RSS names; empty: none
	Self     string         // the address that RSS gives itself; empty: none
	Links    []string       // Link headers
}

// A Request is one that was received.
type Request struct {
	At     time.Time
	Path   string
	Header http.Header
	Status int // of the answer; 0: none, the connection was cut
}

// New returns an Origin without pages.
func New() *Origin {
	return &Origin{pages: make(map[string]*page), count: make(map[string]int), changed: make(chan struct{})}
}

// Start serves on an address, as "127.0.0.1:0", and returns the URL of the root,
// without a slash at its end. Close ends it.
func (o *Origin) Start(address string) (string, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", fmt.Errorf("start the origin: %w", err)
	}
	o.url = "http://" + listener.Addr().String()
	o.server = &http.Server{Handler: o, ReadHeaderTimeout: 10 * time.Second}
	o.served = make(chan struct{})
	go func() {
		defer close(o.served)
		_ = o.server.Serve(listener) // ends with ErrServerClosed, by Close
	}()
	return o.url, nil
}

// URL returns the address of a path on a started Origin.
func (o *Origin) URL(p string) string { return o.url + p }

// Close cuts all connections and waits for the server to have stopped.
func (o *Origin) Close() error {
	if o.server == nil {
		return nil
	}
	err := o.server.Close()
	<-o.served
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Configure sets how the items of a path are shown.
func (o *Origin) Configure(p string, f Feed) {
	o.change(p, func(pg *page) { pg.config, pg.stale = f, true })
}

// Publish adds items to a path, in the order given: the last is the newest and
// stands first in RSS and in a listing.
func (o *Origin) Publish(p string, items ...feed.Item) {
	o.change(p, func(pg *page) { pg.items, pg.stale = append(pg.items, items...), true })
}

// Edit replaces the items of a path, oldest first, by what change makes of them.
func (o *Origin) Edit(p string, change func([]feed.Item) []feed.Item) {
	o.change(p, func(pg *page) { pg.items, pg.stale = change(append([]feed.Item(nil), pg.items...)), true })
}

// Set puts bytes under a path as they are.
func (o *Origin) Set(p, contentType string, body []byte) {
	o.change(p, func(pg *page) {
		pg.body, pg.contentType, pg.stale = append([]byte(nil), body...), contentType, false
	})
}

// Misbehave sets what goes wrong under a path from now on; the zero Fault ends it.
func (o *Origin) Misbehave(p string, f Fault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.page(p).fault = f
}

// change changes a page; its validators are others afterwards.
func (o *Origin) change(p string, do func(*page)) {
	now := o.now()
	o.mu.Lock()
	defer o.mu.Unlock()
	pg := o.page(p)
	do(pg)
	// Last-Modified counts in seconds: a second change within one must differ too.
	if next := pg.modified.Add(time.Second); !now.After(next) && !pg.modified.IsZero() {
		now = next
	}
	pg.modified = now
}

// page returns the page of a path. The caller holds mu.
func (o *Origin) page(p string) *page {
	pg := o.pages[p]
	if pg == nil {
		pg = &page{}
		o.pages[p] = pg
	}
	return pg
}

// render shows the items. The caller holds the Origin's mu.
func (pg *page) render(p string) {
	pg.stale = false
	items := pg.items
	if w := pg.config.Window; w > 0 && len(items) > w {
		items = items[len(items)-w:]
	}
	newest := make([]feed.Item, len(items))
	for i, item := range items {
		newest[len(items)-1-i] = item
	}
	if pg.config.Format == feed.Listing || pg.config.Format == "" && path.Ext(p) == ".txt" {
		pg.body, pg.contentType = RenderListing(newest, pg.config.TimeZone), "text/plain; charset=utf-8"
		return
	}
	f := pg.config
	if f.Title == "" {
		f.Title = p
	}
	pg.body, pg.contentType = RenderRSS(f, newest), "application/rss+xml; charset=utf-8"
}

func (pg *page) etag() string {
	h := fnv.New64a()
	h.Write(pg.body)
	return fmt.Sprintf(`W/"%x"`, h.Sum64())
}

func (o *Origin) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// Requests returns those received for a path, oldest first; of all paths
// where it is empty.
func (o *Origin) Requests(p string) []Request {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []Request
	for _, r := range o.requests {
		if p == "" || r.Path == p {
			found = append(found, r)
		}
	}
	return found
}

// Count returns how many requests a path has had; all of them where it is empty.
func (o *Origin) Count(p string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.count[p]
}

// Await waits until a path has had n requests in all.
func (o *Origin) Await(ctx context.Context, p string, n int) error {
	for {
		o.mu.Lock()
		got, changed := o.count[p], o.changed
		o.mu.Unlock()
		if got >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d requests for %s: %w", got, n, p, ctx.Err())
		}
	}
}

func (o *Origin) record(r *http.Request, status int) {
	now := o.now()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.requests) == maxRequests {
		o.requests = append(o.requests[:0], o.requests[maxRequests/2:]...)
	}
	o.requests = append(o.requests, Request{At: now, Path: r.URL.Path, Header: r.Header.Clone(), Status: status})
	o.count[r.URL.Path]++
	o.count[""]++
	close(o.changed)
	o.changed = make(chan struct{})
}

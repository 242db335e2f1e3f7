package feed_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/country"
	"newsbot/subscriptions/store/storetest"
)

var start = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

const address = "https://example.org/feed"

// A world is a poller with origins, a disk and a clock of its own.
type world struct {
	t       *testing.T
	disk    storetest.Memory
	now     time.Time
	log     bytes.Buffer
	sources []feed.Source
	version int                // of the parser
	spacing time.Duration      // between requests to one host
	mu      sync.Mutex         // held by the one that calls fetched
	fetched func(feed.Request) // called with each; may be nil

	origins map[string]*origin
	archive *archive.Archive
	poller  *feed.Poller
	cursor  int64
	polls   []feed.Poll
}

// An origin answers with a document, or as it is told to.
type origin struct {
	mu       sync.Mutex
	doc      feed.Document
	etag     string
	modified string
	maxAge   time.Duration
	always   int // a status to answer with: 304, or an error from 400 on
	retry    time.Duration
	gone     bool
	silent   bool          // there is no answer
	repeats  bool          // an error that repeats the question
	reach    feed.Reach    // that of every answer, if there is none of HTTP
	garbage  bool          // the body cannot be parsed
	hold     chan struct{} // requests wait for it to be closed
	requests []feed.Request
	parsed   int
}

func newWorld(t *testing.T) *world {
	w := &world{
		t: t, now: start, version: 1, spacing: time.Nanosecond,
		sources: []feed.Source{{URL: address, Every: 5 * time.Minute}},
		origins: map[string]*origin{address: {}},
	}
	return w
}

func (w *world) origin() *origin { return w.origins[address] }

// start starts the process anew on the disk as it is.
func (w *world) start() {
	w.t.Helper()
	w.disk.Crash()
	writer, err := w.disk.Open().Lead(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if w.archive, err = archive.Open(w.t.Context(), writer, archive.Options{}); err != nil {
		w.t.Fatal(err)
	}
	var mu sync.Mutex
	w.poller, err = feed.New(feed.Options{
		Sources: w.sources, Fetcher: w, Parser: w, Tagger: w, Archive: w.archive,
		ParserVersion: w.version, Spacing: w.spacing,
		Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		Now: func() time.Time { return w.now },
		Observe: func(p feed.Poll) {
			mu.Lock()
			defer mu.Unlock()
			w.polls = append(w.polls, p)
		},
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// tick lets the poller poll what is due now.
func (w *world) tick() error {
	err := w.poller.Tick(w.t.Context())
	w.poller.Wait()
	return err
}

// look waits until every source is due, polls, and returns the titles of the
// stories that alert.
func (w *world) look() []string {
	w.t.Helper()
	w.now = w.now.Add(27 * time.Hour)
	if err := w.tick(); err != nil {
		w.t.Fatal(err)
	}
	return w.alerts()
}

// alerts returns the titles of the stories that alert and were not returned yet.
func (w *world) alerts() []string {
	w.t.Helper()
	stories, err := w.archive.After(w.t.Context(), w.cursor, 10_000)
	if err != nil {
		w.t.Fatal(err)
	}
	titles := []string{}
	for _, s := range stories {
		w.cursor = s.Seq
		if !s.Baseline {
			titles = append(titles, s.Title)
		}
	}
	return titles
}

// expect polls and compares the titles that alert.
func (w *world) expect(want ...string) {
	w.t.Helper()
	if got := w.look(); !slices.Equal(got, append([]string{}, want...)) {
		w.t.Errorf("alerts %q, want %q", got, want)
	}
}

func (w *world) publish(items ...feed.Item) { w.origin().doc.Items = items }

func (w *world) Fetch(ctx context.Context, req feed.Request) (*feed.Response, error) {
	o := w.origins[req.URL]
	o.mu.Lock()
	o.requests = append(o.requests, req)
	if w.fetched != nil {
		w.mu.Lock()
		w.fetched(req)
		w.mu.Unlock()
	}
	hold := o.hold
	o.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	resp := &feed.Response{Status: 200, URL: req.URL, ETag: o.etag, LastModified: o.modified, MaxAge: o.maxAge}
	switch {
	case o.silent:
		return nil, &feed.FetchError{URL: req.URL, Err: errors.New("no such host")}
	case o.repeats:
		return nil, &feed.FetchError{URL: req.URL, Status: 403, Err: &url.Error{Op: "Get", URL: req.URL, Err: errors.New("Pl4nted")}}
	case o.reach != feed.NoAnswer:
		return nil, &feed.FetchError{URL: req.URL, Reach: o.reach, Err: errors.New("refused")}
	case o.always >= 400:
		return nil, &feed.FetchError{URL: req.URL, Status: o.always, RetryAfter: o.retry, Gone: o.gone}
	case o.always == 304, req.ETag != "" && req.ETag == o.etag:
		resp.NotModified = true
		return resp, nil
	case o.garbage:
		resp.Body = []byte("<html>")
		return resp, nil
	}
	body, err := json.Marshal(o.doc.Items)
	resp.Body = append(body, o.doc.Title...)
	return resp, err
}

func (w *world) Parse(src feed.Source, resp *feed.Response) (*feed.Document, error) {
	o := w.origins[src.URL]
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parsed++
	if bytes.HasPrefix(resp.Body, []byte("<html>")) {
		return nil, errors.New("no feed: an HTML page")
	}
	doc := o.doc
	return &doc, nil
}

func (w *world) TagAt(_ time.Time, title, text string) country.Tags {
	if strings.Contains(title+text, "Italy") {
		return country.Tags{About: []country.Code{"IT"}, Mentioned: []country.Code{"IT"}}
	}
	return country.Tags{}
}

// item returns an item of an ordinary feed, published n hours after the start.
func item(n int) feed.Item {
	id := string(rune('a' + n%26))
	if n >= 26 {
		id += string(rune('a' + n/26))
	}
	return feed.Item{
		GUID: "guid-" + id, Link: "https://example.org/" + id, Title: "Title " + id,
		Text: "Text of " + id + ". " + strings.Repeat("It goes on. ", 10), Views: -1,
		Published: start.Add(time.Duration(n) * time.Hour),
	}
}

// listed returns the same as an entry of a listing: without identity.
func listed(n int) feed.Item {
	it := item(n)
	it.GUID, it.Link, it.Views = "", "", 100
	return it
}

func items(from, to int, of func(int) feed.Item) (all []feed.Item) {
	for n := to; n >= from; n-- {
		all = append(all, of(n))
	}
	return all
}

// with returns the item after a change.
func with(it feed.Item, change func(*feed.Item)) feed.Item {
	change(&it)
	return it
}

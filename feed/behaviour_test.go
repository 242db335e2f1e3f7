package feed_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/country"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
	"newsbot/feed/parse"
	"newsbot/subscriptions/store/storetest"
)

// The behaviours are those that publishers expect of a reader of feeds, by
// number. Package fetch has the tests of those that end within one request.
type behaviour struct {
	number int
	name   string
	run    func(*stand)
}

func checkBehaviours(t *testing.T, all []behaviour) {
	t.Helper()
	for _, b := range all {
		t.Run(fmt.Sprintf("%d %s", b.number, b.name), func(t *testing.T) { b.run(newStand(t)) })
	}
}

const page = "/news.xml"

// A stand is a newsstand: a poller with the real fetcher, parser and archive,
// an origin that it asks over the network, and a clock of its own.
type stand struct {
	*testing.T
	origin  *feedtest.Origin
	sources []feed.Source
	version int  // of the parser
	public  bool // the origin passes for a host of the open internet
	disk    storetest.Memory
	log     bytes.Buffer

	mu       sync.Mutex
	now      time.Time
	outcomes []feed.Outcome

	fetcher *fetch.Fetcher
	archive *archive.Archive
	poller  *feed.Poller
	cursor  int64
}

// newStand follows page of a new origin, which has one item.
func newStand(t *testing.T) *stand {
	s := &stand{T: t, now: start, origin: feedtest.New()}
	s.origin.Now = s.clock
	if _, err := s.origin.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.fetcher = fetch.New(fetch.Options{AllowPrivate: true, Now: s.clock})
	t.Cleanup(func() {
		s.fetcher.Close()
		if err := s.origin.Close(); err != nil {
			t.Error(err)
		}
	})
	s.origin.Publish(page, item(0))
	s.sources = []feed.Source{{URL: s.origin.URL(page)}}
	return s
}

func (s *stand) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *stand) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// open starts the process anew on the disk as it is, and asks nothing yet.
func (s *stand) open() {
	s.Helper()
	s.disk.Crash()
	w, err := s.disk.Open().Lead(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	if s.archive, err = archive.Open(s.Context(), w, archive.Options{}); err != nil {
		s.Fatal(err)
	}
	s.poller, err = feed.New(feed.Options{
		Sources: s.sources, Fetcher: s, Parser: parse.New(), Tagger: country.New(""), Archive: s.archive,
		ParserVersion: s.version, Spacing: time.Nanosecond, Log: slog.New(slog.NewTextHandler(&s.log, nil)), Now: s.clock,
		Observe: func(p feed.Poll) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.outcomes = append(s.outcomes, p.Outcome)
		},
	})
	if err != nil {
		s.Fatal(err)
	}
}

// Fetch asks over the network.
func (s *stand) Fetch(ctx context.Context, req feed.Request) (*feed.Response, error) {
	resp, err := s.fetcher.Fetch(ctx, req)
	var failed *feed.FetchError
	if errors.As(err, &failed) && s.public {
		failed.Private = false
	}
	return resp, err
}

// tick polls what is due now and returns the titles that alert.
func (s *stand) tick() []string {
	s.Helper()
	if s.poller == nil {
		s.open()
	}
	if err := s.poller.Tick(s.Context()); err != nil {
		s.Fatal(err)
	}
	s.poller.Wait()
	stories, err := s.archive.After(s.Context(), s.cursor, 10_000)
	if err != nil {
		s.Fatal(err)
	}
	titles := []string{}
	for _, story := range stories {
		s.cursor = story.Seq
		if !story.Baseline {
			titles = append(titles, story.Title)
		}
	}
	return titles
}

// next waits until the first source is due, and polls.
func (s *stand) next() []string {
	s.Helper()
	if s.poller == nil {
		return s.tick()
	}
	s.pass(s.status(0).NextCheck.Sub(s.clock()))
	return s.tick()
}

// nextAlerts polls when the first source is due, and compares what alerts.
func (s *stand) nextAlerts(want ...string) {
	s.Helper()
	if got := s.next(); !slices.Equal(got, append([]string{}, want...)) {
		s.Errorf("alerts %q, want %q", got, want)
	}
}

func (s *stand) status(i int) feed.Status { return s.poller.Status()[i] }

// wait returns how long the first source is left alone from now.
func (s *stand) wait() time.Duration { return s.status(0).NextCheck.Sub(s.clock()) }

// expectWait checks the wait up to a factor of jitter.
func (s *stand) expectWait(want time.Duration, factor float64) {
	s.Helper()
	if got := s.wait(); got < want || float64(got) > float64(want)*factor {
		s.Errorf("waits %v, want %v, or up to %v times that", got, want, factor)
	}
}

func (s *stand) misbehave(f feedtest.Fault) { s.origin.Misbehave(page, f) }

func (s *stand) moveTo(status int, path string) {
	s.misbehave(feedtest.Fault{Kind: feedtest.Redirect, Status: status, Location: s.origin.URL(path)})
}

// rss puts a document with the items under the page, with more in its channel.
func (s *stand) rss(channel string, items ...feed.Item) {
	body := string(feedtest.RenderRSS(feedtest.Feed{Title: "News"}, items))
	s.origin.Set(page, "application/rss+xml", []byte(strings.Replace(body, "<title>", channel+"<title>", 1)))
}

// headers returns those of the n-th request for the page.
func (s *stand) headers(n int) http.Header {
	s.Helper()
	all := s.origin.Requests(page)
	if n >= len(all) {
		s.Fatalf("%d requests, want one more than %d", len(all), n)
	}
	return all[n].Header
}

func (s *stand) expectCount(path string, want int) {
	s.Helper()
	if got := s.origin.Count(path); got != want {
		s.Errorf("%d requests for %s, want %d", got, path, want)
	}
}

func (s *stand) expectOutcomes(want ...feed.Outcome) {
	s.Helper()
	if !slices.Equal(s.outcomes, want) {
		s.Errorf("outcomes %q, want %q", s.outcomes, want)
	}
}

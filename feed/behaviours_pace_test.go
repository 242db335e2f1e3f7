package feed_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
)

func TestBehavioursOfPace(t *testing.T) {
	const minute, hour, day = time.Minute, time.Hour, 24 * time.Hour
	checkBehaviours(t, []behaviour{
		{22, "max-age is waited for", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{CacheFor: 40 * minute})
			s.next()
			s.next()
			s.expectWait(40*minute, 1.1)
		}},
		{22, "max-age is waited for less the age", func(s *stand) {
			s.serve(map[string]string{"Cache-Control": "max-age=3000", "Age": "600"})
			s.next()
			s.next()
			s.expectWait(40*minute, 1.1)
		}},
		{22, "max-age of a year waits an hour", func(s *stand) {
			s.origin.Configure(page, feedtest.Feed{CacheFor: 365 * day})
			s.next()
			s.next()
			s.expectWait(hour, 1.1)
		}},
		{22, "no-cache and max-age=0 do not mean asking faster", func(s *stand) {
			s.serve(map[string]string{"Cache-Control": "no-cache, max-age=0"})
			s.next()
			s.next()
			s.expectWait(5*minute, 1.1)
		}},
		{22, "ttl is waited for, an hour at most", func(s *stand) {
			s.rss("<ttl>45</ttl>", item(0))
			s.next()
			s.next()
			s.expectWait(45*minute, 1.1)
			s.rss("<ttl>100000</ttl>", item(0))
			s.next()
			s.expectWait(hour, 1.1)
		}},
		{22, "sy:updatePeriod and updateFrequency are waited for", func(s *stand) {
			s.rss("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", item(0))
			s.next()
			s.next()
			s.expectWait(30*minute, 1.1)
		}},
		{22, "what the operator says goes before ttl, but not before max-age", func(s *stand) {
			s.sources[0].Every = 2 * minute
			s.rss("<ttl>45</ttl>", item(0))
			s.next()
			s.next()
			s.expectWait(2*minute, 1.1)
			s.origin.Configure(page, feedtest.Feed{CacheFor: 10 * minute})
			s.rss("<ttl>45</ttl>", item(1))
			s.next()
			s.expectWait(10*minute, 1.1)
		}},
		{23, "skipHours are in GMT and obeyed", func(s *stand) {
			s.rss("<skipHours><hour>13</hour><hour>14</hour></skipHours>", item(0))
			s.next() // at 12
			s.hourly(day, func(at time.Time, asked bool) {
				if skip := at.Hour() == 13 || at.Hour() == 14; skip == asked {
					s.Errorf("at %v asked: %v", at, asked)
				}
			})
		}},
		{23, "skipDays are obeyed", func(s *stand) {
			s.rss("<skipDays><day>Saturday</day><day>Sunday</day></skipDays>", item(0))
			s.next() // on a Wednesday
			s.hourly(7*day, func(at time.Time, asked bool) {
				if skip := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday; skip == asked {
					s.Errorf("on %v asked: %v", at.Weekday(), asked)
				}
			})
		}},
		{23, "to skip all 24 hours or all 7 days means nothing", func(s *stand) {
			var channel string
			for h := range 24 {
				channel += fmt.Sprintf("<hour>%d</hour>", h)
			}
			channel = "<skipHours>" + channel + "</skipHours><skipDays>"
			for d := time.Sunday; d <= time.Saturday; d++ {
				channel += "<day>" + d.String() + "</day>"
			}
			s.rss(channel+"</skipDays>", item(0))
			s.next()
			s.hourly(2*day, func(at time.Time, asked bool) {
				if !asked {
					s.Errorf("at %v not asked", at)
				}
			})
		}},
		{24, "a busy feed is asked every 5 minutes", func(s *stand) {
			s.next()
			for n := range 20 {
				s.origin.Publish(page, item(n+1))
				s.next()
			}
			s.expectWait(5*minute, 1.1)
		}},
		{24, "a feed with a story an hour is asked every 15 minutes", func(s *stand) {
			s.next()
			for n, last := 0, s.clock(); n < 30; {
				if s.clock().Sub(last) >= hour {
					last = last.Add(hour)
					n++
					s.origin.Publish(page, item(n))
				}
				s.next()
			}
			s.next()
			if got := s.wait(); got < 12*minute || got > 20*minute {
				s.Errorf("waits %v, want about 15 minutes", got)
			}
		}},
		{24, "a feed that falls quiet is asked every 30 minutes, and oftener when it wakes", func(s *stand) {
			s.next()
			for range 100 {
				s.next()
			}
			s.expectWait(30*minute, 1.1)
			for n := range 10 {
				s.origin.Publish(page, item(n+1))
				s.next()
			}
			if got := s.wait(); got > 12*minute {
				s.Errorf("waits %v, want less than 12 minutes", got)
			}
		}},
		{25, "500 feeds due together are spread over the interval", func(s *stand) {
			everywhere := feedtest.New()
			address, err := everywhere.Start("0.0.0.0:0")
			if err != nil {
				s.Fatal(err)
			}
			defer everywhere.Close()
			_, port, _ := net.SplitHostPort(strings.TrimPrefix(address, "http://"))
			s.sources = nil
			for i := range 500 {
				path := fmt.Sprint("/", i)
				everywhere.Publish(path, item(0))
				s.sources = append(s.sources, feed.Source{URL: fmt.Sprintf("http://127.1.0.%d:%s%s", i%250+1, port, path)})
			}
			s.tick()
			var tenths [10]int
			for i := range s.sources {
				late := s.status(i).NextCheck.Sub(s.clock()) - 5*minute
				tenths[min(max(int(late/(30*time.Second)), 0), 9)]++
			}
			for i, n := range tenths {
				if n < 20 || n > 90 {
					s.Errorf("%d of 500 fall into tenth %d of the interval, want about 50", n, i)
				}
			}
		}},
		{26, "ten restarts within a minute ask nothing", func(s *stand) {
			s.next()
			for range 10 {
				s.pass(6 * time.Second)
				s.open()
				s.tick()
			}
			s.expectCount(page, 1)
		}},
		{27, "variants of one address are one source", func(s *stand) {
			address := "https://example.org/feed"
			for _, variant := range []string{"HTTPS://EXAMPLE.org/feed", "https://example.org:443/feed", "https://example.org/feed#top"} {
				if _, err := feed.New(feed.Options{Sources: []feed.Source{{URL: address}, {URL: variant}}}); err == nil {
					s.Errorf("%s and %s: two sources, want one", address, variant)
				}
			}
		}},
		{28, "a host gets two requests at once at most, whatever its names", func(s *stand) {
			arrived, release := make(chan struct{}, 10), make(chan struct{})
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				arrived <- struct{}{}
				<-release
				w.Write(feedtest.RenderRSS(feedtest.Feed{Title: "T"}, []feed.Item{item(0)}))
			}))
			server.Start()
			defer server.Close()
			_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
			s.sources = nil
			for i := range 6 {
				host := []string{"127.0.0.1", "localhost", "localhost."}[i%3]
				s.sources = append(s.sources, feed.Source{URL: fmt.Sprintf("http://%s:%s/%d", host, port, i)})
			}
			s.open()
			if err := s.poller.Tick(s.Context()); err != nil {
				s.Fatal(err)
			}
			<-arrived
			<-arrived
			select {
			case <-arrived: // it would have had the time: the others are all on their way
				s.Error("three requests at once")
			case release <- struct{}{}:
			}
			close(release)
			s.poller.Wait()
		}},
		{29, "adding a feed is exactly one GET", func(s *stand) {
			s.next()
			s.expectCount("", 1)
			if s.archive.Head() != 1 {
				s.Error("it was not read")
			}
		}},
	})
}

// hourly looks every five minutes, and for each hour says whether it was asked in it.
func (s *stand) hourly(d time.Duration, check func(at time.Time, asked bool)) {
	s.Helper()
	s.pass(s.clock().Truncate(time.Hour).Add(time.Hour).Sub(s.clock()))
	for end := s.clock().Add(d); s.clock().Before(end); {
		at, before := s.clock(), s.origin.Count(page)
		for range 12 {
			s.pass(5 * time.Minute)
			if s.clock().Hour() == at.Hour() {
				s.tick()
			}
		}
		check(at, s.origin.Count(page) > before)
	}
}

// serve has the page answered with headers, and without validators.
func (s *stand) serve(headers map[string]string) {
	body := feedtest.RenderRSS(feedtest.Feed{Title: "T"}, []feed.Item{item(0)})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		w.Write(body)
	}))
	s.Cleanup(server.Close)
	s.sources[0].URL = server.URL
}

// Requests at one host begin a second apart, those at others at once; what is one's
// own is asked as fast as it says.
func TestBehaviour28RequestsToAHostAreASecondApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.spacing = 0 // as it is by itself
		w.sources = nil
		var asked []string
		begun := time.Now()
		w.fetched = func(req feed.Request) { asked = append(asked, fmt.Sprint(time.Since(begun), " ", req.URL)) }
		for _, url := range []string{"https://a.example/1", "https://a.example/2", "https://a.example/3", "https://b.example/1"} {
			w.sources = append(w.sources, feed.Source{URL: url})
			w.origins[url] = &origin{}
		}
		w.start()
		w.look()
		slices.Sort(asked)
		want := []string{"0s https://a.example/1", "0s https://b.example/1", "1s https://a.example/2", "2s https://a.example/3"}
		if !slices.Equal(asked, want) {
			t.Errorf("asked %q, want %q", asked, want)
		}
	})
}

func TestBehaviour30ASlowHostDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.spacing = 0
		hold := make(chan struct{})
		for i := range 500 { // as many feeds as it likes
			url := fmt.Sprintf("https://slow.example/%d", i)
			w.sources = append(w.sources, feed.Source{URL: url})
			w.origins[url] = &origin{hold: hold}
		}
		for i := range 100 {
			url := fmt.Sprintf("https://good%d.example/", i)
			w.sources = append(w.sources, feed.Source{URL: url})
			w.origins[url] = &origin{}
		}
		w.start()
		ctx := t.Context()
		if err := w.poller.Tick(ctx); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // no time passes
		good, slow := 0, 0
		for _, s := range w.poller.Status() {
			if !s.LastSuccess.IsZero() {
				good++
			}
		}
		for url, o := range w.origins {
			if url != address && o.hold != nil {
				slow += len(o.requests)
			}
		}
		if good != 101 || slow > 2 {
			t.Errorf("%d good sources were read and %d requests are at the slow host; want all 101, and 2 at most", good, slow)
		}
		close(hold)
		w.poller.Wait()
	})
}

func TestBehaviour41TheCrawlDelayOfAPageIsWaitedFor(t *testing.T) {
	s := newStand(t)
	s.origin.Set("/robots.txt", "text/plain", []byte("User-agent: *\nCrawl-delay: 1200\nDisallow: /private\n"))
	s.origin.Set(page, "text/html", []byte(`<!DOCTYPE html><ul><li><a href="/1">One</a></li></ul>`))
	s.sources = []feed.Source{{URL: s.origin.URL(page), Format: feed.HTML, Select: feed.Selectors{Item: "li", Title: "a"}}}
	s.next()
	s.expectWait(20*time.Minute, 2)
	if got := s.status(0).LastError; got != "" || s.archive.Head() != 1 {
		t.Errorf("%d stories, error %q; want one story", s.archive.Head(), got)
	}
	s.expectCount("/robots.txt", 1)
}

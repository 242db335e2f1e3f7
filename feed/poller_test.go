package feed_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/feed"
)

func TestValidators(t *testing.T) {
	w := newWorld(t)
	o := w.origin()
	w.start()
	w.publish(item(0))
	o.etag, o.modified = `W/"1"`, "Wed, 25 Nov 2026 11:00:00 GMT"

	w.look()
	if got := o.requests[0]; got.ETag != "" || got.LastModified != "" {
		t.Errorf("the first request has validators: %+v", got)
	}
	w.look()
	if got := o.requests[1]; got.ETag != o.etag || got.LastModified != o.modified {
		t.Errorf("the second request has %+v, want the origin's validators", got)
	}
	if o.parsed != 1 {
		t.Errorf("parsed %d times, want once: the second answer was 304", o.parsed)
	}
	w.start() // they are remembered
	w.look()
	if got := o.requests[2]; got.ETag != o.etag {
		t.Errorf("after a restart the request has %+v, want the validators", got)
	}
}

func TestABodyThatCannotBeParsedLeavesNoValidators(t *testing.T) {
	w := newWorld(t)
	o := w.origin()
	w.start()
	w.publish(item(0))
	w.look()
	o.etag, o.garbage = `"bad"`, true
	w.look()
	o.garbage = false
	w.publish(item(1), item(0))
	w.expect("Title b")
	if got := o.requests[2]; got.ETag != "" {
		t.Errorf("the request after the failure has %+v, want no validators", got)
	}
}

func TestABodyIsReadOnceAndAgainByANewParser(t *testing.T) {
	w := newWorld(t)
	o := w.origin()
	w.start()
	w.publish(item(0))
	w.look()
	w.look()
	if o.parsed != 1 {
		t.Errorf("an unchanged body was parsed %d times, want once", o.parsed)
	}
	o.etag = `"1"`
	w.look()
	w.version = 2
	w.start()
	w.look()
	if last := o.requests[len(o.requests)-1]; o.parsed != 2 || last.ETag != "" {
		t.Errorf("a new parser: parsed %d times, request %+v; want twice, without validators", o.parsed, last)
	}
}

func TestTheSameETagWithANewBodyIsRead(t *testing.T) {
	w := newWorld(t)
	o := w.origin()
	w.start()
	w.publish(item(0))
	w.look()
	o.etag = ""
	w.publish(item(1), item(0))
	w.expect("Title b")
}

func TestAnOriginThatAlwaysSaysNotModified(t *testing.T) {
	w := newWorld(t)
	o := w.origin()
	w.start()
	w.publish(item(0))
	o.etag = `"1"`
	w.look()
	w.publish(item(1), item(0)) // and the validator does not change
	for range 8 {
		if alerts := w.look(); len(alerts) > 0 {
			return
		}
	}
	t.Error("the new story was not found within eight days")
}

func TestNotModifiedWithoutAQuestionIsAFailure(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.origin().always = 304
	w.look()
	if s := w.poller.Status()[0]; s.Failures != 1 || s.LastError == "" {
		t.Errorf("status = %+v, want a failure", s)
	}
}

func TestRestartsAskNothing(t *testing.T) {
	w := newWorld(t)
	w.start()
	for range 10 {
		w.now = w.now.Add(6 * time.Second)
		w.start()
		if err := w.tick(); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(w.origin().requests); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}

func TestASourceIsAskedNoOftenerThanItIsConfigured(t *testing.T) {
	w := newWorld(t)
	w.start()
	var asked []time.Time
	for range 3600 / 10 {
		before := len(w.origin().requests)
		if err := w.tick(); err != nil {
			t.Fatal(err)
		}
		if len(w.origin().requests) > before {
			asked = append(asked, w.now)
		}
		w.now = w.now.Add(10 * time.Second)
	}
	if len(asked) < 9 || len(asked) > 12 {
		t.Errorf("asked %d times in an hour, want about every 5 minutes", len(asked))
	}
	for i := 1; i < len(asked); i++ {
		most := 6 * time.Minute
		if i == 1 {
			most = 10 * time.Minute // the first looks of all sources are together, the second are spread
		}
		if gap := asked[i].Sub(asked[i-1]); gap < 5*time.Minute || gap > most {
			t.Errorf("asked again after %v, want 5 minutes and a little", gap)
		}
	}
}

func TestASourceDueEveryTickIsAskedEveryTick(t *testing.T) {
	w := newWorld(t)
	w.sources[0].Every = time.Second
	w.start()
	for i := range 10 {
		w.now = start.Add(time.Duration(i)*time.Second + time.Duration(i%3)*20*time.Millisecond)
		if err := w.tick(); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(w.origin().requests); got != 10 {
		t.Errorf("%d requests in 10 ticks, want 10", got)
	}
}

func TestAClockThatWasWrongDoesNotSilenceASource(t *testing.T) {
	w := newWorld(t)
	w.now = start.AddDate(10, 0, 0)
	w.start()
	w.look()
	w.now = start
	if err := w.tick(); err != nil {
		t.Fatal(err)
	}
	if got := len(w.origin().requests); got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
}

func TestWaits(t *testing.T) {
	const minute, hour = time.Minute, time.Hour
	for _, test := range []struct {
		name  string
		make  func(*origin)
		polls int // in a row
		want  time.Duration
	}{
		{"a success waits as configured", func(o *origin) {}, 1, 5 * minute},
		{"what the origin calls fresh is not asked for", func(o *origin) { o.maxAge = 20 * minute }, 1, 20 * minute},
		{"what is fresh for a year is asked for", func(o *origin) { o.maxAge = 365 * 24 * hour }, 1, hour},
		{"one failure waits as a success", func(o *origin) { o.always = 500 }, 1, 5 * minute},
		{"failures wait longer each time", func(o *origin) { o.always = 404 }, 4, 40 * minute},
		{"failures wait a day at the most", func(o *origin) { o.always = 503 }, 50, 24 * hour},
		{"too many requests wait ten minutes", func(o *origin) { o.always = 429 }, 1, 10 * minute},
		{"the origin says how long", func(o *origin) { o.always, o.retry = 503, 3*hour }, 1, 3 * hour},
		{"the origin cannot say too soon", func(o *origin) { o.always, o.retry = 503, time.Second }, 1, 5 * minute},
		{"the origin cannot say never", func(o *origin) { o.always, o.retry = 503, 1e6*hour }, 1, 24 * hour},
		{"no answer waits half an hour at the most", func(o *origin) { o.silent = true }, 6, 30 * minute},
		{"what cannot be parsed is a failure", func(o *origin) { o.garbage = true }, 3, 20 * minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.start()
			test.make(w.origin())
			for range test.polls {
				w.look()
			}
			got := w.poller.Status()[0].NextCheck.Sub(w.now)
			most := test.want + test.want/10
			if w.poller.Status()[0].Failures == 0 {
				most = 2 * test.want // it was overdue, as all others were
			}
			if got < test.want || got > most {
				t.Errorf("waits %v, want %v to %v", got, test.want, most)
			}
		})
	}
}

func TestASuccessEndsTheBackoff(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.origin().always = 500
	for range 5 {
		w.look()
	}
	w.origin().always = 0
	w.look()
	s := w.poller.Status()[0]
	if s.Failures != 0 || s.LastError != "" || !s.LastSuccess.Equal(w.now) || s.NextCheck.Sub(w.now) > 10*time.Minute {
		t.Errorf("status = %+v, want no failure and the usual wait", s)
	}
	if !w.poller.LastPoll().Equal(w.now) {
		t.Errorf("last poll = %v, want %v", w.poller.LastPoll(), w.now)
	}
}

func TestOneBadSourceHarmsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		slow, failing := "https://slow.example/", "https://failing.example/"
		w.sources = append(w.sources, feed.Source{URL: slow}, feed.Source{URL: failing})
		w.origins[slow], w.origins[failing] = &origin{hold: make(chan struct{})}, &origin{always: 500}
		w.start()
		ctx, stop := context.WithCancel(t.Context())

		for range 3 { // the slow source hangs all the while
			w.now = w.now.Add(27 * time.Hour)
			if err := w.poller.Tick(ctx); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			synctest.Wait()
		}
		if got := len(w.origin().requests); got != 3 {
			t.Errorf("the good source was asked %d times, want 3", got)
		}
		if got := len(w.origins[slow].requests); got != 1 {
			t.Errorf("the slow source was asked %d times at once, want once", got)
		}
		stop()
		w.poller.Wait()
		if s := w.poller.Status()[1]; s.Failures != 0 {
			t.Errorf("the slow source has %d failures; being stopped is none", s.Failures)
		}
	})
}

func TestRequestsAtOnceAreBounded(t *testing.T) {
	for _, test := range []struct {
		name  string
		hosts int
		want  int
	}{
		{"a host gets two", 1, 2},
		{"forty hosts get two each", 40, 80},
		{"all hosts together get 128", 400, 128},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.sources = nil
				hold := make(chan struct{})
				for i := range 400 {
					url := fmt.Sprintf("https://host%d.example/%d", i%test.hosts, i)
					w.sources = append(w.sources, feed.Source{URL: url})
					w.origins[url] = &origin{hold: hold}
				}
				asked := func() (n int) {
					for _, o := range w.origins {
						n += len(o.requests)
					}
					return n
				}
				w.start()
				if err := w.poller.Tick(t.Context()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := asked(); got != test.want {
					t.Errorf("%d requests at once, want %d", got, test.want)
				}
				close(hold)
				w.poller.Wait()
				if got := asked(); got != 400 {
					t.Errorf("%d requests in all, want 400", got)
				}
			})
		})
	}
}

func TestObserve(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(item(0))
	w.look()
	w.look()
	w.origin().always = 500
	w.look()
	w.origin().always, w.origin().etag = 0, `"1"`
	w.publish(item(1), item(0))
	w.look()
	w.look()
	var got []string
	for _, p := range w.polls {
		got = append(got, fmt.Sprintf("%s %d", p.Outcome, p.New))
	}
	want := "[read 0 unchanged 0 failed 0 read 1 not modified 0]"
	if fmt.Sprint(got) != want {
		t.Errorf("polls %v, want %v", got, want)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, test := range []struct {
		name    string
		sources []feed.Source
		want    string
	}{
		{"one address twice", []feed.Source{{URL: "https://example.org"}, {URL: "HTTPS://Example.org:443/#top"}}, "sources 1 and 2 have the same address, https://example.org/"},
		{"no address", []feed.Source{{URL: ""}}, "source 1"},
		{"another scheme", []feed.Source{{URL: "ftp://example.org/"}}, "neither http, https nor file"},
		{"no host", []feed.Source{{URL: "https:///feed"}}, "no host"},
		{"a relative file", []feed.Source{{URL: "file://listing.txt"}}, "file:///absolute/path"},
		{"a negative interval", []feed.Source{{URL: "https://example.org", Every: -1}}, "above 0"},
		{"an address that does not parse, without its password", []feed.Source{{URL: "https://user:secret@exa mple.org/"}}, "source 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := feed.New(feed.Options{Sources: test.sources})
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestFoldURL(t *testing.T) {
	for raw, want := range map[string]string{
		"HTTP://Example.ORG:80":                 "http://example.org/",
		"https://example.org:8443/Feed?a=B#top": "https://example.org:8443/Feed?a=B",
		"https://user:secret@example.org/feed":  "https://example.org/feed",
		" https://example.org./ ":               "https://example.org/",
		"file:///srv/news/../listing.txt":       "file:///srv/listing.txt",
		"file://localhost/srv/listing.txt":      "file:///srv/listing.txt",
	} {
		if got, err := feed.FoldURL(raw); err != nil || got != want {
			t.Errorf("fold %q = %q, %v; want %q", raw, got, err, want)
		}
	}
}

package feed_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
)

// internet is a world with a source on each of so many hosts.
func internet(t *testing.T, hosts int) (w *world, origins []*origin) {
	w = newWorld(t)
	w.sources = nil
	for n := range hosts {
		url := fmt.Sprintf("https://host%d.example/feed", n)
		w.sources = append(w.sources, feed.Source{URL: url, Every: 5 * time.Minute})
		w.origins[url] = &origin{}
		origins = append(origins, w.origins[url])
	}
	w.start()
	return w, origins
}

func silence(origins []*origin, silent bool) {
	for _, o := range origins {
		o.silent = silent
	}
}

// pass polls every minute for a while.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		w.now = w.now.Add(time.Minute)
		if err := w.tick(); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) wait(source int) time.Duration {
	return w.poller.Status()[source].NextCheck.Sub(w.now)
}

func TestAnOutageOfOurOwnNetworkIsNoSourcesFault(t *testing.T) {
	for _, hosts := range []int{2, 3, 12} {
		t.Run(fmt.Sprint(hosts, " hosts"), func(t *testing.T) {
			w, origins := internet(t, hosts)
			w.pass(20 * time.Minute)
			silence(origins, true)
			w.pass(6 * time.Hour)
			for i, s := range w.poller.Status() {
				if s.Failures != 0 || s.LastError != "" || !s.FailingSince.IsZero() {
					t.Errorf("source %d is blamed: %+v", i, s)
				}
				if got := w.wait(i); got > 6*time.Minute {
					t.Errorf("source %d waits %v, want 5 minutes and a little", i, got)
				}
			}
			silence(origins, false)
			w.pass(8 * time.Minute) // one falls due, then all are asked
			for i, s := range w.poller.Status() {
				if w.now.Sub(s.LastSuccess) > 8*time.Minute {
					t.Errorf("source %d was last read %v ago, want it asked at once", i, w.now.Sub(s.LastSuccess))
				}
			}
			if n := strings.Count(w.log.String(), "our own network seems to be down"); n != 1 {
				t.Errorf("the outage is logged %d times, want once", n)
			}
		})
	}
}

func TestAnOutageIsOverForAllWithTheFirstAnswer(t *testing.T) {
	w, origins := internet(t, 5)
	for i := range w.sources[1:] {
		w.sources[i+1].Every = 3 * time.Hour
	}
	w.start()
	w.pass(7 * time.Hour) // first looks are spread
	silence(origins, true)
	w.pass(7 * time.Hour)
	silence(origins, false)
	w.pass(10 * time.Minute)
	for i, s := range w.poller.Status() {
		if w.now.Sub(s.LastSuccess) > 10*time.Minute {
			t.Errorf("source %d was last read %v ago, want it asked at once", i, w.now.Sub(s.LastSuccess))
		}
	}
}

func TestSourcesThatDoNotAnswerAreToBlame(t *testing.T) {
	for _, test := range []struct {
		name  string
		hosts int
		make  func([]*origin)
	}{
		{"the only one", 1, func(all []*origin) { silence(all, true) }},
		{"one while others answer", 4, func(all []*origin) { silence(all[:1], true) }},
		{"many while one answers", 8, func(all []*origin) { silence(all[:7], true) }},
		{"many while one answers that it fails", 8, func(all []*origin) { silence(all[:7], true); all[7].always = 500 }},
		{"all of them for longer than a day", 8, func(all []*origin) { silence(all, true) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, origins := internet(t, test.hosts)
			w.pass(20 * time.Minute)
			test.make(origins)
			before := len(origins[0].requests)
			w.pass(30 * time.Hour)
			if s := w.poller.Status()[0]; s.Failures == 0 || s.LastError == "" {
				t.Errorf("the source is not blamed: %+v", s)
			}
			// Every 5 minutes they would be 360.
			if got := len(origins[0].requests) - before; test.hosts == 1 && got > 75 || got > 340 {
				t.Errorf("asked %d times in 30 hours", got)
			}
			origins[0].silent = false
			w.pass(34 * time.Minute)
			if s := w.poller.Status()[0]; s.Failures != 0 {
				t.Errorf("half an hour after it came back it was not asked: %+v", s)
			}
		})
	}
}

func TestAFileIsLookedAtAsOftenAsEver(t *testing.T) {
	w := newWorld(t)
	const file = "file:///srv/listing.txt"
	w.sources = []feed.Source{{URL: file, Every: 5 * time.Minute}}
	w.origins[file] = &origin{silent: true}
	w.start()
	for range 10 * 24 {
		w.pass(time.Hour)
		if got := w.wait(0); got > 6*time.Minute {
			t.Fatalf("after %d failures it waits %v, want 5 minutes and a little", w.poller.Status()[0].Failures, got)
		}
	}
	w.origins[file].silent, w.origins[file].garbage = false, true
	w.pass(time.Hour)
	if got := w.wait(0); got > 6*time.Minute {
		t.Errorf("unreadable it waits %v, want 5 minutes and a little", got)
	}
}

// What answers and is no feed, or is not asked at all, is no sign of an outage, and
// backs off like any failure.
func TestWhatIsRefusedIsNotSilence(t *testing.T) {
	for name, reach := range map[string]feed.Reach{"by the host": feed.Answered, "by us": feed.NotAsked} {
		t.Run(name, func(t *testing.T) {
			w, origins := internet(t, 4)
			w.pass(20 * time.Minute)
			for _, o := range origins {
				o.reach = reach
			}
			w.pass(3 * 24 * time.Hour)
			for i, s := range w.poller.Status() {
				if s.Failures < 5 || s.LastError == "" {
					t.Errorf("source %d is not blamed: %+v", i, s)
				}
				// Twice as long each time: about 10 in three days, not one each half an hour.
				if n := len(origins[i].requests); n > 20 {
					t.Errorf("source %d was asked %d times in three days", i, n)
				}
			}
			if strings.Contains(w.log.String(), "our own network") {
				t.Errorf("an outage is logged:\n%s", w.log.String())
			}
		})
	}
}

func TestARefusalByAHostEndsAnOutage(t *testing.T) {
	w, origins := internet(t, 4)
	w.pass(20 * time.Minute)
	silence(origins, true)
	w.pass(time.Hour)
	silence(origins, false)
	for _, o := range origins {
		o.reach = feed.Answered
	}
	w.pass(10 * time.Minute)
	if !strings.Contains(w.log.String(), "our own network answers again") {
		t.Error("the outage is not over although a host answered")
	}
}

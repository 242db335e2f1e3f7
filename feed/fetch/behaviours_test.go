package fetch_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
)

// The behaviours are those that publishers expect of a reader of feeds, by
// number; those that take several requests are tested where the Poller is.
type behaviour struct {
	number int
	name   string
	run    func(*testing.T)
}

func checkBehaviours(t *testing.T, all []behaviour) {
	t.Helper()
	for _, b := range all {
		t.Run(fmt.Sprintf("%d %s", b.number, b.name), b.run)
	}
}

// reads expects the whole of what is published, whatever the origin does.
func reads(kind feedtest.Kind) func(*testing.T) {
	return func(t *testing.T) {
		o := origin(t)
		f := fetcher(t, fetch.Options{})
		want := get(t, f, feed.Request{URL: o.URL(path)}).Body
		o.Misbehave(path, feedtest.Fault{Kind: kind})
		if got := get(t, f, feed.Request{URL: o.URL(path)}).Body; !bytes.Equal(got, want) {
			t.Errorf("got %d bytes (%.60q), want the %d published", len(got), got, len(want))
		}
	}
}

// fails expects an error that says so.
func fails(kind feedtest.Kind, say string) func(*testing.T) {
	return func(t *testing.T) {
		o := origin(t)
		o.Misbehave(path, feedtest.Fault{Kind: kind})
		if failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)}); !strings.Contains(failed.Error(), say) {
			t.Errorf("got %q, want %q in it", failed, say)
		}
	}
}

func TestBehavioursOfBytes(t *testing.T) {
	checkBehaviours(t, []behaviour{
		{31, "gzip, Brotli and Zstandard are asked for", func(t *testing.T) {
			o := origin(t)
			get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
			if got := o.Requests(path)[0].Header.Get("Accept-Encoding"); got != "gzip, br, zstd" {
				t.Errorf("Accept-Encoding %q, want %q", got, "gzip, br, zstd")
			}
		}},
		{31, "gzip is read", reads(feedtest.Gzip)},
		{31, "Brotli is read", reads(feedtest.Brotli)},
		{31, "Zstandard is read", reads(feedtest.Zstd)},
		{31, "gzip that is not announced is read", reads(feedtest.GzipSilent)},
		{31, "plain bytes that are announced as gzip are read", reads(feedtest.NotGzip)},
		{31, "plain bytes that are announced as Brotli are read", reads(feedtest.NotBrotli)},
		{31, "gzip twice, announced once, is read", reads(feedtest.GzipTwice)},
		{31, "gzip once, announced twice, is read", reads(feedtest.GzipSaidTwice)},
		{31, "gzip in Brotli is read", reads(feedtest.GzipBrotli)},
		{31, "Deflate that was not asked for is read", reads(feedtest.Deflate)},
		{31, "Deflate without its wrapping is read", reads(feedtest.DeflateBare)},
		{31, "plain bytes that are announced as Deflate are read", reads(feedtest.NotDeflate)},
		{31, "an encoding that cannot be undone is an error", func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "compress")
				w.Write([]byte("\x1f\x9d\x90\x3c"))
			})
			if failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: s.URL}); !strings.Contains(failed.Error(), `"compress"`) {
				t.Errorf("got %q, want the encoding in it", failed)
			}
		}},
		{32, "a bomb of a gigabyte is an error", fails(feedtest.GzipBomb, "limit of 15728640 bytes")},
		{32, "a bomb of a gigabyte takes less than 64 MB", aBombStaysSmall},
		{33, "no header is waited for longer than 15 seconds and nothing at all longer than 30", func(t *testing.T) {
			if fetch.DefaultTimeout >= 30*time.Second {
				t.Errorf("the time of a request is %v, want under 30 s", fetch.DefaultTimeout)
			}
			for _, kind := range []feedtest.Kind{feedtest.Drip, feedtest.Silence} {
				o := origin(t)
				o.Misbehave(path, feedtest.Fault{Kind: kind, Pause: time.Millisecond})
				failed := failure(t, fetcher(t, fetch.Options{Timeout: 50 * time.Millisecond}), feed.Request{URL: o.URL(path)})
				if !strings.Contains(failed.Error(), "within 50ms") {
					t.Errorf("%s: got %q, want the time in it", kind, failed)
				}
			}
		}},
		{34, "a body shorter than announced is an error", fails(feedtest.Short, "cut short")},
		{34, "a chunked body that is cut off is an error", fails(feedtest.ChunkCut, "cut short")},
		{34, "a gzip stream that is cut off is an error", fails(feedtest.GzipCut, "cut short")},
		{34, "a Brotli stream that is cut off is an error", fails(feedtest.BrotliCut, "cut short")},
		{34, "a Deflate stream that is cut off is an error", fails(feedtest.DeflateCut, "cut short")},
		{35, "an empty 200 is an error", fails(feedtest.Empty, "empty")},
		{36, "a connection is used again", func(t *testing.T) {
			connections := 0
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("body")) }))
			s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
				if state == http.StateNew {
					connections++
				}
			}
			s.Start()
			defer s.Close()
			f := fetcher(t, fetch.Options{})
			for range 10 {
				get(t, f, feed.Request{URL: s.URL})
			}
			if connections != 1 {
				t.Errorf("%d connections for 10 requests in turn, want 1", connections)
			}
		}},
		{36, "HTTP/2 is spoken", func(t *testing.T) {
			var protocol atomic.Value
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				protocol.Store(r.Proto)
				w.Write([]byte("body"))
			}))
			s.EnableHTTP2 = true
			s.TLS = &tls.Config{NextProtos: []string{"h2", "http/1.1"}}
			s.StartTLS()
			defer s.Close()
			f := fetch.NewTrusting(fetch.Options{AllowPrivate: true}, s.Certificate())
			defer f.Close()
			get(t, f, feed.Request{URL: s.URL})
			if protocol.Load() != "HTTP/2.0" {
				t.Errorf("spoke %v, want HTTP/2.0", protocol.Load())
			}
		}},
		{37, "no cookies, no Referer, and a User-Agent that says who asks for how many", func(t *testing.T) {
			o := origin(t) // which sets a cookie
			o.Publish("/final.xml", feed.Item{Title: "Final"})
			f := fetcher(t, fetch.Options{UserAgent: "newsbot/1 (+https://t.me/bot)", Subscribers: func() int { return 12 }})
			get(t, f, feed.Request{URL: o.URL(path)})
			o.Misbehave(path, feedtest.Fault{Kind: feedtest.Redirect, Location: o.URL("/final.xml")})
			get(t, f, feed.Request{URL: o.URL(path)})
			requests := o.Requests("")
			if len(requests) != 3 {
				t.Fatalf("%d requests, want 3", len(requests))
			}
			for i, r := range requests {
				if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
					t.Errorf("request %d has %v", i, r.Header)
				}
				if got, want := r.Header.Get("User-Agent"), "newsbot/1 (+https://t.me/bot; 12 subscribers)"; got != want {
					t.Errorf("request %d: User-Agent %q, want %q", i, got, want)
				}
			}
		}},
	})
}

func serve(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s
}

// aBombStaysSmall has a process of its own read the bomb, and looks at the most
// that it ever held.
func aBombStaysSmall(t *testing.T) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		if os.Getenv("NEWSBOT_CI") == "1" {
			t.Fatal("needs /proc to measure the memory of a process")
		}
		t.Skip("needs /proc to measure the memory of a process")
	}
	if address := os.Getenv("FETCH_BOMB"); address != "" {
		failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: address})
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("peak %d\n", peak(t, string(status)))
		return
	}
	o := origin(t)
	o.Misbehave(path, feedtest.Fault{Kind: feedtest.GzipBomb})
	child := exec.Command(os.Args[0], "-test.run", "^TestBehavioursOfBytes$/^32_a_bomb_of_a_gigabyte_takes_less_than_64_MB$")
	child.Env = append(os.Environ(), "FETCH_BOMB="+o.URL(path))
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, rest, ok := strings.Cut(string(out), "peak ")
	number, _, _ := strings.Cut(rest, "\n")
	kilobytes, err := strconv.Atoi(number)
	if !ok || err != nil {
		t.Fatalf("the child printed no peak: %s", out)
	}
	t.Logf("peak of resident memory: %d MB", kilobytes>>10)
	if limit := 64 << 10 * raceFactor; kilobytes > limit {
		t.Errorf("%d MB were resident, want under %d", kilobytes>>10, limit>>10)
	}
}

// peak returns the most memory that was resident, in kilobytes.
func peak(t *testing.T, status string) int {
	t.Helper()
	for line := range strings.Lines(status) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("no VmHWM in /proc/self/status")
	return 0
}

func TestBehavioursOfRobots(t *testing.T) {
	const agent = "newsbot/1 (+https://t.me/bot)"
	host := func(t *testing.T, status int, robots string) *feedtest.Origin {
		o := origin(t)
		o.Set("/robots.txt", "text/plain", []byte(robots))
		if status != 200 {
			o.Misbehave("/robots.txt", feedtest.Fault{Kind: feedtest.Fail, Status: status})
		}
		return o
	}
	expect := func(status int, text string, want error, delay time.Duration) func(*testing.T) {
		return func(t *testing.T) {
			o := host(t, status, text)
			f := fetcher(t, fetch.Options{UserAgent: agent})
			resp, err := f.Fetch(t.Context(), feed.Request{URL: o.URL(path), Robots: true})
			if !errors.Is(err, want) || want != nil && o.Count(path) != 0 {
				t.Fatalf("got %v after %d requests for the page, want %v", err, o.Count(path), want)
			}
			if want == nil && resp.CrawlDelay != delay {
				t.Errorf("delay %v, want %v", resp.CrawlDelay, delay)
			}
		}
	}
	checkBehaviours(t, []behaviour{
		{41, "robots.txt is not consulted for a feed", func(t *testing.T) {
			o := origin(t)
			o.Set("/robots.txt", "text/plain", []byte("User-agent: *\nDisallow: /\n"))
			get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
			if got := o.Count("/robots.txt"); got != 0 {
				t.Errorf("asked %d times, want none", got)
			}
		}},
		{41, "a page that is forbidden to all is not read", expect(200, "User-agent: *\nDisallow: /\n", fetch.ErrRobots, 0)},
		{41, "a page that is forbidden to us is not read", expect(200, "User-agent: *\nAllow: /\n\nUser-agent: NewsBot\nDisallow: /news\n", fetch.ErrRobots, 0)},
		{41, "a page that is forbidden to others is read", expect(200, "User-agent: other\nDisallow: /\n", nil, 0)},
		{41, "the longer rule wins", expect(200, "User-agent: *\nDisallow: /\nAllow: /news.xml\n", nil, 0)},
		{41, "Crawl-delay is handed on", expect(200, "User-agent: *\nCrawl-delay: 90\n", nil, 90*time.Second)},
		{41, "a Crawl-delay of a year is a day", expect(200, "User-agent: *\nCrawl-delay: 31536000\n", nil, 24*time.Hour)},
		{41, "no robots.txt allows all", expect(404, "", nil, 0)},
		{41, "of a robots.txt without end the first 500 KiB count", expect(200, "User-agent: *\nDisallow: /private/\n"+strings.Repeat("# more\n", 1<<17)+"Disallow: /\n", nil, 0)},
		{41, "a robots.txt without end that forbids forbids", expect(200, "User-agent: *\nDisallow: /\n"+strings.Repeat("# more\n", 1<<17), fetch.ErrRobots, 0)},
		{41, "an empty robots.txt allows all", expect(200, " ", nil, 0)},
		{41, "a host that cannot say allows nothing", func(t *testing.T) {
			o := host(t, 503, "")
			failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path), Robots: true})
			if !strings.Contains(failed.Error(), "robots.txt") || o.Count(path) != 0 {
				t.Errorf("got %v after %d requests for the page, want an error and none", failed, o.Count(path))
			}
		}},
		{41, "a robots.txt that is slow, or cannot be read, is named", func(t *testing.T) {
			for _, kind := range []feedtest.Kind{feedtest.Drip, feedtest.Silence, feedtest.Short} {
				o := host(t, 200, "User-agent: *\nAllow: /\n")
				o.Misbehave("/robots.txt", feedtest.Fault{Kind: kind, Pause: time.Millisecond})
				failed := failure(t, fetcher(t, fetch.Options{Timeout: 50 * time.Millisecond}), feed.Request{URL: o.URL(path), Robots: true})
				want := "robots.txt of " + strings.TrimPrefix(o.URL(""), "http://") + ": no whole answer within 50ms"
				if kind == feedtest.Short {
					want = strings.Replace(want, "no whole answer within 50ms", "the answer was cut short", 1)
				}
				if !strings.Contains(failed.Error(), want) || o.Count(path) != 0 {
					t.Errorf("%s: got %q after %d requests for the page, want %q in it and none", kind, failed, o.Count(path), want)
				}
			}
		}},
		{41, "a slow page is not put down to its robots.txt", func(t *testing.T) {
			o := host(t, 200, "User-agent: *\nAllow: /\n")
			o.Misbehave(path, feedtest.Fault{Kind: feedtest.Silence})
			failed := failure(t, fetcher(t, fetch.Options{Timeout: 200 * time.Millisecond}), feed.Request{URL: o.URL(path), Robots: true})
			if said := failed.Error(); !strings.Contains(said, "no whole answer") || strings.Contains(said, "robots.txt") {
				t.Errorf("got %q, want an error of the page", said)
			}
		}},
		{41, "robots.txt is asked once a day", func(t *testing.T) {
			o, now := host(t, 200, "User-agent: *\nAllow: /\n"), time.Now()
			f := fetcher(t, fetch.Options{Now: func() time.Time { return now }})
			for range 5 {
				get(t, f, feed.Request{URL: o.URL(path), Robots: true})
			}
			now = now.Add(25 * time.Hour)
			get(t, f, feed.Request{URL: o.URL(path), Robots: true})
			if got := o.Count("/robots.txt"); got != 2 {
				t.Errorf("asked %d times, want 2", got)
			}
		}},
		{41, "what robots.txt forbids is said whole, although the address looks as if it held a secret", func(t *testing.T) {
			o := host(t, 200, "User-agent: *\nDisallow: /\n")
			failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL("/private/page"), Robots: true})
			if want := "fetch " + o.URL("/private/xxxxx") + ": " + fetch.ErrRobots.Error(); failed.Error() != want {
				t.Errorf("got %q, want %q", failed, want)
			}
		}},
		{41, "a redirect to a forbidden page is not followed", func(t *testing.T) {
			o := host(t, 200, "User-agent: *\nDisallow: /private\n")
			o.Publish("/private/page", feed.Item{Title: "Private"})
			o.Misbehave(path, feedtest.Fault{Kind: feedtest.Redirect, Location: o.URL("/private/page")})
			failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path), Robots: true})
			if !errors.Is(failed, fetch.ErrRobots) || o.Count("/private/page") != 0 {
				t.Errorf("got %v after %d requests, want %v and none", failed, o.Count("/private/page"), fetch.ErrRobots)
			}
		}},
	})
}

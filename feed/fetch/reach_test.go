package fetch_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
)

func TestAFailureSaysHowFarTheQuestionCame(t *testing.T) {
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // our refusals
	secure.StartTLS()
	t.Cleanup(secure.Close)
	closed := httptest.NewServer(nil)
	closed.Close()
	mute := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	garbage := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = conn.Write([]byte("no HTTP at all\r\n\r\n"))
			conn.Close()
		}
	})
	to := func(location string) string {
		o := origin(t)
		o.Misbehave(path, feedtest.Fault{Kind: feedtest.Redirect, Location: location})
		return o.URL(path)
	}
	loop := origin(t)
	loop.Misbehave(path, feedtest.Fault{Kind: feedtest.Redirect, Location: path})
	robots := func(status int, body string) string {
		return serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}).URL
	}
	open := fetch.Options{AllowPrivate: true, Timeout: time.Second}
	tests := []struct {
		name    string
		options fetch.Options
		request feed.Request
		want    feed.Reach
	}{
		{"nobody listens", open, feed.Request{URL: closed.URL}, feed.NoAnswer},
		{"no such host", open, feed.Request{URL: "http://nowhere.invalid/"}, feed.NoAnswer},
		{"no byte in time", open, feed.Request{URL: mute.URL}, feed.NoAnswer},
		{"redirected to where nobody listens", open, feed.Request{URL: to(closed.URL)}, feed.NoAnswer},
		{"redirects without end", open, feed.Request{URL: loop.URL(path)}, feed.Answered},
		{"redirected to a file", open, feed.Request{URL: to("file:///etc/passwd")}, feed.Answered},
		{"a certificate that nobody vouches for", open, feed.Request{URL: secure.URL}, feed.Answered},
		{"HTTP where TLS is asked for", open, feed.Request{URL: "https" + plain.URL[len("http"):]}, feed.Answered},
		{"no HTTP", open, feed.Request{URL: garbage.URL}, feed.Answered},
		{"robots.txt that cannot be read", open, feed.Request{URL: robots(500, ""), Robots: true}, feed.Answered},
		{"robots.txt of a host that does not answer", open, feed.Request{URL: closed.URL, Robots: true}, feed.NoAnswer},
		{"robots.txt forbids it", open, feed.Request{URL: robots(200, "User-agent: *\nDisallow: /\n"), Robots: true}, feed.NotAsked},
		{"a private address", fetch.Options{}, feed.Request{URL: plain.URL}, feed.NotAsked},
		{"a port that is not of the web", fetch.Options{}, feed.Request{URL: "http://93.184.215.14:22/"}, feed.NotAsked},
		{"another scheme", open, feed.Request{URL: "gopher://example.org/"}, feed.NotAsked},
		{"no host", open, feed.Request{URL: "http:///feed"}, feed.NotAsked},
		{"no address", open, feed.Request{URL: "http://[::1"}, feed.NotAsked},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := fetch.New(tt.options)
			defer f.Close()
			if failed := failure(t, f, tt.request); failed.Status != 0 || failed.Reach != tt.want {
				t.Errorf("got %v, status %d, reach %d; want reach %d", failed, failed.Status, failed.Reach, tt.want)
			}
		})
	}
}

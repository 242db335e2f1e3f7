package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
)

const path = "/news.xml"

// origin serves one story under path.
func origin(t *testing.T) *feedtest.Origin {
	t.Helper()
	o := feedtest.New()
	if _, err := o.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Errorf("close the origin: %v", err)
		}
	})
	o.Publish(path, feed.Item{Title: "Bridge opens over the Ural", GUID: "1", Text: strings.Repeat("It is long. ", 200)})
	return o
}

func fetcher(t *testing.T, o fetch.Options) *fetch.Fetcher {
	t.Helper()
	o.AllowPrivate = true
	f := fetch.New(o)
	t.Cleanup(f.Close)
	return f
}

func get(t *testing.T, f *fetch.Fetcher, req feed.Request) *feed.Response {
	t.Helper()
	resp, err := f.Fetch(context.Background(), req)
	if err != nil {
		t.Fatalf("fetch %s: %v", req.URL, err)
	}
	return resp
}

func failure(t *testing.T, f *fetch.Fetcher, req feed.Request) *feed.FetchError {
	t.Helper()
	resp, err := f.Fetch(context.Background(), req)
	if err == nil {
		t.Fatalf("fetch %s: got %d bytes, want an error", req.URL, len(resp.Body))
	}
	var failed *feed.FetchError
	if !errors.As(err, &failed) {
		t.Fatalf("fetch %s: got %T (%v), want a *feed.FetchError", req.URL, err, err)
	}
	return failed
}

func TestValidators(t *testing.T) {
	o := origin(t)
	f := fetcher(t, fetch.Options{UserAgent: "newsbot/1 (+https://example.org)"})
	first := get(t, f, feed.Request{URL: o.URL(path)})
	if first.NotModified || first.Status != 200 || len(first.Body) == 0 || first.ETag == "" || first.LastModified == "" {
		t.Fatalf("first answer: got %+v, want a body and validators", first)
	}
	second := get(t, f, feed.Request{URL: o.URL(path), ETag: first.ETag, LastModified: first.LastModified})
	if !second.NotModified || second.ETag != first.ETag || len(second.Body) != 0 {
		t.Errorf("second answer: got %+v, want not modified with the same validators", second)
	}
	get(t, f, feed.Request{URL: o.URL(path), LastModified: first.LastModified})
	requests := o.Requests(path)
	for i, want := range []struct{ match, since string }{{}, {first.ETag, first.LastModified}, {"", first.LastModified}} {
		h := requests[i].Header
		if got := h.Get("If-None-Match"); got != want.match {
			t.Errorf("request %d: If-None-Match %q, want %q", i, got, want.match)
		}
		if got := h.Get("If-Modified-Since"); got != want.since {
			t.Errorf("request %d: If-Modified-Since %q, want %q", i, got, want.since)
		}
		if got := h.Get("User-Agent"); got != "newsbot/1 (+https://example.org)" {
			t.Errorf("request %d: User-Agent %q", i, got)
		}
		for _, name := range []string{"Cookie", "Referer", "Authorization"} {
			if got, ok := h[name]; ok {
				t.Errorf("request %d: %s %q, want none", i, name, got)
			}
		}
	}
}

func TestValidatorsAreKeptByteForByte(t *testing.T) {
	for _, etag := range []string{`W/"a b"`, `"quoted"`, `unquoted`, `W/"é"`} {
		var asked []string
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.Header.Get("If-None-Match"))
			w.Header()["Etag"] = []string{etag}
			if len(asked) > 1 {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Write([]byte("body"))
		}))
		f := fetcher(t, fetch.Options{})
		got := get(t, f, feed.Request{URL: s.URL})
		get(t, f, feed.Request{URL: s.URL, ETag: got.ETag})
		if got.ETag != etag || asked[1] != etag {
			t.Errorf("ETag: got %q, sent back %q, want %q", got.ETag, asked[1], etag)
		}
		s.Close()
	}
}

func TestA304BringsItsNewValidators(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"new"`)
		w.WriteHeader(http.StatusNotModified)
	}))
	defer s.Close()
	got := get(t, fetcher(t, fetch.Options{}), feed.Request{URL: s.URL, ETag: `"old"`, LastModified: "then"})
	if !got.NotModified || got.ETag != `"new"` || got.LastModified != "then" {
		t.Errorf("got %+v, want the new ETag and the old date", got)
	}
}

// A story must not be lost because of how an origin is wrong, and nothing must be
// taken for a feed that is none.
func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		fault feedtest.Fault
		cond  bool   // asked with validators
		want  string // in the error; empty: the body is whole
	}{
		{"a plain body is read", feedtest.Fault{}, false, ""},
		{"a compressed body is inflated", feedtest.Fault{Kind: feedtest.Gzip}, false, ""},
		{"a body compressed twice is inflated twice", feedtest.Fault{Kind: feedtest.GzipTwice}, false, ""},
		{"a body compressed without a word is inflated", feedtest.Fault{Kind: feedtest.GzipSilent}, false, ""},
		{"a plain body that is called compressed is read", feedtest.Fault{Kind: feedtest.NotGzip}, false, ""},
		{"the same ETag over a new body is a new body", feedtest.Fault{Kind: feedtest.SameETag}, true, ""},
		{"an origin without validators is read", feedtest.Fault{Kind: feedtest.NoValidators}, true, ""},
		{"a compressed body cut short is an error", feedtest.Fault{Kind: feedtest.GzipCut}, false, "cut short"},
		{"a bomb is an error", feedtest.Fault{Kind: feedtest.GzipBomb}, false, "limit of 15728640 bytes"},
		{"a body shorter than announced is an error", feedtest.Fault{Kind: feedtest.Short}, false, "cut short"},
		{"a chunk cut short is an error", feedtest.Fault{Kind: feedtest.ChunkCut}, false, "cut short"},
		{"an empty answer is an error", feedtest.Fault{Kind: feedtest.Empty}, false, "empty"},
		{"a cut connection is an error", feedtest.Fault{Kind: feedtest.Reset}, false, "fetch http"},
		{"a 304 to no condition is an error", feedtest.Fault{Kind: feedtest.Always304}, false, "without a condition"},
		{"a loop is an error", feedtest.Fault{Kind: feedtest.Loop}, false, "more than 10 redirects"},
		{"a redirect to a file is an error", feedtest.Fault{Kind: feedtest.Redirect, Location: "file:///etc/passwd"}, false, `scheme "file"`},
		{"a server error is an error", feedtest.Fault{Kind: feedtest.Fail, Status: 500}, false, "internal server error"},
		{"a partial answer is an error", feedtest.Fault{Kind: feedtest.Fail, Status: 206}, false, "partial"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := origin(t)
			f := fetcher(t, fetch.Options{})
			whole := get(t, f, feed.Request{URL: o.URL(path)})
			o.Misbehave(path, tt.fault)
			req := feed.Request{URL: o.URL(path)}
			if tt.cond {
				req.ETag, req.LastModified = whole.ETag, whole.LastModified
			}
			if tt.want != "" {
				if failed := failure(t, f, req); !strings.Contains(failed.Error(), tt.want) {
					t.Errorf("got %q, want %q in it", failed, tt.want)
				}
				return
			}
			if got := get(t, f, req); string(got.Body) != string(whole.Body) {
				t.Errorf("got %d bytes (%.60q), want the %d published", len(got.Body), got.Body, len(whole.Body))
			}
		})
	}
}

func TestDeadline(t *testing.T) {
	for _, kind := range []feedtest.Kind{feedtest.Drip, feedtest.Silence} {
		t.Run(string(kind)+" is cut off", func(t *testing.T) {
			o := origin(t)
			o.Misbehave(path, feedtest.Fault{Kind: kind, Pause: time.Millisecond})
			f := fetcher(t, fetch.Options{Timeout: 50 * time.Millisecond})
			failed := failure(t, f, feed.Request{URL: o.URL(path)})
			if !strings.Contains(failed.Error(), "within 50ms") {
				t.Errorf("got %q, want it to name the time", failed)
			}
			if errors.Is(failed, context.DeadlineExceeded) {
				t.Errorf("got %v, which looks like the end of the caller's time", failed)
			}
		})
	}
	t.Run("the default is under half a minute", func(t *testing.T) {
		if fetch.DefaultTimeout >= 30*time.Second {
			t.Errorf("got %v, want under 30 s", fetch.DefaultTimeout)
		}
	})
	t.Run("a caller who gives up gets the context's error", func(t *testing.T) {
		o := origin(t)
		o.Misbehave(path, feedtest.Fault{Kind: feedtest.Silence})
		ctx, cancel := context.WithCancel(context.Background())
		go func() { _ = o.Await(ctx, path, 1); cancel() }()
		if _, err := fetcher(t, fetch.Options{}).Fetch(ctx, feed.Request{URL: o.URL(path)}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	in2h := now.Add(2 * time.Hour)
	tests := []struct {
		name  string
		value string
		want  time.Duration
	}{
		{"seconds", "120", 2 * time.Minute},
		{"nothing", "", 0},
		{"zero", "0", 0},
		{"a negative number", "-5", 0},
		{"a fraction", "1.5", 0},
		{"garbage", "soon", 0},
		{"a billion seconds, capped", "1000000000", 24 * time.Hour},
		{"more than a number holds, capped", "99999999999999999999999", 24 * time.Hour},
		{"a date of RFC 1123", in2h.Format(http.TimeFormat), 2 * time.Hour},
		{"a date of RFC 850", in2h.Format("Monday, 02-Jan-06 15:04:05 GMT"), 2 * time.Hour},
		{"a date of asctime", in2h.Format(time.ANSIC), 2 * time.Hour},
		{"a date in the past", now.Add(-time.Hour).Format(http.TimeFormat), 0},
		{"a date next year, capped", now.AddDate(1, 0, 0).Format(http.TimeFormat), 24 * time.Hour},
	}
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				o := origin(t)
				o.Misbehave(path, feedtest.Fault{Kind: feedtest.Fail, Status: status, RetryAfter: tt.value})
				failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
				// The origin's Date may be some seconds later than now.
				if diff := tt.want - failed.RetryAfter; failed.Status != status || diff < 0 || diff > 10*time.Second {
					t.Errorf("status %d, Retry-After %q: got status %d, %v; want %v", status, tt.value, failed.Status, failed.RetryAfter, tt.want)
				}
			})
		}
	}
}

func TestGone(t *testing.T) {
	o := origin(t)
	f := fetcher(t, fetch.Options{})
	o.Misbehave(path, feedtest.Fault{Kind: feedtest.Fail, Status: http.StatusGone})
	if failed := failure(t, f, feed.Request{URL: o.URL(path)}); !failed.Gone || failed.Status != http.StatusGone {
		t.Errorf("410: got %+v, want gone", failed)
	}
	if failed := failure(t, f, feed.Request{URL: o.URL("/nowhere")}); failed.Gone || failed.Status != http.StatusNotFound {
		t.Errorf("404: got %+v, want not gone", failed)
	}
}

func TestMaxAge(t *testing.T) {
	tests := []struct {
		name    string
		headers map[string]string
		want    time.Duration
	}{
		{"nothing said", nil, 0},
		{"max-age", map[string]string{"Cache-Control": "public, max-age=600"}, 10 * time.Minute},
		{"max-age less the age", map[string]string{"Cache-Control": "max-age=600", "Age": "60"}, 9 * time.Minute},
		{"an age past it", map[string]string{"Cache-Control": "max-age=600", "Age": "900"}, 0},
		{"no-cache", map[string]string{"Cache-Control": "no-cache, max-age=600"}, 0},
		{"a year, capped", map[string]string{"Cache-Control": "max-age=31536000"}, 24 * time.Hour},
		{"Expires", map[string]string{"Date": "Wed, 25 Feb 2026 10:00:00 GMT", "Expires": "Wed, 25 Feb 2026 10:05:00 GMT"}, 5 * time.Minute},
		{"Expires: 0", map[string]string{"Expires": "0"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for k, v := range tt.headers {
					w.Header().Set(k, v)
				}
				w.Write([]byte("body"))
			}))
			defer s.Close()
			if got := get(t, fetcher(t, fetch.Options{}), feed.Request{URL: s.URL}).MaxAge; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAtMostTwoConnectionsAHost(t *testing.T) {
	o := origin(t)
	o.Misbehave(path, feedtest.Fault{Kind: feedtest.Silence})
	f := fetcher(t, fetch.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	results := make(chan error, 5)
	for range cap(results) {
		go func() {
			_, err := f.Fetch(ctx, feed.Request{URL: o.URL(path)})
			results <- err
		}()
	}
	if err := o.Await(context.Background(), path, 2); err != nil {
		t.Fatal(err)
	}
	// Both turns are taken, so nobody else can have got to the origin.
	other := feedtest.New()
	if _, err := other.Start("0.0.0.0:0"); err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.Publish(path, feed.Item{Title: "Elsewhere"})
	if _, err := f.Fetch(ctx, feed.Request{URL: strings.Replace(other.URL(path), "[::]", "127.0.0.2", 1)}); err != nil {
		t.Errorf("another host: got %v, want its answer", err)
	}
	cancel()
	for range cap(results) {
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	}
	if got := o.Count(path); got != 2 {
		t.Errorf("the origin got %d requests, want 2", got)
	}
}

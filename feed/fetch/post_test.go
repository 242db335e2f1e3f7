package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/fetch"
)

// posts has answer answer what is posted with a Fetcher to path.
func posts(t *testing.T, o fetch.Options, path string, answer http.HandlerFunc) error {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	o.AllowPrivate = true
	f := fetch.New(o)
	t.Cleanup(f.Close)
	return f.Post(t.Context(), server.URL+path, url.Values{"hub.secret": {"s & t"}})
}

func TestPost(t *testing.T) {
	t.Run("a form with who asks", func(t *testing.T) {
		err := posts(t, fetch.Options{UserAgent: "newsbot/1"}, "/hub", func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost || r.PostFormValue("hub.secret") != "s & t" || r.UserAgent() != "newsbot/1" {
				t.Errorf("%s %q by %q", r.Method, r.PostForm, r.UserAgent())
			}
			w.WriteHeader(http.StatusAccepted)
		})
		if err != nil {
			t.Error(err)
		}
	})
	for status, follow := range map[int]bool{301: false, 302: false, 303: false, 307: true, 308: true} {
		t.Run("a redirect with status "+http.StatusText(status), func(t *testing.T) {
			reached := 0
			err := posts(t, fetch.Options{}, "/hub", func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/hub" {
					w.Header().Set("Location", "/other")
					w.WriteHeader(status)
				} else if r.Method == http.MethodPost && r.PostFormValue("hub.secret") == "s & t" && r.Referer() == "" {
					reached++
				}
			})
			if (err == nil) != follow || (reached == 1) != follow {
				t.Errorf("reached %d times, error %v; want it followed: %v", reached, err, follow)
			}
		})
	}
	t.Run("a refusal tells the status and when to come back, and nothing of the form or the answer", func(t *testing.T) {
		err := posts(t, fetch.Options{}, "/hub", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "120")
			http.Error(w, "said "+r.PostFormValue("hub.secret"), http.StatusTooManyRequests)
		})
		var failed *feed.FetchError
		if !errors.As(err, &failed) || failed.Status != 429 || failed.RetryAfter != 2*time.Minute || strings.Contains(err.Error(), "s & t") {
			t.Errorf("got %v, want a status 429 with two minutes", err)
		}
	})
	t.Run("a hub that says nothing is given up", func(t *testing.T) {
		done := make(chan struct{})
		err := posts(t, fetch.Options{Timeout: 50 * time.Millisecond}, "/hub", func(_ http.ResponseWriter, r *http.Request) { <-done })
		close(done)
		var failed *feed.FetchError
		if !errors.As(err, &failed) || failed.Status != 0 {
			t.Errorf("got %v, want no answer", err)
		}
	})
	t.Run("a hub that talks without end is cut off", func(t *testing.T) {
		err := posts(t, fetch.Options{}, "/hub", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		})
		if err != nil {
			t.Errorf("got %v, want the status to count", err)
		}
	})
}

func TestPostIsAsSafeAsFetch(t *testing.T) {
	o := origin(t)
	f := fetch.NewExcept(fetch.Options{}, strings.TrimPrefix(o.URL(""), "http://"))
	defer f.Close()
	for _, address := range []string{"http://127.0.0.1/hub", "http://[::1]/hub", "http://localhost/hub", "http://[::ffff:10.0.0.1]/hub", "http://169.254.169.254/"} {
		if err := f.Post(context.Background(), address, nil); !errors.Is(err, fetch.ErrPrivate) {
			t.Errorf("%s: got %v, want %v", address, err, fetch.ErrPrivate)
		}
	}
	moved := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:1/hub", http.StatusTemporaryRedirect))
	defer moved.Close()
	f2 := fetch.NewExcept(fetch.Options{}, strings.TrimPrefix(moved.URL, "http://"))
	defer f2.Close()
	if err := f2.Post(context.Background(), moved.URL, nil); !errors.Is(err, fetch.ErrPrivate) {
		t.Errorf("a redirect to a private address: got %v, want %v", err, fetch.ErrPrivate)
	}
	for _, address := range []string{"file:///etc/passwd", "nonsense", "ftp://example.org/", "http://"} {
		if err := f.Post(context.Background(), address, nil); err == nil {
			t.Errorf("%s: posted, want an error", address)
		}
	}
}

package fetch_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/fetch"
)

func TestPrivateAddressesAreRefused(t *testing.T) {
	f := fetch.New(fetch.Options{})
	defer f.Close()
	for _, host := range []string{
		"127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.31.255.255",
		"192.168.1.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "255.255.255.255",
		"[::1]", "[::]", "[fc00::1]", "[fd12::1]", "[fe80::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
		"[::7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]", "localhost",
	} {
		t.Run(host, func(t *testing.T) {
			failed := failure(t, f, feed.Request{URL: "http://" + host + ":9/feed"})
			if !errors.Is(failed, fetch.ErrPrivate) {
				t.Errorf("got %v, want %v", failed, fetch.ErrPrivate)
			}
		})
	}
}

// However an address is spelt, and whether or not the resolver reads it, nothing on
// this machine may answer.
func TestOddSpellingsReachNothing(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer s.Close()
	f := fetch.New(fetch.Options{})
	defer f.Close()
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	for _, host := range []string{"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "localhost.", "127.0.0.1.", "①②⑦.0.0.1", "0"} {
		failure(t, f, feed.Request{URL: "http://" + host + ":" + port + "/"})
	}
	if asked != 0 {
		t.Errorf("the private server got %d requests, want none", asked)
	}
}

func TestOnlyTheWebAndFiles(t *testing.T) {
	f := fetch.New(fetch.Options{})
	defer f.Close()
	for _, address := range []string{"ftp://example.org/x", "gopher://example.org", "data:text/plain,x", "javascript:1", "feed", "", "http://", "http:///x", "://", "http://[::1"} {
		failure(t, f, feed.Request{URL: address})
	}
}

func TestRedirects(t *testing.T) {
	var end http.Header
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		end = r.Header.Clone()
		w.Write([]byte("body"))
	}))
	defer target.Close()
	hops := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, target.URL+"/final?x=1", http.StatusMovedPermanently)
		case "/final":
			end = r.Header.Clone()
			w.Write([]byte("body"))
		default:
			http.SetCookie(w, &http.Cookie{Name: "id", Value: "1"})
			http.Redirect(w, r, "/final", http.StatusFound)
		}
	}))
	defer hops.Close()
	f := fetcher(t, fetch.Options{})
	withUser := strings.Replace(hops.URL, "http://", "http://ann:secret@", 1)

	t.Run("to another host: no credentials, cookies or Referer, and the final address", func(t *testing.T) {
		got := get(t, f, feed.Request{URL: withUser + "/away"})
		if got.URL != target.URL+"/final?x=1" {
			t.Errorf("final address: got %s, want %s/final?x=1", got.URL, target.URL)
		}
		for _, name := range []string{"Authorization", "Cookie", "Referer"} {
			if v := end.Get(name); v != "" {
				t.Errorf("%s: got %q, want none", name, v)
			}
		}
	})
	t.Run("on the same host: credentials stay, out of the address", func(t *testing.T) {
		got := get(t, f, feed.Request{URL: withUser + "/stay"})
		want := "Basic " + base64.StdEncoding.EncodeToString([]byte("ann:secret"))
		if end.Get("Authorization") != want || got.URL != hops.URL+"/final" {
			t.Errorf("got %q at %s, want %q at %s/final", end.Get("Authorization"), got.URL, want, hops.URL)
		}
	})
	t.Run("from https to http: refused", func(t *testing.T) {
		secure := httptest.NewTLSServer(http.RedirectHandler(target.URL, http.StatusFound))
		defer secure.Close()
		f := fetch.NewTrusting(fetch.Options{AllowPrivate: true}, secure.Certificate())
		defer f.Close()
		if failed := failure(t, f, feed.Request{URL: secure.URL}); !strings.Contains(failed.Error(), "from https to http") {
			t.Errorf("got %v, want a refusal", failed)
		}
	})
}

func TestErrorsShowNoCredentials(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/bad" {
			w.Header().Set("Location", "http://ann:s3cret@%zz/")
			w.WriteHeader(http.StatusFound)
			return
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	address := strings.Replace(s.URL, "http://", "http://ann:s3cret@", 1)
	f := fetcher(t, fetch.Options{})
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	check := func(name string, ctx context.Context, address string) {
		_, err := f.Fetch(ctx, feed.Request{URL: address})
		if err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "ann") {
			t.Errorf("%s: got %v, want an error without the credentials", name, err)
		}
	}
	check("a status", context.Background(), address)
	check("a bad redirect", context.Background(), address+"/bad")
	check("a canceled request", canceled, address)
	s.Close()
	check("no server", context.Background(), address)
	check("no URL", context.Background(), "http://ann:s3cret@host:port/")
	check("no scheme", context.Background(), "ftp://ann:s3cret@host/")
}

func TestProxiesOfTheEnvironmentAreNotUsed(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	o := origin(t)
	get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
}

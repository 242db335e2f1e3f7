package fetch_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/fetch"
)

func FuzzLinks(f *testing.F) {
	for _, seed := range []string{
		`<https://hub.example/>; rel="hub", </feed>; rel=self`, `<a>;rel="a \"hub`, `<>;;;rel`, `<a>; =; rel=hub`, `<a>; rel = "hub"`,
		strings.Repeat("<", 100), strings.Repeat(`<a>;rel="`, 50),
	} {
		f.Add(seed)
	}
	at, err := url.Parse("https://example.org/feed")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header string) {
		begun := time.Now()
		hubs, self := fetch.HubLinks(http.Header{"Link": {header}}, at)
		if took := time.Since(begun); took > time.Second {
			t.Errorf("took %v, want less than a second", took)
		}
		if len(hubs) > feed.MaxHubs {
			t.Errorf("%d hubs, want %d at most", len(hubs), feed.MaxHubs)
		}
		for _, address := range append(hubs, self) {
			u, err := url.Parse(address)
			if address != "" && (err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https") {
				t.Errorf("%q is no address of the web", address)
			}
		}
	})
}

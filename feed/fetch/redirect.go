package fetch

import (
	"errors"
	"fmt"
	"net/http"
)

const maxRedirects = 10

// checkRedirect decides on each hop. net/http has set a Referer by then.
func checkRedirect(next *http.Request, via []*http.Request) error {
	next.Header.Del("Referer")
	next.URL.User = nil
	last := via[len(via)-1]
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("more than %d redirects", maxRedirects)
	case next.URL.Scheme != "http" && next.URL.Scheme != "https":
		return fmt.Errorf("redirected to scheme %q: only http and https are followed", next.URL.Scheme)
	case last.URL.Scheme == "https" && next.URL.Scheme == "http":
		return errors.New("redirected from https to http")
	}
	// net/http lets credentials go on to subdomains.
	if next.URL.Host != via[0].URL.Host {
		next.Header.Del("Authorization")
	}
	return nil
}

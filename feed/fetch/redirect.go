package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

const maxRedirects = 10

// hops are the redirects of one request.
type hops struct {
	count     int
	temporary bool // one of them at least
	// allow decides on an address to go on to; nil: all are allowed.
	allow func(context.Context, *url.URL) error
}

// check decides on each hop. net/http has set a Referer by then.
func (h *hops) check(next *http.Request, via []*http.Request) error {
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
	h.count++
	if status := next.Response.StatusCode; status != http.StatusMovedPermanently && status != http.StatusPermanentRedirect {
		h.temporary = true
	}
	if h.allow != nil {
		return h.allow(next.Context(), next.URL)
	}
	return nil
}

// moved returns where the address leads for good: final, if every hop was a
// permanent redirect and there was one.
func (h *hops) moved(final *url.URL) string {
	if h.count == 0 || h.temporary {
		return ""
	}
	bare := *final
	bare.User, bare.Fragment, bare.RawFragment = nil, "", ""
	return bare.String()
}

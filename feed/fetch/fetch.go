// Package fetch brings the bytes of a source, politely and safely: over HTTP and
// from files.
//
// Politely: conditional requests with the origin's validators byte for byte,
// compression, at most two requests at once to a machine whatever its names,
// Retry-After, max-age and, for pages made for people, robots.txt read and handed
// on, no cookies, no Referer. Safely: the address a name resolves to is checked when
// it is dialled, on every hop, so neither a redirect nor a changing
// DNS answer leads into the private network; the size of a body is limited after
// it is inflated, and the time of a request as a whole.
//
// A Fetcher asks once. When to ask again is for the caller, who finds what it
// needs in the *feed.FetchError. Nothing here is stored.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"newsbot/feed"
)

// Defaults of Options.
const (
	DefaultMaxBytes = 15 << 20
	DefaultTimeout  = 25 * time.Second
)

// Options say how a Fetcher asks. The zero value is good for the open web.
type Options struct {
	UserAgent    string        // as "newsbot/1.0 (+https://example.org/newsbot)"; empty: "newsbot"
	Subscribers  func() int    // people served, told in the User-Agent; nil: it is not told
	AllowPrivate bool          // may addresses of private networks and of this machine be asked, and any port?
	Ports        []int         // that may be asked beside 80 and 443
	MaxBytes     int64         // of a body, inflated; 0: DefaultMaxBytes
	Timeout      time.Duration // for a request with all its redirects, the last byte included; 0: DefaultTimeout
	Now          func() time.Time

	except netip.AddrPort // in tests, the one private address that may be asked
}

// A Fetcher is safe for concurrent use.
type Fetcher struct {
	options   Options
	transport *http.Transport
	hosts     gates
	machines  machines
	robots    rulebook
	large     chan struct{} // one is taken for each large body
}

var _ feed.Fetcher = (*Fetcher)(nil)

// New returns a Fetcher. It opens no connection before the first Fetch; Close
// ends those it keeps.
func New(o Options) *Fetcher {
	if o.UserAgent == "" {
		o.UserAgent = "newsbot"
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Fetcher{options: o, transport: newTransport(o), large: make(chan struct{}, maxLarge)}
}

// errAddress is why an address cannot be asked at all.
var errAddress = errors.New("no address to ask at")

// Close ends the idle connections.
func (f *Fetcher) Close() { f.transport.CloseIdleConnections() }

// Fetch asks for an address. The error is a *feed.FetchError, or that of
// the context where the caller gave up.
func (f *Fetcher) Fetch(ctx context.Context, req feed.Request) (*feed.Response, error) {
	u, err := url.Parse(req.URL)
	if err != nil {
		return nil, &feed.FetchError{URL: "the address", Reach: feed.NotAsked, Err: errors.New("not a URL")}
	}
	var resp *feed.Response
	switch u.Scheme {
	case "http", "https":
		resp, err = f.http(ctx, u, req)
	case "file":
		resp, err = f.file(ctx, u, req)
	default:
		err = fmt.Errorf("%w: scheme %q: only http, https and file can be read", errAddress, u.Scheme)
	}
	if err == nil {
		return resp, nil
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("fetch %s: %w", shown(u), ctx.Err())
	}
	var failed *feed.FetchError
	if errors.As(err, &failed) {
		return nil, failed
	}
	failed = &feed.FetchError{URL: shown(u), Err: err}
	if errors.Is(err, errAddress) {
		failed.Reach = feed.NotAsked
	}
	return nil, failed
}

// shown is an address as errors have it.
func shown(u *url.URL) string { return feed.ShownURL(withoutUser(u)) }

// withoutUser is an address without the credentials before its host, which go into a
// header.
func withoutUser(u *url.URL) string {
	bare := *u
	bare.User = nil
	return bare.String()
}

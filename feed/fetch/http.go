package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"newsbot/feed"
)

const (
	dialTimeout   = 10 * time.Second
	headerTimeout = 15 * time.Second
	maxHeaders    = 64 << 10 // bytes of all headers of an answer
	maxValidator  = 1 << 10  // bytes of one validator; a longer one is not kept
)

func newTransport(o Options) *http.Transport {
	return &http.Transport{
		Proxy:                  nil, // a proxy would resolve and dial for us, past the check
		DialContext:            (&net.Dialer{Timeout: dialTimeout, Control: o.control}).DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaders,
		MaxConnsPerHost:        perHost,
		MaxIdleConnsPerHost:    perHost,
		MaxIdleConns:           100,
		IdleConnTimeout:        90 * time.Second,
		DisableCompression:     true, // inflated by us, under the limit of size
	}
}

func (f *Fetcher) http(ctx context.Context, u *url.URL, req feed.Request) (*feed.Response, error) {
	if u.Hostname() == "" {
		return nil, fmt.Errorf("%w: it names no host", errAddress)
	}
	at := f.machines.find(ctx, u.Hostname(), f.options.Now())
	// The wait for a turn at a slow host is not the request's own time.
	leave, err := f.hosts.enter(ctx, at.key)
	if err != nil {
		return nil, err
	}
	defer leave()
	var seen tracer
	limited, cancel := context.WithTimeout(seen.watch(ctx), f.options.Timeout)
	defer cancel()
	resp, err := f.answer(limited, u, req)
	if err != nil {
		var failed *feed.FetchError
		if !errors.As(err, &failed) {
			failed = &feed.FetchError{URL: shown(u), Reach: seen.reach(err), Err: f.explain(limited, u, err)}
		}
		failed.Host, failed.Private = at.key, at.private
		return nil, failed
	}
	resp.Host = at.key
	return resp, nil
}

// answer asks and reads what comes back.
func (f *Fetcher) answer(ctx context.Context, u *url.URL, req feed.Request) (*feed.Response, error) {
	var way hops
	var delay time.Duration
	if req.Robots {
		way.allow = func(ctx context.Context, u *url.URL) (err error) {
			delay, err = f.ask(ctx, u)
			return err
		}
		if err := way.allow(ctx, u); err != nil {
			return nil, err
		}
	}
	request, err := f.request(ctx, u, req)
	if err != nil {
		return nil, err
	}
	client := http.Client{Transport: f.transport, CheckRedirect: way.check}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	resp, err := f.read(answer, req)
	if err != nil {
		var failed *feed.FetchError
		if errors.As(err, &failed) {
			return nil, failed
		}
		return nil, &feed.FetchError{URL: shown(answer.Request.URL), Status: answer.StatusCode, Err: f.explain(ctx, u, err)}
	}
	resp.Moved, resp.CrawlDelay = way.moved(answer.Request.URL), delay
	return resp, nil
}

// request makes the question. The credentials of the address go into a
// header, which is left off on the way to another host.
func (f *Fetcher) request(ctx context.Context, u *url.URL, req feed.Request) (*http.Request, error) {
	bare := *u
	bare.User, bare.Fragment = nil, ""
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, bare.String(), nil)
	if err != nil {
		return nil, err
	}
	if u.User != nil {
		password, _ := u.User.Password()
		r.SetBasicAuth(u.User.Username(), password)
	}
	r.Header.Set("User-Agent", f.userAgent())
	r.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5")
	r.Header.Set("Accept-Encoding", acceptEncoding)
	if req.ETag != "" {
		r.Header["If-None-Match"] = []string{req.ETag}
	}
	if req.LastModified != "" {
		r.Header["If-Modified-Since"] = []string{req.LastModified}
	}
	return r, nil
}

// userAgent says who asks, and for how many: a publisher counts readers by it.
func (f *Fetcher) userAgent() string {
	agent := f.options.UserAgent
	if f.options.Subscribers == nil {
		return agent
	}
	said := fmt.Sprintf("%d subscribers", f.options.Subscribers())
	if before, ok := strings.CutSuffix(agent, ")"); ok {
		return before + "; " + said + ")"
	}
	return agent + " (" + said + ")"
}

func (f *Fetcher) read(answer *http.Response, req feed.Request) (*feed.Response, error) {
	now := f.options.Now()
	final := withoutUser(answer.Request.URL)
	resp := &feed.Response{
		Status:       answer.StatusCode,
		ContentType:  answer.Header.Get("Content-Type"),
		ETag:         validator(answer.Header, "Etag"),
		LastModified: validator(answer.Header, "Last-Modified"),
		URL:          final,
		Location:     answer.Header.Get("Content-Location"),
		Language:     answer.Header.Get("Content-Language"),
		MaxAge:       maxAge(answer.Header, now),
	}
	resp.Hubs, resp.Self = hubLinks(answer.Header, answer.Request.URL)
	switch {
	case answer.StatusCode == http.StatusOK:
		var err error
		resp.Body, err = f.readBody(answer.Request.Context(), answer)
		return resp, err
	case answer.StatusCode == http.StatusNotModified && (req.ETag != "" || req.LastModified != ""):
		resp.NotModified = true
		// RFC 9111, 4.3.4: what a 304 does not say stays as it was.
		if resp.ETag == "" {
			resp.ETag = req.ETag
		}
		if resp.LastModified == "" {
			resp.LastModified = req.LastModified
		}
		return resp, nil
	}
	failed := &feed.FetchError{URL: feed.ShownURL(final), Status: answer.StatusCode, Err: meaning(answer.StatusCode)}
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		failed.RetryAfter = retryAfter(answer.Header, now)
	case http.StatusGone:
		failed.Gone = true
	}
	return nil, failed
}

// validator returns a validator byte for byte, if it can be sent back.
func validator(h http.Header, name string) string {
	values := h[name]
	if len(values) == 0 || len(values[0]) > maxValidator || !httpguts.ValidHeaderFieldValue(values[0]) {
		return ""
	}
	return values[0]
}

// meaning says what a status means. What the body says is the origin's business
// and is not shown.
func meaning(status int) error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return errors.New("the origin does not let us read it")
	case http.StatusNotFound:
		return errors.New("there is no such page")
	case http.StatusGone:
		return errors.New("it is gone for good")
	case http.StatusTooManyRequests:
		return errors.New("the origin is asked too often")
	case http.StatusNotModified:
		return errors.New("\"not modified\" as an answer to a request without a condition")
	}
	if text := http.StatusText(status); text != "" {
		return errors.New(strings.ToLower(text))
	}
	return errors.New("an unknown status")
}

// explain turns a failure into words without the secrets of the address: net/url
// repeats it whole, and leaves the user's name in.
func (f *Fetcher) explain(ctx context.Context, u *url.URL, err error) error {
	var robots *robotsError
	if errors.As(err, &robots) {
		return &robotsError{robots.host, f.explain(ctx, u, robots.err)}
	}
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		// Not the context's own error: the caller's has not run out.
		return fmt.Errorf("no whole answer within %v", f.options.Timeout)
	}
	if said := feed.Hide(err.Error(), u.String()); said != err.Error() {
		return redacted{said, err}
	}
	return err
}

// A redacted error is another in words that may be shown.
type redacted struct {
	said string
	err  error
}

func (e redacted) Error() string { return e.said }
func (e redacted) Unwrap() error { return e.err }

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"newsbot/feed"
)

// maxReply is how much of what a hub has to say is taken off the connection, so
// that it can be used again. It is for nobody to read.
const maxReply = 64 << 10

// Post sends a form to a hub, under the same rules of safety and manners as Fetch,
// and follows the redirects that repeat it (307 and 308). Any 2xx is success; the
// error is as of Fetch and tells nothing of the form.
func (f *Fetcher) Post(ctx context.Context, address string, form url.Values) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return &feed.FetchError{URL: "the address", Err: errors.New("not a URL of the web")}
	}
	at := f.machines.find(ctx, u.Hostname(), f.options.Now())
	leave, err := f.hosts.enter(ctx, at.key)
	if err != nil {
		return err
	}
	defer leave()
	limited, cancel := context.WithTimeout(ctx, f.options.Timeout)
	defer cancel()
	err = f.post(limited, u, form)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("post to %s: %w", shown(u), ctx.Err())
	}
	var failed *feed.FetchError
	if !errors.As(err, &failed) {
		failed = &feed.FetchError{URL: shown(u), Err: f.explain(limited, u, err)}
	}
	failed.Host, failed.Private = at.key, at.private
	return failed
}

func (f *Fetcher) post(ctx context.Context, u *url.URL, form url.Values) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, withoutUser(u), strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("User-Agent", f.userAgent())
	var way hops
	client := http.Client{Transport: f.transport, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if next.Method != http.MethodPost {
			return fmt.Errorf("redirected with status %d, which asks for another request than the one made", next.Response.StatusCode)
		}
		return way.check(next, via)
	}}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxReply) // the status was the answer
	if answer.StatusCode/100 == 2 {
		return nil
	}
	return &feed.FetchError{
		URL: shown(answer.Request.URL), Status: answer.StatusCode,
		RetryAfter: retryAfter(answer.Header, f.options.Now()), Err: meaning(answer.StatusCode),
	}
}

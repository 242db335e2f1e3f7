package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// maxBody bounds an answer. A full batch of 100 updates is far below it.
const maxBody = 16 << 20

// httpClient returns a client for long polls and many parallel sends.
func httpClient(given *http.Client) *http.Client {
	if given == nil {
		given = &http.Client{}
		if t, ok := http.DefaultTransport.(*http.Transport); ok {
			t = t.Clone()
			// The default keeps two idle connections to a host, so that a burst of
			// sends would open a new one, with its handshakes, nearly every time.
			t.MaxIdleConnsPerHost = 64
			given.Transport = t
		}
	}
	c := *given
	c.Timeout = 0
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// An exchange carries one request of the library's and remembers what the
// library does not tell: whether anything went out, and what HTTP said.
type exchange struct {
	ctx    context.Context
	client *http.Client
	secret redactor

	wrote      atomic.Bool
	status     int // 0: no answer
	retryAfter time.Duration
}

// Do implements the library's HTTPClient. The answer is read to its end, which
// also lets the connection be used again.
func (x *exchange) Do(r *http.Request) (*http.Response, error) {
	ctx := httptrace.WithClientTrace(x.ctx, &httptrace.ClientTrace{
		// net/http tries another connection by itself only where nothing was
		// written to the first (a POST without an Idempotency-Key header, which
		// therefore must never be set), so a new connection starts afresh.
		GetConn:      func(string) { x.wrote.Store(false) },
		WroteHeaders: func() { x.wrote.Store(true) },
		WroteRequest: func(httptrace.WroteRequestInfo) { x.wrote.Store(true) },
	})
	response, err := x.client.Do(r.WithContext(ctx))
	if err != nil {
		return nil, x.secret.cause(err)
	}
	defer response.Body.Close()
	x.status = response.StatusCode
	x.retryAfter = seconds(response.Header.Get("Retry-After"))
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, x.secret.cause(err)
	}
	if len(body) > maxBody {
		return nil, &statusError{Status: x.status, What: fmt.Sprintf("an answer of more than %d MiB", maxBody>>20)}
	}
	if !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return nil, &statusError{Status: x.status, What: describe(response, body)}
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// A statusError is an answer that does not come from the Bot API.
type statusError struct {
	Status int
	What   string
}

func (e *statusError) Error() string { return "not an answer of the Bot API: " + e.What }

func describe(r *http.Response, body []byte) string {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch {
	case r.StatusCode >= 300 && r.StatusCode < 400:
		return "a redirect, which is not followed because it would hand the token on"
	case len(body) == 0:
		return "an empty page"
	case kind == "":
		return "a page of unknown type"
	}
	return "a page of type " + short(kind)
}

// seconds reads a number of seconds, bounded; anything else is 0.
func seconds(s string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return wait(n)
}

// wait returns n seconds, maxRetryAfter at most.
func wait(n int) time.Duration {
	return time.Duration(min(n, int(maxRetryAfter/time.Second))) * time.Second
}

// A redactor keeps a token out of texts. It looks for the part after the colon
// by itself, which is the secret, and which no way of escaping URLs changes.
type redactor struct{ token, secret string }

func newRedactor(token string) redactor {
	_, secret, _ := strings.Cut(token, ":")
	return redactor{token: token, secret: secret}
}

func (r redactor) text(s string) string {
	s = strings.ReplaceAll(s, r.token, "[token]")
	return strings.ReplaceAll(s, r.secret, "[token]")
}

// cause returns err's text without the token. It keeps nothing below that
// could show it: only whether the context ended is still there to ask.
func (r redactor) cause(err error) error {
	c := &cause{}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			c.is = known
		}
	}
	var withURL *url.Error
	for errors.As(err, &withURL) {
		err = withURL.Err
	}
	c.text = short(r.text(err.Error()))
	return c
}

type cause struct {
	text string
	is   error
}

func (c *cause) Error() string { return c.text }
func (c *cause) Unwrap() error { return c.is }

// short bounds a foreign text for errors and logs, and keeps it on one line.
func short(s string) string {
	const most = 500
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "�")), " ")
}

package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// DefaultAPIURL is Telegram's own Bot API server.
const DefaultAPIURL = "https://api.telegram.org"

// requestTimeout bounds every request but a long poll. Telegram's server waits
// out up to 8 seconds of flood control itself before it answers, and giving up
// early does not take a message back.
const requestTimeout = 40 * time.Second

// Options are what a Client needs.
type Options struct {
	Token  string // from BotFather
	APIURL string // a Bot API server; empty: DefaultAPIURL
	// HTTP carries the requests; nil: a client of its own. Its Timeout and
	// CheckRedirect are not used: a long poll outlasts any sensible timeout, and
	// a redirect would hand the token on.
	HTTP *http.Client
	Log  *slog.Logger // nil: no log
	// PollTimeout is how long the server may hold an update request open, in
	// whole seconds up to 50, the most Telegram allows; 0: 50 s.
	PollTimeout time.Duration
	// PaidBroadcast lets messages beyond the free rate go out for Stars.
	PaidBroadcast bool
	// Observe, where set, is told of every request that ended. It is called
	// from many goroutines.
	Observe func(Request)
}

// A Request is a request that ended.
type Request struct {
	Method string
	Reason Reason // empty: it worked
	Took   time.Duration
}

// A Client is a bot's access to the Bot API. It is safe for concurrent use.
type Client struct {
	api     tgbotapi.BotAPI // copied for every request, with a transport of its own
	http    *http.Client
	secret  redactor
	log     *slog.Logger
	poll    time.Duration
	paid    bool
	observe func(Request)
	plain   atomic.Int64
}

// The library logs through a global that writes to stderr by default. Nothing
// used here logs, and should that change, what it would log holds the token.
func init() { _ = tgbotapi.SetLogger(silence{}) }

type silence struct{}

func (silence) Println(...any)        {}
func (silence) Printf(string, ...any) {}

// New returns a client, without asking the network anything: Me finds out
// whether the token is good.
func New(o Options) (*Client, error) {
	if err := checkToken(o.Token); err != nil {
		return nil, err
	}
	base, err := checkURL(o.APIURL)
	if err != nil {
		return nil, err
	}
	if o.PollTimeout < 0 || o.PollTimeout > maxPoll || o.PollTimeout%time.Second != 0 {
		return nil, fmt.Errorf("telegram poll timeout %s: must be whole seconds, %s at most", o.PollTimeout, maxPoll)
	}
	if o.PollTimeout == 0 {
		o.PollTimeout = maxPoll
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(Request) {}
	}
	c := &Client{
		http:    httpClient(o.HTTP),
		secret:  newRedactor(o.Token),
		log:     o.Log,
		poll:    o.PollTimeout,
		paid:    o.PaidBroadcast,
		observe: o.Observe,
	}
	c.api.Token = o.Token
	// The library makes the address with Sprintf, where a "%" of ours is a verb.
	c.api.SetAPIEndpoint(strings.ReplaceAll(base, "%", "%%") + "/bot%s/%s")
	return c, nil
}

// PlainResends counts the messages that went out as plain text because
// Telegram refused their HTML. Each is a mistake in what rendered it.
func (c *Client) PlainResends() int64 { return c.plain.Load() }

// call is request within the time that any but a long poll has.
func (c *Client) call(ctx context.Context, method string, params tgbotapi.Params, out any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	return c.request(ctx, method, params, out)
}

// request makes one request and decodes its result into out, unless out is nil.
// Any error is an *Error.
func (c *Client) request(ctx context.Context, method string, params tgbotapi.Params, out any) error {
	started := time.Now()
	x := &exchange{ctx: ctx, client: c.http, secret: c.secret}
	api := c.api
	api.Client = x
	response, err := api.MakeRequest(method, params)
	if err == nil && out != nil {
		if json.Unmarshal(response.Result, out) != nil {
			err = errResult
		}
	}
	var failure *Error
	if err != nil {
		failure = c.classify(method, x, err)
	}
	r := Request{Method: method, Took: time.Since(started)}
	if failure != nil {
		r.Reason = failure.Reason
	}
	c.observe(r)
	if failure != nil {
		return failure
	}
	return nil
}

var errResult = errors.New("the answer is not what the method returns")

// checkToken looks at a token's shape. Its errors describe the token and never
// show any of it.
func checkToken(token string) error {
	const like = "BotFather's tokens look like 123456789:AAE… (digits, a colon, 35 letters, digits, - or _)"
	id, secret, ok := strings.Cut(token, ":")
	switch {
	case token == "":
		return fmt.Errorf("telegram token is empty: ask @BotFather for one; %s", like)
	case strings.ContainsAny(token, " \t\r\n"):
		return fmt.Errorf("telegram token has a space or a line break in it: %s", like)
	case !ok:
		return fmt.Errorf("telegram token of %d characters has no colon: %s", len(token), like)
	case !only(id, isDigit) || id == "":
		return fmt.Errorf("telegram token does not begin with the bot's number: %s", like)
	case !only(secret, isTokenByte):
		return fmt.Errorf("telegram token has a character no token has: %s", like)
	case len(secret) < 30:
		return fmt.Errorf("telegram token is cut short (%d characters after the colon): %s", len(secret), like)
	case len(token) > 80:
		return fmt.Errorf("telegram token of %d characters is too long: %s", len(token), like)
	}
	return nil
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isTokenByte(r rune) bool {
	return isDigit(r) || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || r == '-'
}

func only(s string, good func(rune) bool) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !good(r) }) < 0
}

// checkURL returns the address in the form that methods are appended to.
func checkURL(address string) (string, error) {
	if address == "" {
		return DefaultAPIURL, nil
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", fmt.Errorf("telegram API address: not a URL, write it like %s", DefaultAPIURL)
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return "", fmt.Errorf("telegram API address %q: write it like %s or http://127.0.0.1:8081", u.Redacted(), DefaultAPIURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("telegram API address %q: a user, a query or a fragment has no place in it", u.Redacted())
	}
	return strings.TrimRight(address, "/"), nil
}

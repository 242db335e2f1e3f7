package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

const (
	robotsFor   = 24 * time.Hour // RFC 9309, 2.4
	maxRobots   = 500 << 10      // bytes that are read, RFC 9309, 2.5
	maxRulebook = 1000           // hosts remembered
	// maxCrawlDelay bounds what a host may ask for, as maxWait does.
	maxCrawlDelay = maxWait
)

// ErrRobots is why a page that robots.txt keeps programs from is not asked for.
var ErrRobots = errors.New("the host's robots.txt asks programs not to read this page")

// A robotsError is why the robots.txt of a host could not be read.
type robotsError struct {
	host string
	err  error
}

func (e *robotsError) Error() string { return fmt.Sprintf("robots.txt of %s: %v", e.host, e.err) }
func (e *robotsError) Unwrap() error { return e.err }

// A rulebook remembers the robots.txt of hosts.
type rulebook struct {
	mu    sync.Mutex
	known map[string]rules // by scheme and host
}

type rules struct {
	data  *robotstxt.RobotsData
	until time.Time
}

// ask returns what the host of an address demands of us: ErrRobots, or how long
// to wait between two requests.
func (f *Fetcher) ask(ctx context.Context, u *url.URL) (time.Duration, error) {
	if u.Path == "/robots.txt" {
		return 0, nil
	}
	data, err := f.rules(ctx, u)
	if err != nil {
		return 0, &robotsError{u.Host, err}
	}
	product, _, _ := strings.Cut(f.options.UserAgent, "/")
	group := data.FindGroup(product)
	if !group.Test(u.RequestURI()) {
		return 0, ErrRobots
	}
	return min(group.CrawlDelay, maxCrawlDelay), nil
}

func (f *Fetcher) rules(ctx context.Context, u *url.URL) (*robotstxt.RobotsData, error) {
	root := u.Scheme + "://" + u.Host
	now := f.options.Now()
	f.robots.mu.Lock()
	found, ok := f.robots.known[root]
	f.robots.mu.Unlock()
	if ok && now.Before(found.until) {
		return found.data, nil
	}
	data, err := f.readRules(ctx, root)
	if err != nil {
		return nil, err
	}
	f.robots.mu.Lock()
	defer f.robots.mu.Unlock()
	if f.robots.known == nil || len(f.robots.known) >= maxRulebook {
		f.robots.known = make(map[string]rules)
	}
	f.robots.known[root] = rules{data, now.Add(robotsFor)}
	return data, nil
}

// readRules reads a robots.txt. There being none (4xx) allows all; a host that
// cannot say allows nothing (RFC 9309, 2.3.1).
func (f *Fetcher) readRules(ctx context.Context, root string) (*robotstxt.RobotsData, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, root+"/robots.txt", nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", f.userAgent())
	request.Header.Set("Accept-Encoding", acceptEncoding)
	client := http.Client{Transport: f.transport, CheckRedirect: new(hops).check}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		if answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests {
			return nil, fmt.Errorf("status %d", answer.StatusCode)
		}
		return robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	plain, err := expand(answer.Body, answer.Header.Values("Content-Encoding"), 2*maxRobots)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	text, err := io.ReadAll(io.LimitReader(plain, maxRobots))
	if err != nil {
		return nil, cutShort(err, int64(len(text)))
	}
	if len(text) == maxRobots { // of a rule cut in two the half would forbid more, or less
		text = text[:bytes.LastIndexByte(text, '\n')+1]
	}
	return robotstxt.FromBytes(text)
}

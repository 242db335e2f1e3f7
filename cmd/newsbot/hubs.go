package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"newsbot/feed"
	"newsbot/feed/websub"
	"newsbot/subscriptions/store"
)

// openHubs makes what subscribes to the hubs of feeds, where they can reach us.
func (a *app) openHubs(ctx context.Context, w store.Writer) (err error) {
	if a.cfg.HTTP.PublicURL == "" {
		return nil
	}
	a.hubs, err = websub.Open(ctx, websub.Options{
		Store: w, Poller: a.poller, Client: a.fetcher, PublicURL: a.cfg.HTTP.PublicURL,
		Observe: a.ops.hubEvent, Log: a.log,
	})
	return err
}

// runHubs hands on what is pushed until ctx ends; the returned function waits for that.
func (a *app) runHubs(ctx context.Context) (wait func()) {
	var running sync.WaitGroup
	if a.hubs != nil {
		running.Go(func() { a.hubs.Run(ctx) })
	}
	return running.Wait
}

func (a *app) tickHubs(ctx context.Context) error {
	if a.hubs == nil {
		return nil
	}
	return a.hubs.Tick(ctx)
}

func (a *app) leases() int {
	if a.hubs == nil {
		return 0
	}
	return a.hubs.Leases()
}

// serveHubs has callbacks answered, under the path of the public address and without
// it: whoever forwards them here may have taken it off.
func (o *ops) serveHubs(public string) {
	if public == "" {
		return
	}
	callbacks := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { o.app.hubs.ServeHTTP(w, r) })
	o.mux.Handle(websub.Path, callbacks)
	if u, err := url.Parse(public); err == nil {
		if below := strings.TrimSuffix(u.Path, "/") + websub.Path; below != websub.Path {
			o.mux.Handle(below, callbacks)
		}
	}
}

// hubEvent counts what passed between a hub and us.
func (o *ops) hubEvent(e websub.Event) { o.hubs.WithLabelValues(string(e)).Inc() }

// checkPublicURL says what is wrong with http.public_url and how to mend it.
func checkPublicURL(cfg *Config) error {
	text := cfg.HTTP.PublicURL
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return fmt.Errorf("%q is no address; write https://news.example.org, or leave it out", feed.ShownURL(text))
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return fmt.Errorf("%q has more than a host and a path; write https://news.example.org or https://example.org/news", feed.ShownURL(text))
	case strings.ContainsAny(u.EscapedPath(), "%{} ") || strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/.") || len(text) > 200:
		return fmt.Errorf("%q has a path that is not plain; write https://example.org/news", feed.ShownURL(text))
	case cfg.HTTP.Listen == "":
		return errors.New("needs http.listen, where what is sent to it arrives; set http.listen to 127.0.0.1:8080 and have your web server forward to it, or leave http.public_url out")
	case u.Scheme == "http" && !cfg.Poll.AllowPrivate && !isLoopback(u.Hostname()):
		return fmt.Errorf("%q is not https, so that everybody on the way can read the secrets agreed with hubs; have a web server with a certificate forward to http.listen and write https://%s", text, u.Host)
	}
	return nil
}

func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

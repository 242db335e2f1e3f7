package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"newsbot/subscriptions/store"
)

// deafAfter is how long Telegram may not be heard: a long poll ends within a minute.
const deafAfter = 2 * time.Minute

// ops is what an operator sees: /healthz (the program runs and its store takes
// writes), /readyz (it looks at feeds and hears Telegram) and /metrics.
type ops struct {
	app *app
	mux *http.ServeMux
	metrics

	store    storeCheck
	started  time.Time
	lastTick atomic.Int64 // unix seconds
	lastPoll atomic.Int64 // unix seconds of the last good answer to getUpdates
}

// newOps returns the ops of an app, which need not be built yet.
func newOps(a *app) *ops {
	o := &ops{app: a, mux: http.NewServeMux(), metrics: newMetrics(), started: time.Now()}
	o.observe(a)
	o.mux.HandleFunc("GET /healthz", o.health)
	o.mux.HandleFunc("GET /readyz", o.ready)
	o.serveHubs(a.cfg.HTTP.PublicURL)
	o.mux.Handle("GET /metrics", promhttp.HandlerFor(o.registry, promhttp.HandlerOpts{}))
	return o
}

func (o *ops) ServeHTTP(w http.ResponseWriter, r *http.Request) { o.mux.ServeHTTP(w, r) }

// listen serves on address until the returned function is called; an empty
// address serves nothing.
func (o *ops) listen(address string) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("http.listen: %w; is another newsbot running? set http.listen to another address, or to \"\"", err)
	}
	server := &http.Server{Handler: o, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			o.app.log.Error("serve http.listen", "error", err)
		}
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			o.app.log.Debug("close http.listen", "error", err)
		}
		<-done
	}, nil
}

func (o *ops) health(w http.ResponseWriter, r *http.Request) {
	if err := o.store.check(r.Context()); err != nil {
		http.Error(w, "store: "+oneLine(err.Error()), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// ready says no until the sources were looked at, and again when that is
// overdue or Telegram was not heard for long: then something hangs or fails.
func (o *ops) ready(w http.ResponseWriter, _ *http.Request) {
	last := o.lastTick.Load()
	if last == 0 {
		http.Error(w, "the feeds have not been looked at yet", http.StatusServiceUnavailable)
		return
	}
	if heard := max(o.lastPoll.Load(), o.started.Unix()); time.Since(time.Unix(heard, 0)) > deafAfter {
		http.Error(w, "Telegram was last heard "+time.Unix(heard, 0).UTC().Format(time.RFC3339), http.StatusServiceUnavailable)
		return
	}
	from := time.Unix(last, 0)
	overdue := o.app.polling.Next(o.app.polling.Next(from)).Add(time.Minute)
	if time.Now().After(overdue) {
		http.Error(w, "the feeds were last looked at "+from.UTC().Format(time.RFC3339), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// ticked remembers when tick last succeeded.
func (o *ops) ticked(tick func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		err := tick(ctx)
		if err == nil {
			o.lastTick.Store(time.Now().Unix())
		}
		return err
	}
}

// A storeCheck is the store's writer that remembers whether its last commit
// failed. Where none did it tells by a commit of its own whether the store takes
// writes; rarely, however often it is asked.
type storeCheck struct {
	store.Writer

	mu     sync.Mutex
	at     time.Time // of the last commit
	failed error     // the last commit did
}

// Apply implements store.Writer.
func (c *storeCheck) Apply(ctx context.Context, ops []store.Op) error {
	err := c.Writer.Apply(ctx, ops)
	if err != nil && (ctx.Err() != nil || errors.Is(err, store.ErrTooLarge)) {
		return err // that says nothing of the store
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.failed = time.Now(), err
	return err
}

func (c *storeCheck) check(ctx context.Context) error {
	c.mu.Lock()
	at, failed := c.at, c.failed
	c.mu.Unlock()
	believed := 5 * time.Second
	if failed != nil {
		// A small commit may fit where others do not: while those go on failing,
		// theirs is the word.
		believed = time.Minute
	}
	if time.Since(at) < believed {
		return failed
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	return c.Apply(ctx, []store.Op{store.Set(store.Key("health"), []byte(time.Now().UTC().Format(time.RFC3339)))})
}

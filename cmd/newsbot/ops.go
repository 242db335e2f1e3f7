package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// ops is what an operator sees: /healthz (the program runs and can read its
// store), /readyz (it polls feeds) and /metrics.
type ops struct {
	app      *app
	mux      *http.ServeMux
	registry *prometheus.Registry

	deliveries *prometheus.CounterVec
	latency    *prometheus.HistogramVec
	updates    prometheus.Counter
	polls      *prometheus.CounterVec
	lastTick   atomic.Int64 // unix seconds
}

func newOps(a *app) *ops {
	o := &ops{
		app: a, mux: http.NewServeMux(), registry: prometheus.NewRegistry(),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "newsbot_deliveries_total", Help: "Deliveries by kind, outcome and reason.",
		}, []string{"kind", "outcome", "reason"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "newsbot_delivery_seconds", Help: "From the detection of a story, or the time of a digest, to Telegram's answer.",
			Buckets: []float64{.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200},
		}, []string{"kind"}),
		updates: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "newsbot_updates_total", Help: "Updates from Telegram that were handled.",
		}),
		polls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "newsbot_polls_total", Help: "Polls of feeds by outcome.",
		}, []string{"outcome"}),
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	o.registry.MustRegister(o.deliveries, o.latency, o.updates, o.polls,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("newsbot_chats", "Chats that are known.", func() float64 { return float64(a.book.Len()) }),
		gauge("newsbot_stories", "The number of the newest story.", func() float64 { return float64(a.archive.Head()) }),
		gauge("newsbot_plain_resends", "Messages sent as plain text because their HTML was refused.", func() float64 { return float64(a.client.PlainResends()) }),
	)
	o.mux.HandleFunc("GET /healthz", o.health)
	o.mux.HandleFunc("GET /readyz", o.ready)
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
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if _, err := o.app.store.Get(ctx, store.Key("health")); err != nil && !errors.Is(err, store.ErrNotFound) {
		http.Error(w, "store: "+oneLine(err.Error()), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// ready says no until the sources were looked at, and again when that is
// overdue: then polling hangs or the store fails.
func (o *ops) ready(w http.ResponseWriter, _ *http.Request) {
	last := o.lastTick.Load()
	if last == 0 {
		http.Error(w, "the feeds have not been looked at yet", http.StatusServiceUnavailable)
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

// polled counts a poll.
func (o *ops) polled(p feed.Poll) {
	o.polls.WithLabelValues(string(p.Outcome)).Inc()
}

// delivered counts an outcome.
func (o *ops) delivered(e notify.Event) {
	o.deliveries.WithLabelValues(e.Kind.String(), e.Outcome.String(), e.Why).Inc()
	if e.Outcome == outbox.Sent {
		o.latency.WithLabelValues(e.Kind.String()).Observe(e.Latency.Seconds())
	}
}

// watched counts the updates that handle handles.
func (o *ops) watched(handle func(context.Context, telegram.Update) error) func(context.Context, telegram.Update) error {
	return func(ctx context.Context, u telegram.Update) error {
		err := handle(ctx, u)
		o.updates.Inc()
		return err
	}
}

package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
)

// metrics are what is counted, for /metrics.
type metrics struct {
	registry   *prometheus.Registry
	deliveries *prometheus.CounterVec
	latency    *prometheus.HistogramVec
	updates    prometheus.Counter
	polls      *prometheus.CounterVec
	requests   *prometheus.CounterVec
	hubs       *prometheus.CounterVec
}

func newMetrics() metrics {
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := metrics{
		registry:   prometheus.NewRegistry(),
		deliveries: counters("newsbot_deliveries_total", "Deliveries by kind, outcome and reason.", "kind", "outcome", "reason"),
		polls:      counters("newsbot_polls_total", "Polls of feeds by outcome.", "outcome"),
		requests:   counters("newsbot_telegram_requests_total", "Requests to Telegram by method and outcome.", "method", "outcome"),
		hubs:       counters("newsbot_websub_total", "What passed between hubs and us, by event.", "event"),
		updates: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "newsbot_updates_total", Help: "Updates from Telegram that were handled.",
		}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "newsbot_delivery_seconds", Help: "From the detection of a story, or the time of a digest, to Telegram's answer.",
			Buckets: []float64{.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200},
		}, []string{"kind"}),
	}
	m.registry.MustRegister(m.deliveries, m.latency, m.updates, m.polls, m.requests, m.hubs,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe adds what is read off an app when it is asked for.
func (m *metrics) observe(a *app) {
	for _, g := range []struct {
		name, help string
		value      func() float64
	}{
		{"newsbot_chats", "Chats that are known.", func() float64 { return float64(a.book.Len()) }},
		{"newsbot_stories", "The number of the newest story.", func() float64 { return float64(a.archive.Head()) }},
		{"newsbot_websub_leases", "Feeds whose changes a hub pushes.", func() float64 { return float64(a.leases()) }},
		{"newsbot_plain_resends", "Messages sent as plain text because their HTML was refused.", func() float64 { return float64(a.client.PlainResends()) }},
	} {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help}, g.value))
	}
}

// requested counts a request to Telegram.
func (o *ops) requested(r telegram.Request) {
	outcome := string(r.Reason)
	if r.Reason == "" {
		outcome = "ok"
		if r.Method == "getUpdates" {
			o.lastPoll.Store(time.Now().Unix())
		}
	}
	o.requests.WithLabelValues(r.Method, outcome).Inc()
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

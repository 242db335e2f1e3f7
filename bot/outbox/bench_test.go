package outbox_test

import (
	"path/filepath"
	"testing"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

func bolt(b *testing.B) store.Writer {
	b.Helper()
	db, err := boltstore.Open(filepath.Join(b.TempDir(), "newsbot.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	w, err := db.Lead(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// One story enqueued for a million chats, durable.
func BenchmarkEnqueue1M(b *testing.B) {
	o, err := outbox.Open(b.Context(), bolt(b))
	if err != nil {
		b.Fatal(err)
	}
	to := chats(1, 1_000_000)
	b.ResetTimer()
	for i := range b.N {
		enqueue(b, o, int64(i+1), to)
	}
}

// Deliveries taken and acknowledged a hundred at a time, each with its message.
func BenchmarkAck100(b *testing.B) {
	o, err := outbox.Open(b.Context(), bolt(b))
	if err != nil {
		b.Fatal(err)
	}
	enqueue(b, o, 1, chats(1, 1_000_000))
	b.ResetTimer()
	story := int64(1)
	for range b.N {
		d, _, err := o.TakeAlerts(b.Context(), time.Now(), 100)
		if err != nil {
			b.Fatal(err)
		}
		if len(d) == 0 {
			story++
			enqueue(b, o, story, chats(1, 1_000_000))
		}
		send(b, o, d...)
	}
	b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "deliveries/s")
}

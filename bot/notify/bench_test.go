package notify_test

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"

	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store/boltstore"
)

// countdown takes messages and calls done at the last.
type countdown struct {
	left atomic.Int64
	done func()
}

func (c *countdown) Send(context.Context, int64, telegram.Text) (int, error) {
	if c.left.Add(-1) == 0 {
		c.done()
	}
	return 1, nil
}

func (c *countdown) Edit(context.Context, int64, int, telegram.Text) error { return nil }

// joinable are stories that may be joined, so that their messages are kept.
type joinable struct{ stories }

func (joinable) Later(int64) []int64 { return nil }

// One story to ten thousand chats, each message acknowledged durably, without pacing
// and with a Telegram that answers at once.
func BenchmarkDeliver10k(b *testing.B) {
	const recipients = 10_000
	db, err := boltstore.Open(filepath.Join(b.TempDir(), "newsbot.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	}()
	w, err := db.Lead(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	o, err := outbox.Open(b.Context(), w)
	if err != nil {
		b.Fatal(err)
	}
	book := &chats{all: map[int64]*subscriptions.Chat{}, moved: map[int64]int64{}}
	to := many(1, recipients)
	for _, id := range to {
		book.join(id, "story")
	}
	for i := range b.N {
		ctx, cancel := context.WithCancel(b.Context())
		sender := &countdown{done: cancel}
		sender.left.Store(recipients)
		n, err := notify.New(notify.Options{Outbox: o, Archive: joinable{}, Book: book, Renderer: renderer{},
			Sender: sender, Pacer: notify.NewPacer(0)})
		if err != nil {
			b.Fatal(err)
		}
		if err := o.EnqueueAlert(ctx, int64(i+1), to); err != nil {
			b.Fatal(err)
		}
		if err := n.Run(ctx); err != nil {
			b.Fatal(err)
		}
		cancel()
	}
	b.ReportMetric(float64(b.N)*recipients/b.Elapsed().Seconds(), "messages/s")
}

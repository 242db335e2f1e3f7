package bot

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/query"
)

type empty struct{ Archive }

func (empty) Before(context.Context, int64, int) ([]feed.Story, error) { return nil, nil }

// Some backtests at once are enough: another waits for its turn, though not for long,
// and one that comes to it goes on.
func TestABacktestWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, err := query.Parse("gas")
		if err != nil {
			t.Fatal(err)
		}
		b := &Bot{backtests: make(chan struct{}, maxBacktests)}
		for range maxBacktests {
			b.backtests <- struct{}{}
		}
		start := time.Now()
		l := &look{Test: backtest.New(backtest.Options{Archive: empty{}, Query: q, Now: start})}
		if err := b.lookOn(t.Context(), l, queue, patient); err != nil || l.begun || l.finished || time.Since(start) != queue {
			t.Errorf("after %s: begun %t, finished %t, %v, want it not begun after %s", time.Since(start), l.begun, l.finished, err, queue)
		}
		time.AfterFunc(queue/2, func() { <-b.backtests })
		if err := b.lookOn(t.Context(), l, queue, patient); err != nil || !l.finished {
			t.Errorf("finished %t, %v, want it to come to its turn", l.finished, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b.backtests <- struct{}{}
		if err := b.lookOn(ctx, l, queue, patient); err == nil {
			t.Error("a backtest waits on although it is to stop")
		}
	})
}

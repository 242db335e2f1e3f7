package bot

import (
	"context"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/telegram"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/query"
)

// How a backtest gets on beside an answer. The updates of a chat come one after the
// other, so it has one at a time.
const (
	defaultQuick = 1500 * time.Millisecond // an answer waits for it so long
	patient      = 25 * time.Second        // once the answer is out it goes on so long
	queue        = 10 * time.Second        // and waits so long to begin where others are under way
	maxBacktests = 2                       // at once
)

// A look back is a backtest, and how far it got: it has not begun while too many others
// are under way.
type look struct {
	*backtest.Test
	begun, finished bool
}

// lookBack begins a backtest, for as long as an answer may wait for it.
func (b *Bot) lookBack(ctx context.Context, r *request, q *query.Query) (*look, error) {
	l := &look{Test: backtest.New(backtest.Options{
		Archive: b.archive, Query: q, Each: r.record.Each, Zone: r.record.Location(b.zone), Now: b.now(),
	})}
	return l, b.lookOn(ctx, l, b.quick, b.quick)
}

// A made is a subscription that was made with others.
type made struct {
	id     int
	query  *query.Query
	report *backtest.Report // nil: the look back took too long
}

// lookBackAll looks back for each of all, in order, for as long as an answer may wait
// for all of them.
func (b *Bot) lookBackAll(ctx context.Context, r *request, all []made) error {
	until := time.Now().Add(b.quick)
	for i := range all {
		left := time.Until(until)
		if left <= 0 {
			return nil
		}
		l := &look{Test: backtest.New(backtest.Options{
			Archive: b.archive, Query: all[i].query, Each: r.record.Each, CountOnly: true, Zone: r.record.Location(b.zone), Now: b.now(),
		})}
		if err := b.lookOn(ctx, l, left, left); err != nil {
			return err
		}
		if l.finished {
			report := l.Report()
			all[i].report = &report
		}
	}
	return nil
}

// lookOn goes on with a backtest for some time, after it waited for its turn.
func (b *Bot) lookOn(ctx context.Context, l *look, wait, run time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case b.backtests <- struct{}{}:
		defer func() { <-b.backtests }()
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	var err error
	l.begun = true
	l.finished, err = l.Run(ctx, time.Now().Add(run))
	return err
}

// A followed is what is said of a subscription, with its backtest.
type followed struct {
	said     markup.HTML // what was done
	tail     markup.HTML // and what is to be expected
	rows     [][]telegram.Button
	kind     Kind
	id       int  // of the subscription
	changing bool // other queries may be proposed for it
}

// withBacktest answers with the backtest of a query, or says that it is under way and
// puts it in that place later.
func (b *Bot) withBacktest(ctx context.Context, r *request, q *query.Query, a followed) ([]Reply, error) {
	l, err := b.lookBack(ctx, r, q)
	if err != nil {
		return nil, err
	}
	if l.finished {
		reply, err := b.answered(ctx, r, l, a)
		return []Reply{reply}, err
	}
	r.then = func(ctx context.Context) ([]Reply, error) {
		if err := b.lookOn(ctx, l, queue, patient); err != nil {
			return nil, err
		}
		l.Stop()
		reply, err := b.answered(ctx, r, l, a)
		reply.Kind = Amend
		return []Reply{reply}, err
	}
	reply := say(paragraphs(a.said, r.HTML("preview.looking", locale.Data{"Days": backtest.Days}), a.tail), a.rows...)
	reply.Kind = a.kind
	return []Reply{reply}, nil
}

// answered is the answer with what a backtest found, and other queries to choose.
func (b *Bot) answered(ctx context.Context, r *request, l *look, a followed) (Reply, error) {
	report := l.Report()
	found, err := b.preview(ctx, r, report, l.begun)
	if err != nil {
		return Reply{}, err
	}
	var proposed markup.HTML
	rows := a.rows
	if a.changing && len(report.Suggestions) > 0 {
		var choices [][]telegram.Button
		if proposed, choices, err = b.propose(ctx, r, report, a.id); err != nil {
			return Reply{}, err
		}
		rows = append(choices, rows...)
	}
	reply := say(paragraphs(a.said, found, proposed, a.tail), rows...)
	reply.Kind = a.kind
	return reply, nil
}

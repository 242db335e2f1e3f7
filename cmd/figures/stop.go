package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// measureStop sends SIGTERM while messages are under way, without pacing and
// with, lets newsbot finish in a second life, and looks at what came.
func measureStop(ctx context.Context, b *bench) ([]figure, error) {
	var figures []figure
	for _, rate := range []int{0, 25} {
		more, err := measureStopAt(ctx, b, rate)
		if err != nil {
			return figures, fmt.Errorf("at %d a second: %w", rate, err)
		}
		figures = append(figures, more...)
	}
	return figures, nil
}

func measureStopAt(ctx context.Context, b *bench, rate int) (figures []figure, err error) {
	const size, answer = 5000, 150 * time.Millisecond
	name, after := "stop.at-"+strconv.Itoa(rate), 4*rate
	if rate == 0 {
		name, after = "stop.unpaced", size/3
	}
	w, err := b.openWorld(ctx, private(size, "energy"), false, setting{"TELEGRAM_MESSAGES_PER_SECOND": strconv.Itoa(rate)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	// Telegram takes its time, so that messages are under way at every moment.
	w.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Slow, Method: "sendMessage", Delay: answer, Done: true, Times: -1})
	p, err := w.ready(ctx)
	if err != nil {
		return nil, err
	}
	w.publish("energy")
	if err := p.until(ctx, "the first messages", func() bool { n, _ := w.journal.count(); return n >= after }); err != nil {
		return nil, err
	}
	took, err := p.stop(ctx)
	if err != nil {
		return nil, err
	}
	before, _ := w.journal.count()
	if before >= size {
		return nil, fmt.Errorf("all %d messages came before newsbot was asked to stop", before)
	}
	b.say("%s: stopped in %v after %d messages", name, took.Round(time.Millisecond), before)
	w.settings["TELEGRAM_MESSAGES_PER_SECOND"] = "0" // the rest as fast as possible
	left, err := w.drain(ctx, size)
	if err != nil {
		return nil, err
	}
	messages, _ := w.journal.count()
	detail := fmt.Sprintf("SIGTERM after %d of %d messages, each answered after %v", before, size, answer)
	return []figure{
		below(noted(name, took.Seconds(), "s", detail), 10),
		atMost(noted(name+".lost", float64(left), "", detail), 0),
		atMost(noted(name+".repeated", float64(messages-(size-left)), "", detail), 0),
	}, nil
}

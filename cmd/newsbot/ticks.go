package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// A tick is work to do whenever its schedule comes: due feeds, due digests.
// What is due is decided by what is stored, never by the schedule, so a tick
// that is missed or late loses nothing.
type tick struct {
	name     string
	schedule cron.Schedule
	run      func(ctx context.Context) error
}

// runTicks does every tick once at once and then on its schedule, until ctx
// ends; it returns when the runs under way have returned. A run that is still
// going when the next is due makes that one be skipped.
func runTicks(ctx context.Context, log *slog.Logger, ticks ...tick) {
	logger := cronLog{log}
	// Skip stands outermost: robfig/cron v3.0.1 never gives its token back
	// when a panic passes it, and the job would not run again.
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(logger),
		cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)))
	var first sync.WaitGroup
	for _, t := range ticks {
		id := c.Schedule(t.schedule, cron.FuncJob(func() {
			if err := t.run(ctx); err != nil && ctx.Err() == nil {
				log.Error("tick", "tick", t.name, "error", err)
			}
		}))
		first.Go(c.Entry(id).WrappedJob.Run)
	}
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	first.Wait()
}

// cronLog passes on what cron says: its errors, panics among them.
type cronLog struct{ log *slog.Logger }

// Info says when cron wakes, several lines a second: of no use to anybody.
func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, args ...any) {
	l.log.Error("cron: "+msg, append([]any{"error", err}, args...)...)
}

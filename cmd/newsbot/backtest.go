package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"time"

	"newsbot/feed/archive"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

func backtestCommand() command {
	return command{
		name:    "backtest",
		args:    "[--config FILE] [--store FILE] [--until DATE] [--each] [--json] QUERY…",
		summary: "Tell what queries would have sent in the last 30 days, and propose better ones.",
		examples: []string{
			`newsbot backtest "Italy gas" '"nuclear energy"'`,
			"newsbot backtest --store copy.db --until 2026-11-20 Kazakhstan",
			"newsbot backtest --json apple | jq '.suggestions[] | [.query, .count]'",
		},
		notes: backtestNotes,
		run:   runBacktest,
	}
}

const backtestNotes = `The store is only read. A running newsbot keeps it to itself: stop that, or name a copy with --store.
Stories that several sources tell count once, as alerts come, or with --each as often as they are told. More than 10 a
day is too much, nothing in a week and more too little; then other queries are proposed with what they would have sent.

With --json a line is printed for each query:
  {"query","count","per_day","median","busiest","since","from","end","looked","days":[{"date","count"}],"weeks":[…],
   "latest":[{"seq","title","link","at"}],"volume","suggestions":[{"query","change","what","count","per_day"}]}
From is where the stories looked at begin, as end says: whole, or archive begins. The last of the weeks ends today.`

func runBacktest(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	file := flags.String("store", "", "read this `FILE`, as a copy of the store; else that of the configuration")
	until := flags.String("until", "", "look back from the end of this day, a `DATE` as 2026-11-20; else from now")
	each := flags.Bool("each", false, "count what several sources tell once for each")
	asJSON := flags.Bool("json", false, "print a line of JSON for each query")
	operands, err := queryOperands(flags, args)
	if err != nil {
		return err
	}
	queries, err := askedQueries(operands)
	if err != nil {
		return err
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	zone, err := zoneOf(cfg.TimeZone)
	if err != nil {
		return err
	}
	now := time.Now()
	if *until != "" {
		day, err := time.ParseInLocation(time.DateOnly, *until, zone)
		if err != nil {
			return usagef("--until %q is no date; write 2026-11-20", *until)
		}
		now = day.AddDate(0, 0, 1).Add(-time.Second)
	}
	if *file == "" {
		*file = cfg.storePath()
	}
	db, err := boltstore.OpenReader(*file)
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("%w; or name a copy of it with --store", err)
	} else if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; name it with --store, or the configuration that does with --config", err)
	} else if err != nil {
		return err
	}
	defer db.Close()
	stories, err := archive.Open(ctx, readOnly{db}, archive.Options{})
	if err != nil {
		return err
	}
	show := showReport
	if *asJSON {
		show = showReportJSON
	}
	for _, q := range queries {
		report, err := lookBack(ctx, s, backtest.Options{Archive: stories, Query: q.Query, Each: *each, Zone: zone, Now: now})
		if err != nil {
			return err
		}
		if err := show(ctx, s.out, stories, q, report); err != nil {
			return err
		}
	}
	return nil
}

// lookBack tells on the error stream how long it took.
func lookBack(ctx context.Context, s streams, o backtest.Options) (backtest.Report, error) {
	start := time.Now()
	test := backtest.New(o)
	for finished := false; !finished; {
		var err error
		if finished, err = test.Run(ctx, time.Now().Add(time.Second)); err != nil {
			return backtest.Report{}, err
		}
	}
	report := test.Report()
	took := time.Since(start)
	fmt.Fprintf(s.err, "looked at %s in %s\n", counted(report.Looked, "story"), took.Round(time.Millisecond))
	return report, nil
}

// readOnly is a store that nobody writes to. An Archive that is only read does not
// either.
type readOnly struct{ store.Reader }

// Apply implements store.Writer.
func (readOnly) Apply(context.Context, []store.Op) error {
	return errors.New("the store was opened for reading")
}

var _ backtest.Archive = (*archive.Archive)(nil)

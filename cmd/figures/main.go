// Command figures measures what newsbot promises and prints each figure beside
// its target: latency, throughput, pacing, crashes, memory, start and stop.
//
//	go run ./cmd/figures [--json] [NAME…]
//
// It builds newsbot from this checkout and runs it as people do, "newsbot run"
// in a process of its own with environment variables, against a Bot API server
// (telegramtest) and an origin (feedtest) that live in the process of figures.
// The three share the machine's cores, so the figures are what is left beside
// the load of the two servers. Everything is on loopback and ends by itself.
//
// A world is what surrounds one measurement: the store with its chats, the two
// servers, the journal of what arrived in which chat. A process is one life of
// newsbot. One file is one measurement: latency, throughput, limits, kills, idle,
// start, stop.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A measurement yields one figure or more.
type measurement struct {
	name    string
	summary string
	bound   time.Duration // it is given up after that
	run     func(ctx context.Context, b *bench) ([]figure, error)
}

func measurements() []measurement {
	return []measurement{
		{"latency", "from an item at the origin to the message at Telegram", 10 * time.Minute, measureLatency},
		{"throughput", "one story to 10,000 chats, without pacing", 10 * time.Minute, measureThroughput},
		{"limits", "the allowed rate is used, and no 429 provoked", 15 * time.Minute, measureLimits},
		{"kills", "100 SIGKILLs while delivering: lost and repeated", 40 * time.Minute, measureKills},
		{"round", "10,000 feeds asked once: time, memory, connections", 10 * time.Minute, measureRound},
		{"idle", "memory and CPU with 10 feeds and 1,000 chats", 5 * time.Minute, measureIdle},
		{"start", "from start to first poll with 10,000 chats", 5 * time.Minute, measureStart},
		{"stop", "SIGTERM while delivering 5,000 messages", 10 * time.Minute, measureStop},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Stdout, os.Stderr, os.Args[1:]))
}

// run carries out one call and returns its exit code: 0 measured, whatever the
// values are; 1 something could not be measured; 2 wrong usage.
func run(ctx context.Context, out, progress io.Writer, args []string) int {
	flags := flag.NewFlagSet("figures", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	asJSON := flags.Bool("json", false, "")
	chosen, err := choose(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		usage(out)
		return 0
	case err != nil:
		fmt.Fprintf(progress, "figures: %v; \"go run ./cmd/figures --help\" shows how\n", err)
		return 2
	}
	if err := measure(ctx, chosen, printer{out, *asJSON}, progress); err != nil {
		fmt.Fprintf(progress, "figures: %v\n", err)
		return 1
	}
	return 0
}

// choose returns the measurements that args name, all where they name none.
// Flags may stand before and after the names.
func choose(flags *flag.FlagSet, args []string) ([]measurement, error) {
	var chosen []measurement
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if args = flags.Args(); len(args) == 0 {
			break
		}
		i := slices.IndexFunc(measurements(), func(m measurement) bool { return m.name == args[0] })
		if i < 0 {
			return nil, fmt.Errorf("no figure %q", args[0])
		}
		chosen, args = append(chosen, measurements()[i]), args[1:]
	}
	if chosen == nil {
		chosen = measurements()
	}
	return chosen, nil
}

// measure takes one measurement after the other and goes on after one that fails.
func measure(ctx context.Context, chosen []measurement, p printer, progress io.Writer) (err error) {
	b, err := openBench(ctx, progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	b.say("%d cores, load %s, %s; Telegram and the origin run on the same cores", runtime.NumCPU(), load(), runtime.Version())
	var failures []error
	for _, m := range chosen {
		b.say("%s: %s", m.name, m.summary)
		limited, cancel := context.WithTimeout(ctx, m.bound)
		figures, err := m.run(limited, b)
		cancel()
		for _, f := range figures {
			f.Command = "go run ./cmd/figures " + m.name
			p.print(f)
		}
		if ctx.Err() != nil {
			return errors.New("asked to stop")
		}
		if err != nil {
			b.say("%s: %v", m.name, err)
			failures = append(failures, fmt.Errorf("%s: %w", m.name, err))
		}
	}
	return errors.Join(failures...)
}

func usage(w io.Writer) {
	fmt.Fprint(w, `Measure what newsbot promises and print each figure beside its target.

Usage: go run ./cmd/figures [--json] [NAME…]

Names (all where none is given; about 25 minutes):
`)
	for _, m := range measurements() {
		fmt.Fprintf(w, "  %-12s %s\n", m.name, m.summary)
	}
	fmt.Fprint(w, `
Flags:
  --json       print each figure as a line of JSON

Figures are printed on standard output, progress on standard error. The exit
code is 0 when everything was measured, whether or not it meets its target.
Measure on a machine that does nothing else; the load is printed first.

Examples:
  go run ./cmd/figures
  go run ./cmd/figures latency throughput
  go run ./cmd/figures --json kills >kills.jsonl
`)
}

// load is the machine's load average, where it can be told.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if fields := strings.Fields(string(text)); err == nil && len(fields) > 0 {
		return fields[0]
	}
	return "unknown"
}

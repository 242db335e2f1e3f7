package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // zones on machines that have none, as in a container made from scratch
)

// Exit codes: 0 asked to stop, 1 failed, 2 wrong usage.
const (
	exitOK = iota
	exitFailed
	exitUsage
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	streams := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Environ()}
	os.Exit(run(ctx, streams, os.Args[1:]))
}

// streams is what a command talks to.
type streams struct {
	in       io.Reader
	out, err io.Writer
	env      []string
}

// A command is one subcommand. Its run defines its flags on the set, parses
// args with it, and does the work.
type command struct {
	name     string
	args     string // as the usage line shows them
	summary  string
	examples []string
	notes    string // paragraphs below the flags; or empty
	run      func(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error
}

func commands() []command {
	return []command{
		demoCommand(), runCommand(), checkCommand(), fetchCommand(), feedsCommand(), tagCommand(), matchCommand(), backtestCommand(),
		healthCommand(), versionCommand(),
	}
}

// A usageError is a mistake in how the program was called.
type usageError struct {
	text  string
	shown string // lines below it, as what is wrong underlined; or empty
}

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{text: fmt.Sprintf(format, args...)} }

// run carries out one call of the program and returns its exit code.
func run(ctx context.Context, s streams, args []string) int {
	if len(args) == 0 {
		overview(s.err)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		if len(args) == 1 {
			overview(s.out)
			return exitOK
		}
		args = []string{args[1], "--help"}
	case "--version", "-version":
		args[0] = "version"
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.call(ctx, s, args[1:])
		}
	}
	fmt.Fprintf(s.err, "newsbot: no command %q; \"newsbot help\" lists them\n", args[0])
	return exitUsage
}

func (c command) call(ctx context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	err := c.run(ctx, s, flags, args)
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, flag.ErrHelp):
		c.usage(s.out, flags)
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "newsbot %s: %s; \"newsbot %s --help\" shows how\n%s", c.name, usage.text, c.name, usage.shown)
		return exitUsage
	}
	fmt.Fprintf(s.err, "newsbot %s: %s\n", c.name, oneLine(err.Error()))
	return exitFailed
}

// operandsOf parses the flags, which may stand before and after the operands, and
// returns the operands.
func operandsOf(flags *flag.FlagSet, args []string) ([]string, error) {
	var operands []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usageError{text: err.Error()}
		}
		rest := flags.Args()
		if len(rest) == 0 {
			return operands, nil
		}
		if i := len(args) - len(rest) - 1; i >= 0 && args[i] == "--" {
			return append(operands, rest...), nil
		}
		operands, args = append(operands, rest[0]), rest[1:]
	}
}

// noOperands parses flags of a command that takes nothing else.
func noOperands(flags *flag.FlagSet, args []string) error {
	operands, err := operandsOf(flags, args)
	if err == nil && len(operands) > 0 {
		err = usagef("%q is not expected here", operands[0])
	}
	return err
}

func (c command) usage(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\nUsage: newsbot %s\n", c.summary, strings.TrimSpace(c.name+" "+c.args))
	any := false
	flags.VisitAll(func(f *flag.Flag) {
		if !any {
			fmt.Fprint(w, "\nFlags:\n")
			any = true
		}
		value, text := flag.UnquoteUsage(f)
		head := strings.TrimSpace("--" + f.Name + " " + value)
		if f.DefValue != "" && f.DefValue != "false" {
			text += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(w, "  %-24s %s\n", head, text)
	})
	if c.notes != "" {
		fmt.Fprintf(w, "\n%s\n", c.notes)
	}
	fmt.Fprint(w, "\nExamples:\n")
	for _, e := range c.examples {
		fmt.Fprintf(w, "  %s\n", e)
	}
}

func overview(w io.Writer) {
	fmt.Fprint(w, "newsbot delivers news alerts on Telegram.\n\nUsage: newsbot COMMAND [FLAGS]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\n\"newsbot COMMAND --help\" shows a command's flags and examples.\n")
}

// oneLine folds the lines of an error into one, so that it stays one in a log.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

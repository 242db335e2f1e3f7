package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// A bench is what the measurements share: the newsbot that was built, a place
// for stores, and where to say how far things are.
type bench struct {
	dir      string // gone after close
	binary   string
	progress io.Writer
	begun    time.Time
}

// openBench builds newsbot as the Dockerfile does.
func openBench(ctx context.Context, progress io.Writer) (b *bench, err error) {
	b = &bench{progress: progress, begun: time.Now()}
	if b.dir, err = os.MkdirTemp("", "newsbot-figures-"); err != nil {
		return nil, err
	}
	b.binary = filepath.Join(b.dir, "newsbot")
	b.say("building newsbot")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", b.binary, "newsbot/cmd/newsbot")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("build newsbot: %w\n%s", err, out), b.close())
	}
	return b, nil
}

func (b *bench) close() error { return os.RemoveAll(b.dir) }

// say tells the progress.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.progress, "[%6.1fs] %s\n", time.Since(b.begun).Seconds(), fmt.Sprintf(format, args...))
}

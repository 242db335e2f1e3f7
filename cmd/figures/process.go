package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// A process is one life of newsbot, from start to kill or stop.
type process struct {
	cmd     *exec.Cmd
	started time.Time
	log     string
	ended   chan struct{} // closed when it has
	err     error         // of its end; read after ended
}

// run starts newsbot on the world's store. It ends with ctx at the latest.
func (w *world) run(ctx context.Context) (*process, error) {
	env, err := w.environment()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(w.dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close() // newsbot has it by then
	p := &process{cmd: exec.CommandContext(ctx, w.bench.binary, "run"), log: log.Name(), ended: make(chan struct{})}
	p.cmd.Dir, p.cmd.Env, p.cmd.Stderr = w.dir, env, log
	p.started = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start newsbot: %w", err)
	}
	go func() {
		defer close(p.ended)
		p.err = p.cmd.Wait()
	}()
	return p, nil
}

// ready starts newsbot and waits until it has had its first look at every feed,
// so that what is published from now on is news.
func (w *world) ready(ctx context.Context) (*process, error) {
	asked := make([]int, len(w.feeds))
	for i, path := range w.feeds {
		asked[i] = w.origin.Count(path)
	}
	p, err := w.run(ctx)
	if err != nil {
		return nil, err
	}
	return p, p.until(ctx, "the feeds to be asked twice", func() bool {
		for i, path := range w.feeds {
			if w.origin.Count(path) < asked[i]+2 { // what the first yielded is stored by then
				return false
			}
		}
		return true
	})
}

// until waits for something to hold while newsbot runs.
func (p *process) until(ctx context.Context, what string, holds func() bool) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-p.ended:
			return fmt.Errorf("newsbot ended by itself, waiting for %s: %w\n%s", what, p.err, p.tail())
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w\n%s", what, ctx.Err(), p.tail())
		}
	}
	return nil
}

// kill ends newsbot with SIGKILL.
func (p *process) kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill newsbot: %w", err)
	}
	<-p.ended
	return nil
}

// stop asks newsbot to stop with SIGTERM and returns how long that took. It
// kills it when ctx ends first.
func (p *process) stop(ctx context.Context) (time.Duration, error) {
	asked := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, fmt.Errorf("stop newsbot: %w\n%s", err, p.tail())
	}
	select {
	case <-p.ended:
	case <-ctx.Done():
		return 0, errors.Join(ctx.Err(), p.kill())
	}
	if p.err != nil {
		return 0, fmt.Errorf("newsbot did not stop well: %w\n%s", p.err, p.tail())
	}
	return time.Since(asked), nil
}

// tail is the end of newsbot's log.
func (p *process) tail() []byte {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return []byte(err.Error())
	}
	const most = 2000
	return bytes.TrimSpace(text[max(0, len(text)-most):])
}

//go:build !linux

package postgres

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

type account struct{}

func unprivileged() (account, error) {
	return account{}, fmt.Errorf("%w: its processor time cannot be read on %s", ErrNotInstalled, runtime.GOOS)
}

func (account) give(string) error { return nil }

func (account) process() *syscall.SysProcAttr { return nil }

func killGroup(int) {}

func (*Server) cpu() (time.Duration, error) { return 0, ErrNotInstalled }

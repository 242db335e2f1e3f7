package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tick is the unit of time in /proc/PID/stat, the same on all platforms of Linux
// that Go runs on.
const tick = time.Second / 100

// An account is who the server runs as.
type account struct{ credential *syscall.Credential } // nil: as this process

// unprivileged returns the account of this process or, as PostgreSQL refuses to
// run as root, that which Debian's package made.
func unprivileged() (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return account{}, fmt.Errorf("%w: %w", ErrNotInstalled, err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, err
	}
	return account{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// give makes the account the owner of a file.
func (a account) give(path string) error {
	if a.credential == nil {
		return nil
	}
	return os.Chown(path, int(a.credential.Uid), int(a.credential.Gid))
}

// process is how to start a program under the account, in a process group of its
// own: an interrupt from the keyboard is for who started it.
func (a account) process() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: a.credential, Setpgid: true}
}

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

// cpu returns the processor time, user and system, that all processes of the
// server have used.
func (s *Server) cpu() (time.Duration, error) {
	file, err := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(file), "\n")
	postmaster, err := strconv.Atoi(first)
	if err != nil {
		return 0, err
	}
	processes, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	ticks, found := 0, false
	for _, path := range processes {
		stat, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
			continue
		}
		if err != nil {
			return 0, err
		}
		switch p, err := parseStat(stat); {
		case err != nil:
			return 0, fmt.Errorf("%s: %w", path, err)
		case p.pid == postmaster:
			found = true
			ticks += p.own + p.ended
		case p.parent == postmaster:
			ticks += p.own
		}
	}
	if !found {
		return 0, errors.New("PostgreSQL has ended")
	}
	return time.Duration(ticks) * tick, nil
}

// A process is what /proc/PID/stat says of it, times in ticks.
type process struct {
	pid, parent int
	own, ended  int // of itself, and of its children that have ended
}

// parseStat reads proc_pid_stat(5): fields 1, 4 and 14 to 17. The second is a name
// in parentheses that may hold anything.
func parseStat(stat []byte) (p process, err error) {
	end := bytes.LastIndexByte(stat, ')')
	fields := bytes.Fields(stat[end+1:])
	begin, _, _ := bytes.Cut(stat, []byte(" "))
	if end < 0 || len(fields) < 15 {
		return p, fmt.Errorf("%q has %d fields after the name, want 15 and more", stat, len(fields))
	}
	var n [6]int
	for i, text := range [][]byte{begin, fields[1], fields[11], fields[12], fields[13], fields[14]} {
		if n[i], err = strconv.Atoi(string(text)); err != nil {
			return p, err
		}
	}
	return process{n[0], n[1], n[2] + n[3], n[4] + n[5]}, nil
}

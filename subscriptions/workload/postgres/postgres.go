// Package postgres matches a workload's stories with PostgreSQL, as the peer that
// the index of subscriptions is measured against: reverse search as one would
// build it with an ordinary database, and tuned as one would.
//
// Equal queries are one row. A row has the query as a tsquery and an anchor, the
// rarest of the lexemes that a story must have to match, with an index on it. A
// story is one prepared statement: to_tsvector reads it, the rows whose anchor is
// among its lexemes are found by the index and checked with @@, and the answer is
// the numbers of the rows that match. See collapse.sql and match.sql; cover.sql has
// an index that is larger and faster.
//
// It reads the subscriptions of a workload as the bot does, all but this: a phrase
// does not end with the first part of a word with a hyphen, which to PostgreSQL
// stands in a place after that of the whole word. No workload has such phrases.
//
// Start runs a server of its own, in a temporary directory and on a Unix socket
// there, and stops it when Close is called or the process ends, however it ends.
// It needs Debian's package postgresql and Linux, whose /proc tells the processor
// time of the server without that of its client.
package postgres

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ErrNotInstalled says that this machine has no PostgreSQL, or none that can be
// measured.
var ErrNotInstalled = errors.New("PostgreSQL is not installed (Debian: apt-get install postgresql)")

// settings are the server's: memory for everything to be held in it, nothing that
// only matters after a crash, and none of what helps long statements and delays
// short ones.
var settings = []string{
	"listen_addresses=", "unix_socket_permissions=0700", "max_connections=5",
	"shared_buffers=512MB", "work_mem=64MB", "maintenance_work_mem=512MB", "effective_cache_size=2GB",
	"fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
	"max_wal_size=4GB", "checkpoint_timeout=1d", "autovacuum=off", "bgwriter_lru_maxpages=0",
	"jit=off", "max_parallel_workers_per_gather=0", "max_parallel_maintenance_workers=0",
	"plan_cache_mode=force_generic_plan", "random_page_cost=1.1",
	"default_text_search_config=pg_catalog.english", "track_activities=off", "track_counts=off", "timezone=UTC",
}

// Patience with a server that starts or stops.
const (
	startTime = time.Minute
	stopTime  = 30 * time.Second
)

// watch runs the server and waits for the end of its own input, which comes when
// Close closes it and when this process is no more; then it stops the server and
// removes the directory.
const watch = `dir=$1; shift
"$@" >"$dir/log" 2>&1 & server=$!
read -r _
kill -INT $server 2>/dev/null
wait $server
rm -rf "$dir"`

// A Server is a running PostgreSQL. It is for one goroutine at a time.
type Server struct {
	account     account
	bin, dir    string
	watch       *exec.Cmd
	alive       io.Closer // the input of watch
	session     *session
	subscribers []int // by the number of a query: how many have it
}

// Start starts a server with an empty database.
func Start() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	account, err := unprivileged()
	if err != nil {
		return nil, err
	}
	s := &Server{account: account, bin: bin}
	if err := s.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start PostgreSQL: %w", err), s.Close())
	}
	return s, nil
}

// binaries returns the directory of the newest PostgreSQL that has both the server
// and the client. Debian has them outside of the path.
func binaries() (string, error) {
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.SortFunc(dirs, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(b, a)
	})
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	for _, dir := range dirs {
		if runs(dir, "postgres") && runs(dir, "initdb") && runs(dir, "psql") {
			return dir, nil
		}
	}
	return "", ErrNotInstalled
}

func runs(dir, program string) bool {
	_, err := exec.LookPath(filepath.Join(dir, program))
	return err == nil
}

func (s *Server) start() (err error) {
	if s.dir, err = os.MkdirTemp("", "newsbot-postgres-"); err != nil {
		return err
	}
	if err := s.account.give(s.dir); err != nil {
		return err
	}
	data := filepath.Join(s.dir, "data")
	out, err := s.command("initdb", "--pgdata", data, "--username", "newsbot", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C.UTF-8", "--lc-collate", "C", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	args := []string{"-c", watch, "watch", s.dir, filepath.Join(s.bin, "postgres"), "-D", data, "-k", s.dir}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	s.watch = exec.Command("/bin/sh", args...)
	s.watch.Dir, s.watch.SysProcAttr = s.dir, s.account.process()
	if s.alive, err = s.watch.StdinPipe(); err != nil {
		return err
	}
	if err := s.watch.Start(); err != nil {
		s.watch = nil
		return err
	}
	return s.connect()
}

// connect opens the session as soon as the server answers.
func (s *Server) connect() error {
	for deadline := time.Now().Add(startTime); ; {
		out, err := s.psql("-c", "SELECT 1").CombinedOutput()
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("no answer within %v: %w: %s%s", startTime, err, out, log)
		}
		time.Sleep(50 * time.Millisecond)
	}
	var err error
	s.session, err = newSession(s.psql(), filepath.Join(s.dir, "answer"))
	return err
}

func (s *Server) psql(args ...string) *exec.Cmd {
	return s.command("psql", append([]string{"--no-psqlrc", "--quiet", "--no-align", "--tuples-only",
		"--set", "ON_ERROR_STOP=1", "--host", s.dir, "--username", "newsbot", "--dbname", "postgres"}, args...)...)
}

// command is one of PostgreSQL's programs, run under the account of the server.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.account.process()
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "PGOPTIONS=", "PGPASSFILE=/dev/null")
	return cmd
}

// Close stops the server and removes all it has stored. A second time it does
// nothing.
func (s *Server) Close() error {
	var errs []error
	if s.session != nil {
		errs = append(errs, s.session.close())
	}
	if s.watch != nil {
		errs = append(errs, s.alive.Close(), s.stop())
	}
	if s.dir != "" {
		errs = append(errs, os.RemoveAll(s.dir))
	}
	*s = Server{}
	return errors.Join(errs...)
}

// stop waits for the server to end, and ends it if it does not.
func (s *Server) stop() error {
	kill := time.AfterFunc(stopTime, func() { killGroup(s.watch.Process.Pid) })
	defer kill.Stop()
	if err := s.watch.Wait(); err != nil {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	return nil
}

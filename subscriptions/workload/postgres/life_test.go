package postgres_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"newsbot/subscriptions/workload/postgres"
)

// abandoned is set for the process that starts a server and is killed.
const abandoned = "NEWSBOT_TEST_ABANDONED"

func TestMain(m *testing.M) {
	if os.Getenv(abandoned) == "" {
		os.Exit(m.Run())
	}
	if _, err := postgres.Start(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("started")
	select {}
}

// temporary is a directory for temporary files that every account may use.
func temporary(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "newsbot-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

func entries(t *testing.T, dir string) int {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestAClosedServerLeavesNothing(t *testing.T) {
	dir := temporary(t)
	t.Setenv("TMPDIR", dir)
	s := start(t)
	if n := entries(t, dir); n != 1 {
		t.Errorf("%d entries in the temporary directory of a running server, want 1", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := entries(t, dir); n != 0 {
		t.Errorf("%d entries in the temporary directory after Close", n)
	}
}

func TestAServerEndsWithWhoStartedIt(t *testing.T) {
	start(t) // or skip
	dir := temporary(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), abandoned+"=1", "TMPDIR="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _, _ := bufio.NewReader(out).ReadLine()
	if got := string(line); got != "started" {
		t.Errorf("the process said %q, want started", got)
	}
	cmd.Process.Kill()
	cmd.Wait()
	for deadline := time.Now().Add(30 * time.Second); entries(t, dir) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the server is still there 30 s after who started it was killed")
		}
	}
}

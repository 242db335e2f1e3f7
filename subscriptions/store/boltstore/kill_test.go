package boltstore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

const (
	kills   = 10
	writers = 4
	// The environment variable that makes this test binary the process to kill.
	victimPath = "BOLTSTORE_TEST_VICTIM"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(victimPath); path != "" {
		if err := victim(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// victim applies, from several goroutines, pairs of keys numbered from where the
// last victim stopped, and prints "writer number" once a pair is stored.
func victim(path string) error {
	db, err := boltstore.Open(path)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for writer := range writers {
		start := 0
		for n := range stored(db, writer) {
			start = max(start, n+1)
		}
		wg.Go(func() {
			for n := start; ; n++ {
				value := make([]byte, 1+n%3000)
				err := db.Apply(context.Background(), []store.Op{
					store.Set(store.Key("left", writer, n), value),
					store.Set(store.Key("right", writer, n), value),
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				fmt.Printf("%d %d\n", writer, n)
			}
		})
	}
	wg.Wait()
	return nil
}

// stored returns the numbers that have a left half.
func stored(r store.Reader, writer int) map[int]bool {
	return numbers(r, "left", writer)
}

func numbers(r store.Reader, half string, writer int) map[int]bool {
	found := map[int]bool{}
	err := store.Walk(context.Background(), r, store.Key(half, writer), func(e store.Entry) error {
		parts, err := store.Split(e.Key)
		if err == nil {
			found[int(parts[2].(int64))] = true
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	return found
}

func TestKilledAtAnyMomentItKeepsWhatItAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "newsbot.db")
	var acknowledged [writers][]int
	for kill := range kills {
		for _, line := range runAndKill(t, path, 10+kill*37) {
			var writer, n int
			if _, err := fmt.Sscanf(line, "%d %d", &writer, &n); err != nil {
				t.Fatalf("victim printed %q", line)
			}
			acknowledged[writer] = append(acknowledged[writer], n)
		}
		db := open(t, path)
		for writer := range writers {
			left, right := numbers(db, "left", writer), numbers(db, "right", writer)
			if len(left) != len(right) {
				t.Errorf("kill %d: %d left halves, %d right ones", kill, len(left), len(right))
			}
			for _, n := range acknowledged[writer] {
				if !left[n] || !right[n] {
					t.Fatalf("kill %d: writer %d was told that %d is stored, and it is not", kill, writer, n)
				}
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(acknowledged[0]) == 0 {
		t.Error("no victim stored anything")
	}
}

// runAndKill starts a victim, kills it some time after its first lines, and
// returns the whole lines that it printed.
func runAndKill(t *testing.T, path string, lines int) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), victimPath+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var printed []string
	for in := bufio.NewReader(out); ; {
		line, err := in.ReadString('\n')
		if err != nil {
			break
		}
		printed = append(printed, strings.TrimSpace(line))
		if len(printed) == lines {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the victim ended by itself")
	}
	return printed
}

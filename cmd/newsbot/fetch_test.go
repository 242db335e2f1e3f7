package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A full disk behind standard output is no success.
func TestStoriesThatCannotBePrintedAreAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "feed.xml")
	if err := os.WriteFile(path, []byte("<rss><channel><item><title>A</title></item></channel></rss>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"fetch", path}, {"fetch", "--json", path}} {
		if code := run(t.Context(), streams{out: fullDisk{}, err: io.Discard}, args); code != 1 {
			t.Errorf("%q: exit code %d, want 1", args[:len(args)-1], code)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
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

func TestAnEmptySourceIsAMistakeOfUsage(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, source := range []string{"", " "} {
		var out, said bytes.Buffer
		s := streams{in: strings.NewReader(""), out: &out, err: &said, env: []string{"NEWSBOT_FEEDS=[{url: 'https://example.org/'}]"}}
		if code := run(t.Context(), s, []string{"fetch", source}); code != exitUsage || out.Len() > 0 {
			t.Errorf("%q: exit %d, printed %q, said %q; want exit %d and nothing printed", source, code, &out, &said, exitUsage)
		}
	}
}

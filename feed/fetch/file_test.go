package fetch_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/fetch"
)

func write(t *testing.T, file, text string, changed time.Time) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, changed, changed); err != nil {
		t.Fatal(err)
	}
}

func fileURL(file string) string { return (&url.URL{Scheme: "file", Path: file}).String() }

func TestAFileIsReadAgainWhenItChanges(t *testing.T) {
	file := filepath.Join(t.TempDir(), "новости listing.txt")
	anHourAgo := time.Now().Add(-time.Hour)
	write(t, file, "one", anHourAgo)
	f := fetch.New(fetch.Options{})
	defer f.Close()
	first := get(t, f, feed.Request{URL: fileURL(file)})
	if string(first.Body) != "one" || first.ETag == "" || first.LastModified == "" || first.Status != 200 {
		t.Fatalf("got %+v, want the file and validators", first)
	}
	again := feed.Request{URL: fileURL(file), ETag: first.ETag, LastModified: first.LastModified}
	if got := get(t, f, again); !got.NotModified || got.ETag != first.ETag {
		t.Errorf("unchanged: got %+v, want not modified", got)
	}
	write(t, file, "two", anHourAgo.Add(time.Nanosecond))
	if got := get(t, f, again); got.NotModified || string(got.Body) != "two" {
		t.Errorf("changed: got %+v, want the new text", got)
	}
	write(t, file, "three", anHourAgo)
	if got := get(t, f, again); got.NotModified || string(got.Body) != "three" {
		t.Errorf("another size, the same time: got %+v, want the new text", got)
	}
	write(t, file, "four", time.Now())
	if got := get(t, f, again); got.ETag != "" {
		t.Errorf("changed just now: got ETag %s, want none: a change within the same tick would be missed", got.ETag)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	big, empty := filepath.Join(dir, "big"), filepath.Join(dir, "empty")
	write(t, big, strings.Repeat("x", 101), time.Now())
	write(t, empty, "", time.Now())
	link := filepath.Join(dir, "link")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	f := fetch.New(fetch.Options{MaxBytes: 100})
	defer f.Close()
	for _, tt := range []struct{ name, url, want string }{
		{"a file that is not there", fileURL(filepath.Join(dir, "none")), "no such file"},
		{"a folder", fileURL(dir), "a folder"},
		{"a pipe", fileURL(pipe), "not a regular file"},
		{"a device", "file:///dev/zero", "not a regular file"},
		{"a link to a device", fileURL(link), "not a regular file"},
		{"a file over the limit", fileURL(big), "limit of 100 bytes"},
		{"an empty file", fileURL(empty), "empty"},
		{"a file of another host", "file://server/share/x", `host "server"`},
		{"a relative path", "file:news.txt", "absolute path"},
		{"no path", "file://", "absolute path"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if failed := failure(t, f, feed.Request{URL: tt.url}); !strings.Contains(failed.Error(), tt.want) {
				t.Errorf("got %q, want %q in it", failed, tt.want)
			}
		})
	}
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"newsbot/feed"
)

// settled is how old a file's last change must be for its time to tell one
// content from the next: clocks of file systems are coarse.
const settled = 2 * time.Second

// file reads a file. Its validators are its size and the time of its change.
func (f *Fetcher) file(ctx context.Context, u *url.URL, req feed.Request) (*feed.Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, err := filePath(u)
	if err != nil {
		return nil, err
	}
	file, info, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	resp := &feed.Response{Status: http.StatusOK, URL: withoutUser(u)}
	resp.ETag, resp.LastModified = fileValidators(info)
	if req.ETag == resp.ETag {
		resp.NotModified, resp.Status = true, http.StatusNotModified
		return resp, nil
	}
	if info.Size() > f.options.MaxBytes {
		return nil, fmt.Errorf("%s: larger than the limit of %d bytes", path, f.options.MaxBytes)
	}
	if resp.Body, err = readAll(file, f.options.MaxBytes, nil); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(resp.Body) == 0 {
		return nil, fmt.Errorf("%s: the file is empty", path)
	}
	// Somebody may be writing: what was read is then to be read again.
	after, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if etag, _ := fileValidators(after); etag != resp.ETag || f.options.Now().Sub(after.ModTime()) < settled {
		resp.ETag, resp.LastModified = "", ""
	}
	return resp, nil
}

func filePath(u *url.URL) (string, error) {
	switch {
	case u.Host != "" && u.Host != "localhost":
		return "", fmt.Errorf("a file on the host %q cannot be read; a local one has three slashes: file:///path", u.Host)
	case u.Opaque != "" || !filepath.IsAbs(u.Path):
		return "", errors.New("a file needs an absolute path: file:///path")
	}
	return filepath.Clean(u.Path), nil
}

// openRegular opens a regular file and nothing else. A pipe would be waited for
// and a device has no end; what the name led to is looked at again once it is open.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err == nil {
		err = regular(path, info)
	}
	if err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	if info, err = file.Stat(); err == nil {
		err = regular(path, info)
	}
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return file, info, nil
}

func regular(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return fmt.Errorf("%s: a folder, not a file", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: not a regular file (%s)", path, info.Mode().Type())
	}
	return nil
}

func fileValidators(info fs.FileInfo) (etag, lastModified string) {
	changed := info.ModTime().UTC()
	return fmt.Sprintf(`"%x-%x"`, info.Size(), changed.UnixNano()), changed.Format(time.RFC3339Nano)
}

package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxLayers is how often a body may have been compressed: a server behind a proxy
// compresses twice.
const maxLayers = 2

// readBody reads a body to its end. One that is cut short, by its length or
// in the middle of a chunk or of the compressed stream, is an error: half
// a feed looks like a feed.
func readBody(answer *http.Response, limit int64) ([]byte, error) {
	switch encoding := strings.ToLower(strings.TrimSpace(answer.Header.Get("Content-Encoding"))); encoding {
	case "", "identity", "gzip", "x-gzip", "gzip, gzip", "none", "utf-8":
	default:
		return nil, fmt.Errorf("content encoding %.40q: only gzip was asked for", encoding)
	}
	body, err := readAll(answer.Body, limit)
	if err != nil {
		return nil, err
	}
	// What the header says of compression is often wrong; the bytes are not.
	for range maxLayers {
		if !bytes.HasPrefix(body, []byte{0x1F, 0x8B, 0x08}) {
			break
		}
		if body, err = inflate(body, limit); err != nil {
			return nil, err
		}
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, errors.New("the answer is empty")
	}
	return body, nil
}

func inflate(b []byte, limit int64) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	return readAll(z, limit)
}

// readAll reads to the end, and one byte past the limit at most.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("the answer was cut short after %d bytes: %w", len(b), err)
	case err != nil:
		return nil, err
	case int64(len(b)) > limit:
		return nil, fmt.Errorf("larger than the limit of %d bytes", limit)
	}
	return b, nil
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
)

const (
	firstChunk = 16 << 10
	// A body of more than a megabyte is large, and only so many of them are
	// read at a time: a hundred origins that send all they may do not add up.
	chunk    = 1 << 20
	maxLarge = 4
)

// readBody reads a body to its end. One that is cut short, by its length or
// in the middle of a chunk or of the compressed stream, is an error: half
// a feed looks like a feed.
func (f *Fetcher) readBody(ctx context.Context, answer *http.Response) ([]byte, error) {
	limit := f.options.MaxBytes
	sent := &limited{r: answer.Body, limit: limit, left: limit}
	plain, err := expand(sent, answer.Header.Values("Content-Encoding"), limit)
	if err != nil {
		return nil, cutShort(err, limit-sent.left)
	}
	defer plain.Close()
	large := false
	defer func() {
		if large {
			<-f.large
		}
	}()
	body, err := readAll(plain, limit, func() error {
		select {
		case f.large <- struct{}{}:
			large = true
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if err != nil {
		return nil, err
	}
	// A compressed stream may end before the body does.
	if _, err := io.Copy(io.Discard, sent); err != nil {
		return nil, cutShort(err, limit-sent.left)
	}
	if isBlank(body) {
		return nil, errors.New("the answer is empty")
	}
	return body, nil
}

// readAll reads to the end, and one byte past the limit at most. It calls grow,
// where there is one, before it keeps more than a chunk.
func readAll(r io.Reader, limit int64, grow func() error) ([]byte, error) {
	var chunks [][]byte
	total, size := 0, firstChunk
	r = &limited{r: r, limit: limit, left: limit}
	for {
		b := make([]byte, size)
		n, err := io.ReadFull(r, b)
		chunks, total = append(chunks, b[:n]), total+n
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF && n < size && ended(r):
			return slices.Concat(chunks...), nil
		case err != nil:
			return nil, cutShort(err, int64(total))
		}
		if size < chunk {
			size *= 2
		}
		if total >= chunk && grow != nil {
			if err := grow(); err != nil {
				return nil, err
			}
			grow = nil
		}
	}
}

// A limited reader reads up to a limit; a byte more is an error.
type limited struct {
	r           io.Reader
	limit, left int64
	err         error // as the reader below gave it
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	l.err = err
	if l.left -= int64(n); l.left < 0 {
		l.left = 0
		return 0, fmt.Errorf("larger than the limit of %d bytes", l.limit)
	}
	return n, err
}

// ended says whether a reader came to its end: io.ReadFull has one error for an
// end before its buffer is full and for a reader that was cut short.
func ended(r io.Reader) bool {
	l, ok := r.(*limited)
	return ok && l.err == io.EOF
}

func cutShort(err error, after int64) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the answer was cut short after %d bytes: %w", after, err)
	}
	return err
}

func isBlank(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// A lines reads a stream line by line. A line that is too long is an error of its
// own, and the next one is read all the same.
type lines struct {
	in     *bufio.Reader
	limit  int // bytes, without the end of line
	number int // of the last line read, from 1
	line   []byte
}

func newLines(r io.Reader, limit int) *lines {
	return &lines{in: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// A lineError says that one line cannot be used.
type lineError struct{ text string }

func (e lineError) Error() string { return e.text }

// next returns the next line without its end, valid until the next call, or
// io.EOF. With a lineError the line was skipped.
func (l *lines) next() ([]byte, error) {
	l.line = l.line[:0]
	long := false
	for {
		piece, err := l.in.ReadSlice('\n')
		if !long && len(l.line)+len(piece) > l.limit+1 {
			long, l.line = true, nil
		}
		if !long {
			l.line = append(l.line, piece...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (!errors.Is(err, io.EOF) || len(l.line) == 0 && !long):
			return nil, err
		}
		l.number++
		if n := len(l.line); n > 0 && l.line[n-1] == '\n' {
			l.line = l.line[:n-1]
		}
		if long || len(l.line) > l.limit {
			return nil, lineError{fmt.Sprintf("has more than %d bytes", l.limit)}
		}
		return l.line, nil
	}
}

// idle reports that the next line is still to come, so that what was said of the
// others is to be shown now.
func (l *lines) idle() bool { return l.in.Buffered() == 0 }

// An interruptible is a reader that ends when its context does, although the one
// under it may go on to block, as a terminal does.
type interruptible struct {
	ctx context.Context
	r   io.Reader
	buf []byte
}

// Read implements io.Reader. After the context's end one read of the reader below
// may still be waited for by nobody.
func (i *interruptible) Read(p []byte) (int, error) {
	if len(i.buf) < len(p) {
		i.buf = make([]byte, len(p))
	}
	type result struct {
		n   int
		err error
	}
	done, buf := make(chan result, 1), i.buf[:len(p)]
	go func() {
		n, err := i.r.Read(buf)
		done <- result{n, err}
	}()
	select {
	case got := <-done:
		return copy(p, buf[:got.n]), got.err
	case <-i.ctx.Done():
		i.buf = nil
		return 0, i.ctx.Err()
	}
}

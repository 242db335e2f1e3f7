package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what expand can undo.
const acceptEncoding = "gzip, br, zstd"

const (
	// maxLayers is how often a body may have been compressed: a server behind a
	// proxy compresses twice.
	maxLayers = 2
	// maxWindow is what a compressed body may have us keep to look back into; 8
	// MiB is what RFC 8878 asks for.
	maxWindow = 8 << 20
)

// expand undoes the compression of a body. What the header says of it is often
// wrong, missing or said twice; the bytes are not, so gzip and zstd are known by
// how they begin. Brotli and Deflate, which some send unasked, begin like nothing and
// are believed the header, unless what follows is plain text. No layer yields more
// than the limit.
func expand(r io.Reader, header []string, limit int64) (io.ReadCloser, error) {
	said := announced(header)
	body := &expanded{bufio.NewReader(r), nil}
	var err error
	for range maxLayers {
		start, _ := body.Peek(4) // an error comes again when it is read
		var layer io.Reader
		switch {
		case bytes.HasPrefix(start, []byte{0x1F, 0x8B, 0x08}):
			if layer, err = gzip.NewReader(body.Reader); err != nil {
				return nil, fmt.Errorf("gzip: %w", err)
			}
		case bytes.HasPrefix(start, []byte{0x28, 0xB5, 0x2F, 0xFD}):
			z, err := zstd.NewReader(body.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
				zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return nil, fmt.Errorf("zstd: %w", err)
			}
			layer, body.close = z, append(body.close, z.Close)
		case said == (layers{}) || len(start) == 0 || body.isText():
			return body, nil
		case said.unknown != "":
			return nil, fmt.Errorf("content encoding %q: only %s were asked for", said.unknown, acceptEncoding)
		case said.brotli > 0:
			layer, said.brotli = brotli.NewReader(body.Reader), said.brotli-1
		default:
			if layer, err = deflated(body.Reader); err != nil {
				return nil, fmt.Errorf("deflate: %w", err)
			}
			said.deflate--
		}
		body.Reader = bufio.NewReader(&limited{r: layer, limit: limit, left: limit})
	}
	return body, nil
}

// layers are what a header speaks of beside gzip and zstd.
type layers struct {
	brotli, deflate int
	unknown         string // one that cannot be undone
}

// announced reads a header. Words that are no encoding ("none", "utf-8") are passed over.
func announced(header []string) (l layers) {
	for word := range strings.SplitSeq(strings.ToLower(strings.Join(header, ",")), ",") {
		switch word = strings.TrimSpace(word); word {
		case "br":
			l.brotli++
		case "deflate":
			l.deflate++
		case "compress", "x-compress", "dcb", "dcz":
			l.unknown = word
		}
	}
	return l
}

// deflated undoes Deflate in zlib's wrapping (RFC 9110, 8.4.1.2) or, as many servers
// send it, without.
func deflated(r *bufio.Reader) (io.Reader, error) {
	start, _ := r.Peek(2)
	if len(start) == 2 && start[0]&0x0F == 8 && (int(start[0])<<8|int(start[1]))%31 == 0 { // RFC 1950, 2.2
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

// An expanded body reads without compression.
type expanded struct {
	*bufio.Reader
	close []func()
}

func (e *expanded) Close() error {
	for _, f := range e.close {
		f()
	}
	return nil
}

// isText says whether the body begins as a feed does and goes on without control
// characters, as no compressed stream does for long.
func (e *expanded) isText() bool {
	start, _ := e.Peek(512)
	start = bytes.TrimPrefix(start, []byte("\xEF\xBB\xBF"))
	trimmed := bytes.TrimSpace(start)
	if len(trimmed) == 0 || !bytes.ContainsRune([]byte("<{0123456789"), rune(trimmed[0])) {
		return false
	}
	return bytes.IndexFunc(start, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }) < 0
}

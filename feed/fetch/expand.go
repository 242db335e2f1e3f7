package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
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
// how they begin. Brotli begins like nothing and is believed the header, unless
// what follows is plain text. No layer yields more than the limit.
func expand(r io.Reader, header []string, limit int64) (io.ReadCloser, error) {
	brotlis, err := announced(header)
	if err != nil {
		return nil, err
	}
	body := &expanded{bufio.NewReader(r), nil}
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
		case brotlis > 0 && len(start) > 0 && !body.isText():
			layer, brotlis = brotli.NewReader(body.Reader), brotlis-1
		default:
			return body, nil
		}
		body.Reader = bufio.NewReader(&limited{r: layer, limit: limit, left: limit})
	}
	return body, nil
}

// announced returns how many layers of Brotli a header speaks of. Words that
// are no encoding ("none", "utf-8") are passed over.
func announced(header []string) (brotlis int, err error) {
	for word := range strings.SplitSeq(strings.ToLower(strings.Join(header, ",")), ",") {
		switch word = strings.TrimSpace(word); word {
		case "br":
			brotlis++
		case "deflate", "compress", "x-compress", "dcb", "dcz":
			return 0, fmt.Errorf("content encoding %q: only %s were asked for", word, acceptEncoding)
		}
	}
	return brotlis, nil
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

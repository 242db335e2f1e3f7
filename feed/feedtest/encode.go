package feedtest

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// An encoding is what is done to a body and what the header says of it.
type encoding struct {
	said   string // Content-Encoding; empty: nothing
	encode func([]byte) []byte
}

var encodings = map[Kind]encoding{
	Gzip:          {"gzip", gzipped},
	NotGzip:       {"gzip", asItIs},
	GzipTwice:     {"gzip", func(b []byte) []byte { return gzipped(gzipped(b)) }},
	GzipSaidTwice: {"gzip, gzip", gzipped},
	GzipSilent:    {"", gzipped},
	GzipCut:       {"gzip", func(b []byte) []byte { return half(gzipped(b)) }},
	Brotli:        {"br", brotlied},
	NotBrotli:     {"br", asItIs},
	BrotliCut:     {"br", func(b []byte) []byte { return half(brotlied(b)) }},
	Zstd:          {"zstd", zstded},
	Deflate:       {"deflate", zlibbed},
	DeflateBare:   {"deflate", deflated},
	NotDeflate:    {"deflate", asItIs},
	DeflateCut:    {"deflate", func(b []byte) []byte { return half(zlibbed(b)) }},
	GzipBrotli:    {"gzip, br", func(b []byte) []byte { return brotlied(gzipped(b)) }},
}

func asItIs(b []byte) []byte { return b }

func half(b []byte) []byte { return b[:len(b)/2] }

func gzipped(b []byte) []byte {
	return written(b, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(b []byte) []byte {
	return written(b, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(b []byte) []byte {
	return written(b, func(w io.Writer) io.WriteCloser {
		z, err := flate.NewWriter(w, flate.DefaultCompression)
		if err != nil {
			panic(err) // of a level that is wrong
		}
		return z
	})
}

func brotlied(b []byte) []byte {
	return written(b, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) })
}

func zstded(b []byte) []byte {
	return written(b, func(w io.Writer) io.WriteCloser {
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err) // of an option that is wrong
		}
		return z
	})
}

func written(b []byte, by func(io.Writer) io.WriteCloser) []byte {
	var out bytes.Buffer
	w := by(&out)
	_, _ = w.Write(b) // a bytes.Buffer takes all
	_ = w.Close()
	return out.Bytes()
}

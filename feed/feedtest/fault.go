package feedtest

import "time"

// A Kind is a way to misbehave.
type Kind string

// The kinds of faults.
const (
	Always304     Kind = "always 304"      // whatever was changed
	Stuck304      Kind = "stuck 304"       // to every request with a condition, whatever was changed
	SameETag      Kind = "same ETag"       // one ETag for every body, and no 304
	NoValidators  Kind = "no validators"   // none sent, none honoured
	ETagOnly      Kind = "ETag only"       // no Last-Modified: no fault
	DateOnly      Kind = "date only"       // no ETag: no fault
	NewETag       Kind = "new ETag"        // another for every request, whatever the body
	NotGzip       Kind = "not gzip"        // Content-Encoding: gzip over a plain body
	Gzip          Kind = "gzip"            // compressed as announced: no fault
	GzipTwice     Kind = "gzip twice"      // compressed twice, announced once
	GzipSaidTwice Kind = "gzip said twice" // compressed once, announced twice
	Brotli        Kind = "brotli"          // no fault
	NotBrotli     Kind = "not brotli"      // Content-Encoding: br over a plain body
	BrotliCut     Kind = "brotli cut"      // the compressed stream ends early
	Zstd          Kind = "zstd"            // no fault
	Deflate       Kind = "deflate"         // as announced, though nobody asks for it
	DeflateBare   Kind = "deflate, bare"   // the same without zlib's header and checksum
	NotDeflate    Kind = "not deflate"     // Content-Encoding: deflate over a plain body
	DeflateCut    Kind = "deflate cut"     // the compressed stream ends early
	GzipBrotli    Kind = "gzip, brotli"    // compressed by one, then by the other, as announced: no fault
	GzipSilent    Kind = "gzip silent"     // compressed without a word
	GzipCut       Kind = "gzip cut"        // the compressed stream ends early
	GzipBomb      Kind = "gzip bomb"       // a small body that inflates to a gigabyte
	Drip          Kind = "drip"            // a byte every Pause, without end
	Slow          Kind = "slow"            // a good answer, after Pause
	Silence       Kind = "silence"         // no header, until the client goes away
	Short         Kind = "short"           // fewer bytes than Content-Length says
	ChunkCut      Kind = "chunk cut"       // cut off in the middle of a chunk
	Empty         Kind = "empty"           // 200 and nothing
	WebPage       Kind = "web page"        // an HTML page with status 200
	Reset         Kind = "reset"           // the connection is cut without an answer
	Loop          Kind = "loop"            // redirects to itself
	Redirect      Kind = "redirect"        // to Location, with Status (0: 302)
	Fail          Kind = "fail"            // answers with Status (0: 500)
)

// A Fault is what goes wrong under a path. The zero Fault is none.
type Fault struct {
	Kind       Kind
	Times      int           // how many requests it spoils; 0: all
	Status     int           // of Redirect and Fail
	RetryAfter string        // of Fail: the header as it is sent; empty: none
	Location   string        // of Redirect
	Pause      time.Duration // of Drip and Slow; 0: a second
}

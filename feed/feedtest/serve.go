package feedtest

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ServeHTTP answers for the path of the request.
func (o *Origin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	pg, known := o.pages[r.URL.Path]
	var now page // as it is at this moment
	if known {
		if pg.stale {
			pg.render(r.URL.Path)
		}
		now = *pg
		if pg.fault.Times > 0 {
			if pg.fault.Times--; pg.fault.Times == 0 {
				pg.fault = Fault{}
			}
		}
	}
	o.mu.Unlock()
	counted := &answer{ResponseWriter: w}
	done := func() { o.record(r, counted.status) }
	if !known {
		http.NotFound(counted, r)
		done()
		return
	}
	now.serve(counted, r, done)
}

// answer notes the status that went out.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// serve answers. done is called once, when the request is known to have been
// served: before an answer that lasts, after one that does not.
func (pg *page) serve(w *answer, r *http.Request, done func()) {
	f := pg.fault
	w.Header().Set("Set-Cookie", "visitor=1; Path=/") // as many do; it is not to come back
	switch f.Kind {
	case Slow:
		select {
		case <-time.After(pauseOf(f)):
		case <-r.Context().Done():
		}
	case Drip, Silence:
		w.status = http.StatusOK
		if f.Kind == Silence {
			w.status = 0
		}
		done()
		pg.last(w, r, f)
		return
	case Reset, Short, ChunkCut:
		defer done()
		cut(w, f.Kind, pg.body)
		return
	}
	defer done()
	switch f.Kind {
	case Loop:
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	case Redirect:
		w.Header().Set("Location", f.Location)
		w.WriteHeader(orDefault(f.Status, http.StatusFound))
	case Fail:
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		http.Error(w, "the origin fails as it was asked to", orDefault(f.Status, http.StatusInternalServerError))
	case WebPage:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!DOCTYPE html><html><head><title>Please wait</title></head><body><p>Are you a person?</p></body></html>")
	case Empty:
		w.WriteHeader(http.StatusOK)
	default:
		pg.content(w, r)
	}
}

// content is the page with its validators, compressed as the fault demands.
func (pg *page) content(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	etag, modified := pg.validators()
	if etag != "" {
		h.Set("Etag", etag)
	}
	if modified != "" {
		h.Set("Last-Modified", modified)
	}
	for _, link := range pg.config.Links {
		h.Add("Link", link)
	}
	if pg.config.CacheFor > 0 {
		h.Set("Cache-Control", fmt.Sprintf("max-age=%d", int(pg.config.CacheFor.Seconds())))
	}
	kind, asked := pg.fault.Kind, r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since")
	if kind == Always304 || kind == Stuck304 && asked != "" || kind != SameETag && kind != NoValidators && unchanged(r, etag, modified) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", pg.contentType)
	if pg.fault.Kind == GzipBomb {
		h.Set("Content-Encoding", "gzip")
		writeBomb(w)
		return
	}
	body := pg.body
	if how, ok := encodings[pg.fault.Kind]; ok {
		body = how.encode(body)
		if how.said != "" {
			h.Set("Content-Encoding", how.said)
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a client that has gone is no concern of the origin
}

func (pg *page) validators() (etag, modified string) {
	etag, modified = pg.etag(), pg.modified.UTC().Format(http.TimeFormat)
	switch pg.fault.Kind {
	case SameETag:
		return `"the same"`, ""
	case NoValidators:
		return "", ""
	case ETagOnly:
		return etag, ""
	case DateOnly:
		return "", modified
	case NewETag:
		return fmt.Sprintf(`"%d"`, time.Now().UnixNano()), ""
	}
	return etag, modified
}

// unchanged decides as RFC 9110, 13.2.2: where there is an ETag the date is
// not looked at.
func unchanged(r *http.Request, etag, modified string) bool {
	if match := r.Header.Get("If-None-Match"); match != "" && etag != "" {
		return strings.TrimPrefix(match, "W/") == strings.TrimPrefix(etag, "W/")
	}
	return modified != "" && r.Header.Get("If-Modified-Since") == modified
}

// writeBomb writes a megabyte that inflates to a gigabyte: the same compressed
// member over and over, which a gzip stream may be.
func writeBomb(w http.ResponseWriter) {
	member := gzipped(bytes.Repeat([]byte{' '}, 1<<20))
	for range 1 << 10 {
		if _, err := w.Write(member); err != nil {
			return
		}
	}
}

// last holds the client until it goes away.
func (pg *page) last(w http.ResponseWriter, r *http.Request, f Fault) {
	if f.Kind == Silence {
		<-r.Context().Done()
		return
	}
	tick := time.NewTicker(pauseOf(f))
	defer tick.Stop()
	for i := 0; ; i++ {
		b := byte(' ')
		if i < len(pg.body) {
			b = pg.body[i]
		}
		if _, err := w.Write([]byte{b}); err != nil {
			return
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}

func pauseOf(f Fault) time.Duration {
	if f.Pause <= 0 {
		return time.Second
	}
	return f.Pause
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// cut ends the connection in the middle of an answer, or before it.
func cut(w *answer, kind Kind, body []byte) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil { // HTTP/2, or no server at all
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	half := body[:len(body)/2]
	switch kind {
	case Reset:
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // answers with RST
		}
		return
	case Short:
		fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s", len(body)+10, half)
	case ChunkCut:
		fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s", len(body)+10, half)
	}
	w.status = http.StatusOK
	_ = buffer.Flush()
}

func orDefault(status, otherwise int) int {
	if status == 0 {
		return otherwise
	}
	return status
}

package telegramtest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"syscall"
)

// Client reaches the server without any network, whatever the host in the
// address, so that a test can run in a testing/synctest bubble. What a connection
// that is cut looks like, and httptrace's WroteHeaders and WroteRequest, are as
// with a network.
func (s *Server) Client() *http.Client { return &http.Client{Transport: direct{s}} }

type direct struct{ s *Server }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()
	if t := httptrace.ContextClientTrace(r.Context()); t != nil {
		if t.WroteHeaders != nil {
			t.WroteHeaders()
		}
		if t.WroteRequest != nil {
			t.WroteRequest(httptrace.WroteRequestInfo{})
		}
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	if !w.serve(d.s, in) {
		return nil, &opError{"read", syscall.ECONNRESET}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// opError is the error of a connection that was cut.
type opError struct {
	op  string
	err error
}

func (e *opError) Error() string { return e.op + ": " + e.err.Error() }
func (e *opError) Unwrap() error { return e.err }

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

// serve says whether the handler answered; false is a connection that was cut.
func (w *recorder) serve(h http.Handler, r *http.Request) (answered bool) {
	defer func() {
		switch p := recover(); p {
		case nil, http.ErrAbortHandler:
		default:
			panic(p)
		}
	}()
	h.ServeHTTP(w, r)
	answered = true
	return answered
}

package telegramtest

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// A method does one method of the Bot API. It runs with the server locked; what
// it returns is shared with nobody.
type method func(s *Server, p params) (any, error)

var methods = map[string]method{
	"getMe":       (*Server).getMe,
	"sendMessage": (*Server).sendMessage,
}

// ServeHTTP answers /bot<token>/<method>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !strings.HasPrefix(r.URL.Path, "/bot") || name == "" {
		writeError(w, &apiError{Code: 404, Description: "Not Found"})
		return
	}
	if token != s.token {
		writeError(w, &apiError{Code: 401, Description: "Unauthorized"})
		return
	}
	p, err := readParams(w, r)
	if err != nil {
		writeError(w, badRequest("%v", err))
		return
	}
	result, err := s.do(r.Context(), name, p)
	var failure *apiError
	if errors.As(err, &failure) {
		writeError(w, failure)
		return
	}
	writeResult(w, result)
}

func (s *Server) do(ctx context.Context, name string, p params) (any, error) {
	if name == "getUpdates" {
		return s.getUpdates(ctx, p)
	}
	do, ok := methods[name]
	if !ok {
		return nil, &apiError{Code: 404, Description: "Not Found: method not found"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	result, err := do(s, p)
	s.record(name, p, err)
	return result, err
}

// record keeps a request with its outcome. s.mu is held.
func (s *Server) record(name string, p params, err error) {
	s.counts[name]++
	if s.keepRequests < 0 {
		return
	}
	r := Request{Method: name, Params: p, At: s.now(), Code: 200}
	var failure *apiError
	if errors.As(err, &failure) {
		r.Code, r.Error = failure.Code, failure.Description
	}
	s.requests = keep(append(s.requests, r), s.keepRequests)
}

// Requests are the newest requests the bot made, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return newest(s.requests, s.keepRequests)
}

// Count is how often a method was called since the start.
func (s *Server) Count(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[method]
}

// keep drops the oldest of a list that has grown to twice what is to be kept, so
// that dropping costs little for each that is added.
func keep[T any](list []T, n int) []T {
	if len(list) < 2*n {
		return list
	}
	return append([]T(nil), list[len(list)-n:]...)
}

// newest copies the last n of a list.
func newest[T any](list []T, n int) []T {
	if len(list) > n {
		list = list[len(list)-max(n, 0):]
	}
	return append([]T(nil), list...)
}

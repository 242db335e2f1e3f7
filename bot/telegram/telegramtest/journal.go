package telegramtest

import "fmt"

// maxViolations bounds the violations that are kept; one is enough to fail a test.
const maxViolations = 1000

// Requests are the newest requests the bot made, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return newest(s.requests, s.keepRequests)
}

// Count is how often a method was called since the start; "" stands for all.
func (s *Server) Count(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method != "" {
		return s.counts[method]
	}
	all := 0
	for _, n := range s.counts {
		all += n
	}
	return all
}

// Delivered is how many messages the bot has got into chats since the start.
func (s *Server) Delivered() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.delivered
}

// Violations are what the bot did that Telegram does not allow: requests out of
// specification, markup, keyboards or texts that were refused, and limits that it
// ran into. Answers made by Fail are none.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}

// violate notes a violation. s.mu is held.
func (s *Server) violate(format string, args ...any) {
	if len(s.violations) < maxViolations {
		s.violations = append(s.violations, fmt.Sprintf(format, args...))
	}
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

package telegramtest

import "time"

// A Kind is a way of misbehaving.
type Kind string

// The ways to misbehave. Those that are an error Telegram gives have its text.
const (
	TooManyRequests Kind = "429"              // with Fault.RetryAfter
	BotBlocked      Kind = "blocked"          // 403
	UserGone        Kind = "deactivated"      // 403
	BotKicked       Kind = "kicked"           // 403
	ChatNotFound    Kind = "chat not found"   // 400
	NoRights        Kind = "no rights"        // 400
	TopicClosed     Kind = "topic closed"     // 400
	ThreadNotFound  Kind = "thread not found" // 400
	BadMarkup       Kind = "can't parse"      // 400, says that HTML cannot be read
	Unauthorized    Kind = "unauthorized"     // 401
	Conflict        Kind = "conflict"         // 409, another process polls
	ServerError     Kind = "500"              // as JSON
	BadGateway      Kind = "502"              // a page in HTML
	Garbage         Kind = "garbage"          // 200 and half of an answer
	Cut             Kind = "connection cut"   // after the request was read, no answer
	Slow            Kind = "slow"             // the right answer, after Fault.Delay
	Custom          Kind = "custom"           // Fault.Code and Fault.Description
)

// A Fault says which requests to misbehave to, and how.
type Fault struct {
	Kind   Kind
	Method string // empty: all
	ChatID int64  // 0: all
	// Match, where set, has to agree as well.
	Match func(method string, params map[string]string) bool

	Skip   int     // let so many requests that match pass first
	Times  int     // then misbehave so often; 0: once, negative: always
	Chance float64 // of each request, as 0.2; 0: all. Options.Seed decides which

	// Done does what the request asks for although the answer says otherwise, or
	// before it is Slow: the outcome that a client cannot know. Slow without Done
	// does it after the delay, if the client has waited.
	Done bool

	RetryAfter  int // seconds
	Delay       time.Duration
	Code        int
	Description string
	MigrateTo   int64
}

// A Planned fault is one that Fail has set up.
type Planned struct {
	s       *Server
	f       Fault
	seen    int
	hits    int
	stopped bool
}

// Fail makes the server misbehave. Of several faults that match a request the
// one set up first takes it.
func (s *Server) Fail(f Fault) *Planned {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &Planned{s: s, f: f}
	s.faults = append(s.faults, p)
	return p
}

// Hits is how often the fault has struck.
func (p *Planned) Hits() int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.hits
}

// Stop ends the fault.
func (p *Planned) Stop() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.stopped = true
}

// nextFault returns the fault that a request meets, or nil.
func (s *Server) nextFault(name string, p params) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, planned := range s.faults {
		if planned.strikes(name, p) {
			f := planned.f
			return &f
		}
	}
	return nil
}

func (p *Planned) strikes(name string, q params) bool {
	f := p.f
	switch {
	case p.stopped,
		f.Times >= 0 && p.hits >= max(f.Times, 1),
		f.Method != "" && f.Method != name,
		f.ChatID != 0 && f.ChatID != q.int("chat_id", 0),
		f.Match != nil && !f.Match(name, q):
		return false
	}
	p.seen++
	if p.seen <= f.Skip || f.Chance > 0 && p.s.rand.Float64() >= f.Chance {
		return false
	}
	p.hits++
	return true
}

package feed

import "time"

// A Status is where a source stands, for people.
type Status struct {
	Source      Source
	ID          string    // its identity
	Title       string    // of the feed, as last read
	LastSuccess time.Time // zero: never
	LastError   string    // empty: the last poll succeeded
	Failures    int       // in a row
	NextCheck   time.Time
}

// Status returns where each source stands, in the order of the Options. Before
// the first Tick nothing is known.
func (p *Poller) Status() []Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make([]Status, 0, len(p.followed))
	for _, f := range p.followed {
		all = append(all, Status{
			Source: f.src, ID: f.id, Title: f.state.Title,
			LastSuccess: f.state.LastSuccess, LastError: f.state.LastError,
			Failures: f.state.Failures, NextCheck: f.state.NextCheck,
		})
	}
	return all
}

// LastPoll returns when a poll last ended, whatever its outcome; zero: none has.
func (p *Poller) LastPoll() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lastPoll
}

package feed

import "time"

// A Status is where a source stands, for people.
type Status struct {
	Source       Source
	ID           string    // its identity
	Title        string    // of the feed, as last read
	LastSuccess  time.Time // zero: never
	LastError    string    // empty: the last poll succeeded
	Failures     int       // in a row
	FailingSince time.Time // the first of them; zero: there is none
	NextCheck    time.Time // zero with Gone or ReadBy: it is not asked
	Address      string    // where it is asked, where permanent redirects led elsewhere; or empty
	ReadBy       string    // the other source, by its identity, to whose address it moved; or empty
	Gone         bool      // the origin says that it will not come back: it is asked again after a restart
	Dead         bool      // it has failed for DeadAfter: it is asked once a day, if it is no file
}

// Status returns where each source stands, in the order of the Options. Before
// the first Tick nothing is known.
func (p *Poller) Status() []Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.opts.Now()
	all := make([]Status, 0, len(p.followed))
	for _, f := range p.followed {
		s := Status{
			Source: f.src, ID: f.id, Title: f.state.Title,
			LastSuccess: f.state.LastSuccess, LastError: f.state.LastError,
			Failures: f.state.Failures, FailingSince: f.state.FailingSince,
			NextCheck: f.state.Pace.From(later(p.nextCheck(f, now), p.paused[f.hostname()])),
			Address:   f.state.Address, Gone: f.state.Gone, Dead: isDead(&f.state, now),
		}
		if other := p.reader(f, f.state.Address); other != f {
			s.ReadBy = other.id
		}
		if f.stopped || s.ReadBy != "" {
			s.NextCheck = time.Time{}
		}
		all = append(all, s)
	}
	return all
}

func isDead(s *State, now time.Time) bool {
	return !s.FailingSince.IsZero() && now.Sub(s.FailingSince) >= DeadAfter
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// LastPoll returns when a poll last ended, whatever its outcome; zero: none has.
func (p *Poller) LastPoll() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lastPoll
}

package feed

import "net/url"

const (
	// So many successes in a row must be led to one address by permanent
	// redirects before that is asked at once: one answer may be the doing of a
	// hotel's network or of a mistake.
	movesBefore = 3
	// An address that was found so fails so often before the configured one is
	// asked again.
	returnAfter = 3
)

// address returns where to ask for the source.
func (p *poll) address() string {
	to, err := url.Parse(p.state.Address)
	if err != nil || p.state.Address == "" {
		return p.src.URL
	}
	// Credentials are for the host that they were given for.
	from, err := url.Parse(p.src.URL)
	if err == nil && from.User != nil && from.Host == to.Host && from.Scheme == to.Scheme {
		to.User = from.User
	}
	return to.String()
}

// follow notes where permanent redirects led to a feed.
func (p *poll) follow(s *State, to string) {
	if to == "" {
		s.Moving, s.Moves = "", 0
		return
	}
	if to != s.Moving {
		s.Moving, s.Moves = to, 0
	}
	if s.Moves++; s.Moves < movesBefore {
		return
	}
	p.opts.Log.Warn("the source moved for good and is asked at its new address; write that into the configuration",
		"source", ShownURL(p.id), "address", ShownURL(to))
	s.Address, s.Moving, s.Moves = to, "", 0
	s.ETag, s.LastModified = "", "" // of another address
}

// turnBack gives up an address that was found by redirects.
func (p *poll) turnBack(s *State) {
	p.opts.Log.Warn("the source's new address fails; the configured one is asked again", "source", ShownURL(p.id), "address", ShownURL(s.Address))
	s.Address, s.Moving, s.Moves = "", "", 0
	s.ETag, s.LastModified = "", ""
}

// reader returns the source by which the document at an address is read: another
// than f where it has that address and is not itself read by f; else f.
func (p *Poller) reader(f *followed, address string) *followed {
	at := f
	for range p.followed {
		id, err := FoldURL(address)
		if err != nil || address == "" {
			return at
		}
		next := p.byID[id]
		if next == nil || next == at {
			return at
		}
		if next == f { // each is said to be where the other is
			return f
		}
		at, address = next, next.state.Address
	}
	return f
}

package subscriptions

import (
	"sync"

	"newsbot/subscriptions/query"
)

// parsed holds queries that were read lately, by their stored text: chats ask for the
// same, and keeping every query read would take more memory than all else. Its methods
// may be called from any goroutine; of a nil parsed nothing is held.
type parsed struct {
	mu         sync.Mutex
	young, old map[string]*query.Query
}

// maxParsed bounds young and old, each.
const maxParsed = 1 << 15

// get returns what query.Restore does.
func (p *parsed) get(text string) (*query.Query, error) {
	if p == nil {
		return query.Restore(text)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if q, ok := p.young[text]; ok {
		return q, nil
	}
	q, ok := p.old[text]
	if !ok {
		var err error
		if q, err = query.Restore(text); err != nil {
			return nil, err
		}
	}
	if len(p.young) >= maxParsed || p.young == nil {
		p.young, p.old = map[string]*query.Query{}, p.young
	}
	p.young[text] = q
	return q, nil
}

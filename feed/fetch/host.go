package fetch

import (
	"context"
	"sync"
)

// perHost is how many requests may be on their way to one host.
const perHost = 2

// gates let at most perHost in at a time for each host. A host nobody asks
// has no gate.
type gates struct {
	mu    sync.Mutex
	hosts map[string]*gate
}

type gate struct {
	turns   chan struct{}
	waiting int // those inside included
}

// enter waits for a turn. The caller calls leave when done.
func (g *gates) enter(ctx context.Context, host string) (leave func(), err error) {
	g.mu.Lock()
	if g.hosts == nil {
		g.hosts = make(map[string]*gate)
	}
	at := g.hosts[host]
	if at == nil {
		at = &gate{turns: make(chan struct{}, perHost)}
		g.hosts[host] = at
	}
	at.waiting++
	g.mu.Unlock()
	gone := func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if at.waiting--; at.waiting == 0 {
			delete(g.hosts, host)
		}
	}
	select {
	case at.turns <- struct{}{}:
		return func() { <-at.turns; gone() }, nil
	case <-ctx.Done():
		gone()
		return nil, ctx.Err()
	}
}

package storetest

import (
	"bytes"
	"context"
	"fmt"

	"newsbot/subscriptions/store"
)

// A process is a store.Store, and a store.Writer while it leads.
type process struct {
	disk   *Memory
	born   int
	closed bool // guarded by disk.mu
}

// enter locks the disk for one call, or says why the call cannot be served.
func (p *process) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.disk.mu.Lock()
	switch {
	case p.closed:
		p.disk.mu.Unlock()
		return store.ErrClosed
	case p.born != p.disk.crashes:
		p.disk.mu.Unlock()
		return ErrCrashed
	}
	return nil
}

func (p *process) Get(ctx context.Context, key []byte) ([]byte, error) {
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	defer p.disk.mu.Unlock()
	i, found := p.disk.find(key)
	if !found {
		return nil, store.ErrNotFound
	}
	return clone(p.disk.entries[i].Value), nil
}

func (p *process) Scan(ctx context.Context, prefix, after []byte, limit int) ([]store.Entry, error) {
	if err := store.CheckPage(limit); err != nil {
		return nil, err
	}
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	defer p.disk.mu.Unlock()
	i, _ := p.disk.find(prefix)
	if bytes.Compare(after, prefix) >= 0 {
		var found bool
		if i, found = p.disk.find(after); found {
			i++
		}
	}
	var page []store.Entry
	for ; i < len(p.disk.entries) && len(page) < limit; i++ {
		e := p.disk.entries[i]
		if !bytes.HasPrefix(e.Key, prefix) {
			break
		}
		page = append(page, store.Entry{Key: clone(e.Key), Value: clone(e.Value)})
	}
	return page, nil
}

// Lead returns ErrLocked while another process leads.
func (p *process) Lead(ctx context.Context) (store.Writer, error) {
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	defer p.disk.mu.Unlock()
	if p.disk.leader != nil && p.disk.leader != p {
		return nil, fmt.Errorf("storetest memory: %w", store.ErrLocked)
	}
	p.disk.leader = p
	return p, nil
}

func (p *process) Apply(ctx context.Context, ops []store.Op) error {
	if err := store.Check(ops); err != nil {
		return err
	}
	if err := p.enter(ctx); err != nil {
		return err
	}
	defer p.disk.mu.Unlock()
	if p.disk.leader != p {
		return store.ErrFenced
	}
	switch p.disk.fate(ops) {
	case Lost:
		return ErrUnknown
	case Unanswered:
		p.disk.apply(ops)
		return ErrUnknown
	case CrashBefore:
		p.disk.crash()
		return ErrCrashed
	case CrashAfter:
		p.disk.apply(ops)
		p.disk.crash()
		return ErrCrashed
	case Fenced:
		p.disk.leader = nil
		return store.ErrFenced
	}
	p.disk.apply(ops)
	return nil
}

func (p *process) Close() error {
	p.disk.mu.Lock()
	defer p.disk.mu.Unlock()
	p.closed = true
	if p.disk.leader == p {
		p.disk.leader = nil
	}
	return nil
}

package archive

import (
	"context"
	"fmt"
	"slices"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// Marks implements feed.Archive.
func (a *Archive) Marks(ctx context.Context, source string, keys []feed.Key) ([]feed.Mark, error) {
	a.mu.Lock()
	err := a.settle(ctx)
	a.mu.Unlock()
	if err != nil {
		return nil, err
	}
	// In the order of keys each part is read once and only one is held.
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return slices.Compare(keys[i][:], keys[j][:]) })
	marks := make([]feed.Mark, len(keys))
	id := sourceID(source)
	var p *part
	for _, i := range order {
		k := shortKey(keys[i])
		if p == nil || k > p.last {
			if p, err = a.part(ctx, id, k); err != nil {
				return nil, err
			}
		}
		marks[i] = p.mark(k)
	}
	return marks, nil
}

// part reads the part that a key of a source belongs to.
func (a *Archive) part(ctx context.Context, source int64, key uint64) (*part, error) {
	var before []byte
	if key > 0 {
		before = partKey(source, key-1)
	}
	page, err := a.store.Scan(ctx, partsPrefix(source), before, 1)
	if err != nil {
		return nil, fmt.Errorf("seen keys: %w", err)
	}
	if len(page) == 0 {
		return &part{last: lastPart}, nil
	}
	_, last, err := splitPartKey(page[0].Key)
	if err != nil {
		return nil, err
	}
	return decodePart(last, page[0].Value)
}

// A shelf is the parts of a source that a batch changes, ascending.
type shelf struct {
	source int64
	held   []*held
}

// A held is a part as it is to be stored.
type held struct {
	*part
	from   uint64 // keys from here to the part's last are known to belong to it
	stored uint64 // the last key of the part in the store that it was, or was split off
}

// set marks a key. Few parts are held at a time: a batch is stored before its ops
// are too many.
func (s *shelf) set(ctx context.Context, a *Archive, key uint64, m feed.Mark) error {
	i, err := s.find(ctx, a, key)
	if err != nil {
		return err
	}
	h := s.held[i]
	h.set(key, m)
	if len(h.seen) > maxPart {
		lower := &held{part: h.split(), from: h.from, stored: h.stored}
		h.from = max(h.from, lower.last+1)
		s.held = slices.Insert(s.held, i, lower)
	}
	return nil
}

// find returns which part a key belongs to. It is read if it is not held.
func (s *shelf) find(ctx context.Context, a *Archive, key uint64) (int, error) {
	i := slices.IndexFunc(s.held, func(h *held) bool { return key <= h.last })
	if i >= 0 && key >= s.held[i].from {
		return i, nil
	}
	p, err := a.part(ctx, s.source, key)
	if err != nil {
		return 0, err
	}
	if i < 0 {
		i = len(s.held)
	} else if h := s.held[i]; h.stored == p.last {
		h.from = key
		return i, nil
	}
	s.held = slices.Insert(s.held, i, &held{part: p, from: key, stored: p.last})
	return i, nil
}

// ops store the parts.
func (s *shelf) ops() []store.Op {
	var ops []store.Op
	for _, h := range s.held {
		ops = append(ops, h.op(s.source))
	}
	return ops
}

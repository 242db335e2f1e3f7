package archive

import (
	"context"
	"errors"
	"fmt"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// State implements feed.Archive.
func (a *Archive) State(ctx context.Context, source string) (feed.State, error) {
	value, err := a.store.Get(ctx, sourceKey(source))
	if errors.Is(err, store.ErrNotFound) {
		return feed.State{}, nil
	}
	if err != nil {
		return feed.State{}, err
	}
	return decodeState(value)
}

// SetState implements feed.Archive.
func (a *Archive) SetState(ctx context.Context, source string, s feed.State) error {
	value, err := encodeState(source, s)
	if err != nil {
		return err
	}
	return a.store.Apply(ctx, []store.Op{store.Set(sourceKey(source), value)})
}

// Marks implements feed.Archive.
func (a *Archive) Marks(ctx context.Context, source string, keys []feed.Key) ([]feed.Mark, error) {
	a.mu.Lock()
	err := a.settle(ctx)
	a.mu.Unlock()
	if err != nil {
		return nil, err
	}
	id := sourceID(source)
	marks := make([]feed.Mark, len(keys))
	for i, k := range keys {
		value, err := a.store.Get(ctx, seenKey(id, k))
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil {
			marks[i], err = decodeMark(value)
		}
		if err != nil {
			return nil, fmt.Errorf("seen keys: %w", err)
		}
	}
	return marks, nil
}

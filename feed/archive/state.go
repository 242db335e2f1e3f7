package archive

import (
	"context"
	"errors"

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

package archive

import (
	"context"
	"fmt"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

const (
	sweepPage  = store.MaxOps   // parts looked at in one Prune
	sweepEvery = 24 * time.Hour // all are looked at
)

// A sweep is a walk over the seen keys of all sources in steps.
type sweep struct {
	after []byte        // the last part looked at; nil: at the beginning
	keep  map[int64]int // for each source, the day before which its keys go
	due   time.Time     // when the next walk begins
}

// Prune implements feed.Archive. One call removes at most a hundred stories and
// looks at the seen keys in a hundred parts.
func (a *Archive) Prune(ctx context.Context, now time.Time) error {
	if err := a.pruneStories(ctx, now.Add(-a.keep)); err != nil {
		return fmt.Errorf("prune stories: %w", err)
	}
	if err := a.pruneKeys(ctx, now); err != nil {
		return fmt.Errorf("prune seen keys: %w", err)
	}
	return nil
}

// pruneStories removes stories from the beginning of the log that were found
// before a time.
func (a *Archive) pruneStories(ctx context.Context, before time.Time) error {
	oldest, err := a.After(ctx, a.first.Load()-1, 1)
	if err != nil || len(oldest) == 0 || !oldest[0].Found.Before(before) {
		return err
	}
	stories, err := a.After(ctx, a.first.Load()-1, maxPage)
	if err != nil {
		return err
	}
	var ops []store.Op
	for _, s := range stories {
		if !s.Found.Before(before) {
			break
		}
		ops = append(ops, store.Delete(storyKey(s.Seq)))
	}
	if err := a.store.Apply(ctx, ops); err != nil {
		return err
	}
	a.first.Store(stories[len(ops)-1].Seq + 1)
	return nil
}

// pruneKeys goes on with the walk over the seen keys.
func (a *Archive) pruneKeys(ctx context.Context, now time.Time) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.settle(ctx); err != nil {
		return err
	}
	s := &a.sweep
	if s.after == nil {
		if now.Before(s.due) {
			return nil
		}
		keep, err := a.keepFrom(ctx)
		if err != nil {
			return err
		}
		s.keep, s.due = keep, now.Add(sweepEvery)
	}
	page, err := a.store.Scan(ctx, store.Key("seen"), s.after, sweepPage)
	if err != nil {
		return err
	}
	var ops []store.Op
	for _, e := range page {
		source, last, err := splitPartKey(e.Key)
		if err != nil {
			return err
		}
		p, err := decodePart(last, e.Value)
		if err != nil {
			return err
		}
		if p.forget(s.keep[source]) {
			ops = append(ops, p.op(source))
		}
	}
	if len(ops) > 0 {
		if err := a.store.Apply(ctx, ops); err != nil {
			return err
		}
	}
	s.after = nil
	if len(page) == sweepPage {
		s.after = page[len(page)-1].Key
	}
	return nil
}

// keepFrom returns for each source the day from which its keys are kept. It is
// counted back from when items were last read, not from today: a feed that was
// away, silent or empty for long comes back with what it had.
func (a *Archive) keepFrom(ctx context.Context) (map[int64]int, error) {
	keep := make(map[int64]int)
	err := store.Walk(ctx, a.store, store.Key("source"), func(e store.Entry) error {
		state, err := decodeState(e.Value)
		if err != nil {
			return err
		}
		parts, err := store.Split(e.Key)
		if err != nil {
			return err
		}
		if id, ok := parts[len(parts)-1].(int64); ok && !state.ItemsAt.IsZero() {
			keep[id] = feed.Day(state.ItemsAt.Add(-feed.KeepKeys - feed.RefreshKeys))
		}
		return nil
	})
	return keep, err
}

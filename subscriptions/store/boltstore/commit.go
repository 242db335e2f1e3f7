package boltstore

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"newsbot/subscriptions/store"
)

// A group is the ops of calls that share a transaction. A commit costs two
// fsyncs whatever is in it; so while one runs, the calls that come form the next
// group, and whichever of them gets the turn first commits for all. A lone call
// waits for nobody.
type group struct {
	calls [][]store.Op
	bytes int
	done  bool  // err is set; guarded by committing
	err   error // of the shared transaction
}

// A group is closed once it is this large, so that a burst makes many
// transactions of a moderate size and not a single one of any.
const maxGroup = 8 * store.MaxBytes

// fill is how much of a page stays when one that is full is divided. Most of the
// bytes are of logs, which grow at their end: the first of the two is not added to
// any more, and half of it would stay empty for ever.
const fill = 0.9

// Apply implements store.Writer. Once a call has joined a group it waits for
// the commit whatever becomes of ctx, as its ops may no longer change.
func (db *DB) Apply(ctx context.Context, ops []store.Op) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := store.Check(ops); err != nil {
		return err
	}
	g := db.join(ops)
	db.committing.Lock()
	defer db.committing.Unlock()
	if !g.done {
		db.seal(g)
		g.err, g.done = db.commit(g), true
	}
	return g.err
}

func (db *DB) join(ops []store.Op) *group {
	db.joining.Lock()
	defer db.joining.Unlock()
	if db.group == nil || db.group.bytes > maxGroup {
		db.group = new(group)
	}
	db.group.calls = append(db.group.calls, ops)
	for _, op := range ops {
		db.group.bytes += len(op.Key) + len(op.Value)
	}
	return db.group
}

// seal lets nobody join g any more.
func (db *DB) seal(g *group) {
	db.joining.Lock()
	defer db.joining.Unlock()
	if db.group == g {
		db.group = nil
	}
}

func (db *DB) commit(g *group) error {
	if db.broken != nil {
		return db.broken
	}
	err := db.guard(func() error {
		return db.bolt.Update(func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucket)
			b.FillPercent = fill
			for _, ops := range g.calls {
				if err := put(b, ops); err != nil {
					return err
				}
			}
			return nil
		})
	})
	switch {
	case err == nil, errors.Is(err, store.ErrClosed):
		return err
	case errors.Is(err, store.ErrDamaged):
		db.broken = err
	}
	return fmt.Errorf("commit to %s: %w", db.path, err)
}

func put(b *bbolt.Bucket, ops []store.Op) error {
	for _, op := range ops {
		var err error
		if op.Delete {
			err = b.Delete(op.Key)
		} else {
			err = b.Put(op.Key, op.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

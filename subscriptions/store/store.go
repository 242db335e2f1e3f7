// Package store is the storage seam: what the bot asks of a database, and no
// more. Chats, the story log and the outbox are kept through it.
//
// There is one leader and only the leader writes. Hence no read sets and no
// closures that run twice: a Writer's Apply is atomic, durable and fenced, and
// the values in it are absolute, so an Apply whose outcome is unknown is
// simply applied again. On bbolt (boltstore) the lead is the file lock; the
// limits are those of the replicated engines, so what one engine would refuse
// every engine refuses. Package storetest holds the conformance suite and an
// engine in memory that fences, fails and crashes on request.
//
// Keys are made with Key, which keeps order: keys sort as their parts do. The
// package comment of each owner lists its keys.
package store

import (
	"context"
	"errors"
	"fmt"
)

// Limits of one Apply and one Scan. etcd allows 128 operations and 1.5 MiB a
// transaction; these leave room for the fence.
const (
	MaxOps   = 100     // operations in one Apply
	MaxBytes = 1 << 20 // bytes of keys and values in one Apply
	MaxKey   = 1024    // bytes of a key
	MaxPage  = 1000    // entries in one Scan
)

var (
	// ErrNotFound says that a key has no value.
	ErrNotFound = errors.New("not found")
	// ErrLocked says that another process leads; the error that wraps it says where.
	ErrLocked = errors.New("in use by another process")
	// ErrFenced says that this writer no longer leads. Nothing it applies takes
	// effect any more; the process must stop writing and exit.
	ErrFenced = errors.New("no longer the leader")
	// ErrDamaged says that the stored data cannot be read.
	ErrDamaged = errors.New("damaged")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("store closed")
	// ErrTooLarge says that an Apply, a key or a Scan is over a limit above.
	ErrTooLarge = errors.New("over the store's limit")
)

// An Entry is a key and its value.
type Entry struct {
	Key, Value []byte
}

// An Op sets Key to Value, or deletes Key when Delete is set. Deleting a key
// that has no value is no error. Within one Apply the last Op on a key wins.
type Op struct {
	Key    []byte
	Value  []byte
	Delete bool
}

// Set returns the Op that gives key the value.
func Set(key, value []byte) Op { return Op{Key: key, Value: value} }

// Delete returns the Op that removes key.
func Delete(key []byte) Op { return Op{Key: key, Delete: true} }

// A Reader reads. Its methods may be called from any goroutine. The bytes they
// return belong to the caller. A read that starts after an Apply returned sees
// that Apply.
type Reader interface {
	// Get returns the value of key, or ErrNotFound.
	Get(ctx context.Context, key []byte) ([]byte, error)
	// Scan returns the entries whose keys begin with prefix and sort after
	// after (nil: from the first), in order, limit (1 to MaxPage) at the most.
	// A page shorter than limit is the last. No lock outlives the call.
	Scan(ctx context.Context, prefix, after []byte, limit int) ([]Entry, error)
}

// A Store is an open database.
type Store interface {
	Reader
	// Lead blocks until this process is the one writer, or returns ErrLocked
	// where waiting would be pointless, or ctx's error.
	Lead(ctx context.Context) (Writer, error)
	// Close gives up the lead and closes the database. Calls under way finish
	// first; later ones return ErrClosed.
	Close() error
}

// A Writer is the lead, held.
type Writer interface {
	Reader
	// Apply carries out ops atomically and returns once they are durable. On
	// nil all are stored. On ErrFenced, ErrTooLarge or ErrClosed none is. After
	// any other error the outcome is unknown: apply the same ops again. It may
	// be called from many goroutines at once; those calls share a commit, and
	// of two calls one after the other the later wins. The ops' bytes must not
	// change until it returns.
	Apply(ctx context.Context, ops []Op) error
}

// Backuper is a power some engines have.
type Backuper interface {
	// Backup writes a consistent copy of the whole store to a new file at path.
	Backup(ctx context.Context, path string) error
}

// Check returns ErrTooLarge, wrapped with what is too large, when ops are over
// the limits of one Apply. Engines call it first.
func Check(ops []Op) error {
	if len(ops) > MaxOps {
		return fmt.Errorf("apply %d operations (%d at most): %w", len(ops), MaxOps, ErrTooLarge)
	}
	size := 0
	for _, op := range ops {
		if len(op.Key) == 0 || len(op.Key) > MaxKey {
			return fmt.Errorf("key of %d bytes (1 to %d): %w", len(op.Key), MaxKey, ErrTooLarge)
		}
		size += len(op.Key) + len(op.Value)
	}
	if size > MaxBytes {
		return fmt.Errorf("apply %d bytes (%d at most): %w", size, MaxBytes, ErrTooLarge)
	}
	return nil
}

// CheckPage returns ErrTooLarge, wrapped, when limit is not a page's: 1 to
// MaxPage. Engines call it first.
func CheckPage(limit int) error {
	if limit < 1 || limit > MaxPage {
		return fmt.Errorf("scan of %d entries (1 to %d): %w", limit, MaxPage, ErrTooLarge)
	}
	return nil
}

// Walk calls visit for every entry under prefix in order, reading in pages, and
// stops at the first error, which it returns. Entries that change during the
// walk may or may not be seen.
func Walk(ctx context.Context, r Reader, prefix []byte, visit func(Entry) error) error {
	var after []byte
	for {
		page, err := r.Scan(ctx, prefix, after, MaxPage)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := visit(e); err != nil {
				return err
			}
		}
		if len(page) < MaxPage {
			return nil
		}
		after = page[len(page)-1].Key
	}
}

package boltstore

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"newsbot/subscriptions/store"
)

// A Reader is an open database file that nobody writes to meanwhile.
type Reader struct{ db DB }

var _ store.Reader = (*Reader)(nil)

// OpenReader opens the database file at path for reading; it must be there, and is
// left as it is to the byte. Others may read it at the same time. The errors are those
// of Open: a running newsbot keeps its file to itself, for which there is Backup.
func OpenReader(path string) (*Reader, error) {
	if _, err := os.Stat(path); err != nil { // bbolt would say that it is cut off
		return nil, fmt.Errorf("open store: %w", err)
	}
	r := &Reader{db: DB{path: path}}
	err := r.db.guard(func() (err error) {
		r.db.bolt, err = bbolt.Open(path, 0o600, &bbolt.Options{
			ReadOnly: true, Timeout: time.Nanosecond, FreelistType: bbolt.FreelistMapType,
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open store: %w", r.db.explain(err))
	}
	err = r.db.guard(func() error {
		return r.db.bolt.View(func(tx *bbolt.Tx) error {
			info, err := os.Stat(path)
			switch {
			case err != nil:
				return err
			case info.Size() < tx.Size():
				return r.db.damaged(fmt.Sprintf("it is cut off after %d of %d bytes", info.Size(), tx.Size()))
			case tx.Bucket(bucket) == nil:
				return fmt.Errorf("%s holds nothing of newsbot's (it has no bucket %q)", path, bucket)
			}
			return nil
		})
	})
	if err != nil {
		r.db.bolt.Close()
		return nil, fmt.Errorf("open store: %w", err)
	}
	return r, nil
}

// Get implements store.Reader.
func (r *Reader) Get(ctx context.Context, key []byte) ([]byte, error) { return r.db.Get(ctx, key) }

// Scan implements store.Reader.
func (r *Reader) Scan(ctx context.Context, prefix, after []byte, limit int) ([]store.Entry, error) {
	return r.db.Scan(ctx, prefix, after, limit)
}

// Close closes the file.
func (r *Reader) Close() error { return r.db.Close() }

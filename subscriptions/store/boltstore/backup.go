package boltstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Backup implements store.Backuper. The copy appears under path only when it is
// whole and durable; a path that exists is refused. Writing goes on meanwhile.
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("back up to %s: %w", path, os.ErrExist)
	} else if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("back up: %w", err)
	}
	partial := path + ".partial"
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	err = errors.Join(db.copyTo(ctx, f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		os.Remove(partial)
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	return syncDir(filepath.Dir(path))
}

func (db *DB) copyTo(ctx context.Context, w io.Writer) error {
	return db.guard(func() error {
		return db.bolt.View(func(tx *bbolt.Tx) error {
			out := bufio.NewWriterSize(cancelled{ctx, w}, 1<<20)
			if _, err := tx.WriteTo(out); err != nil {
				return err
			}
			return out.Flush()
		})
	})
}

// cancelled is a Writer that ends with its context.
type cancelled struct {
	ctx context.Context
	w   io.Writer
}

func (c cancelled) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}

package boltstore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"newsbot/subscriptions/store"
)

// Address space, not memory: as long as the file fits, a commit never waits for
// readers in order to map it anew.
const initialMap = 1 << 30

// Open opens the database file at path and makes it, readable to its owner
// alone, when it is not there; its directory must be. The error wraps
// store.ErrLocked when a process has it open and store.ErrDamaged when it cannot
// be read; a damaged file may stay locked until this process ends.
func Open(path string) (*DB, error) {
	_, err := os.Stat(path)
	isNew := errors.Is(err, os.ErrNotExist)

	db := &DB{path: path}
	err = db.guard(func() (err error) {
		db.bolt, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:         time.Nanosecond, // one look at the lock; 0 would wait for ever
			FreelistType:    bbolt.FreelistMapType,
			InitialMmapSize: initialMap,
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open store: %w", db.explain(err))
	}
	if err := db.prepare(isNew); err != nil {
		if !errors.Is(err, store.ErrDamaged) { // else bbolt may hold its own locks
			db.bolt.Close()
		}
		return nil, fmt.Errorf("open store: %w", err)
	}
	return db, nil
}

// prepare sees to it that the file is whole and ours and that a new one stays.
func (db *DB) prepare(isNew bool) error {
	err := db.guard(func() error {
		empty := false
		err := db.bolt.View(func(tx *bbolt.Tx) error {
			info, err := os.Stat(db.path)
			if err != nil {
				return err
			}
			if info.Size() < tx.Size() {
				return db.damaged(fmt.Sprintf("it is cut off after %d of %d bytes", info.Size(), tx.Size()))
			}
			first, _ := tx.Cursor().First()
			empty = first == nil
			if !empty && tx.Bucket(bucket) == nil {
				return fmt.Errorf("%s is a bbolt database of another program (it has no bucket %q)", db.path, bucket)
			}
			return nil
		})
		if err != nil || !empty {
			return err
		}
		return db.bolt.Update(func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket(bucket)
			return err
		})
	})
	if err == nil && isNew {
		err = syncDir(filepath.Dir(db.path))
	}
	return err
}

// explain says what bbolt's error means for the file.
func (db *DB) explain(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%s: %w (stop the newsbot that runs on it, or give this one a store of its own)", db.path, store.ErrLocked)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum),
		errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrInvalidMapping):
		return db.damaged(err)
	case errors.Is(err, store.ErrDamaged):
		return err
	}
	return fmt.Errorf("%s: %w", db.path, err)
}

func (db *DB) damaged(what any) error {
	return fmt.Errorf("%s: %w: %v (stop newsbot, move the file away and put back a copy made while it was stopped)", db.path, store.ErrDamaged, what)
}

// guard runs f. bbolt answers pages that make no sense with a panic, and the
// memory map answers pages that are missing with a fault; both become
// ErrDamaged here, as a restored backup, not a stack trace, is what mends them.
func (db *DB) guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = db.damaged(p)
		}
	}()
	if err = f(); errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	return err
}

// syncDir makes the names in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

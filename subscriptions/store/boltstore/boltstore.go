// Package boltstore keeps a store.Store in one file, with bbolt. It is the
// engine for one machine: the lead is the lock on the file, which Open takes, so
// a second process is told at once. Calls of Apply that come together share a
// transaction (see commit.go); reads never wait for it.
//
// The file holds one bucket, "newsbot", with the keys of package store as they
// are. It grows in steps and never shrinks by itself: a Backup is as large as
// the file's live pages and free pages together.
package boltstore

import (
	"bytes"
	"context"
	"sync"

	"go.etcd.io/bbolt"

	"newsbot/subscriptions/store"
)

var bucket = []byte("newsbot")

// A DB is an open database file. It is its own Writer.
type DB struct {
	path string
	bolt *bbolt.DB

	joining sync.Mutex
	group   *group // that the next Apply joins; nil: it starts one. Guarded by joining.

	committing sync.Mutex
	broken     error // why no commit is possible any more. Guarded by committing.
}

var (
	_ store.Store    = (*DB)(nil)
	_ store.Writer   = (*DB)(nil)
	_ store.Backuper = (*DB)(nil)
)

// Lead returns the DB: the lead is held since Open.
func (db *DB) Lead(ctx context.Context) (store.Writer, error) {
	if err := db.view(ctx, func(*bbolt.Bucket) error { return nil }); err != nil {
		return nil, err
	}
	return db, nil
}

// Get implements store.Reader.
func (db *DB) Get(ctx context.Context, key []byte) (value []byte, err error) {
	err = db.view(ctx, func(b *bbolt.Bucket) error {
		stored := b.Get(key)
		if stored == nil {
			return store.ErrNotFound
		}
		value = bytes.Clone(stored)
		return nil
	})
	return value, err
}

// Scan implements store.Reader.
func (db *DB) Scan(ctx context.Context, prefix, after []byte, limit int) (page []store.Entry, err error) {
	if err := store.CheckPage(limit); err != nil {
		return nil, err
	}
	err = db.view(ctx, func(b *bbolt.Bucket) error {
		c := b.Cursor()
		start := prefix
		if bytes.Compare(after, prefix) >= 0 {
			start = after
		}
		k, v := c.Seek(start)
		if after != nil && bytes.Equal(k, after) {
			k, v = c.Next()
		}
		for ; k != nil && bytes.HasPrefix(k, prefix) && len(page) < limit; k, v = c.Next() {
			page = append(page, store.Entry{Key: bytes.Clone(k), Value: bytes.Clone(v)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// view runs read in a transaction, which must be short: while it lasts, a
// commit that makes the file outgrow its memory map waits.
func (db *DB) view(ctx context.Context, read func(*bbolt.Bucket) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.guard(func() error {
		return db.bolt.View(func(tx *bbolt.Tx) error { return read(tx.Bucket(bucket)) })
	})
}

// Close implements store.Store. It waits for what is under way, a Backup too.
func (db *DB) Close() error {
	db.committing.Lock()
	defer db.committing.Unlock()
	if db.broken != nil {
		return nil // after its panic bbolt may hold its own locks; the file's goes with the process
	}
	return db.guard(db.bolt.Close)
}

package boltstore_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
	"newsbot/subscriptions/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Disk {
		path := filepath.Join(t.TempDir(), "newsbot.db")
		return func() (store.Store, error) { return boltstore.Open(path) }
	})
}

func TestASecondProcessIsToldAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "newsbot.db")
	db := open(t, path)
	_, err := boltstore.Open(path)
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Errorf("open while open: %v, want ErrLocked with the path", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "newsbot.db")
	open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := info.Mode().Perm(), os.FileMode(0o600); got != want {
		t.Errorf("mode = %v, want %v", got, want)
	}
}

func TestOpenSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"a directory that is not there", func(t *testing.T, path string) { os.Remove(filepath.Dir(path)) }, os.ErrNotExist},
		{"text", func(t *testing.T, path string) { write(t, path, []byte("not a database")) }, store.ErrDamaged},
		{"zeros", func(t *testing.T, path string) { write(t, path, make([]byte, 1<<16)) }, store.ErrDamaged},
		{"a file cut off", func(t *testing.T, path string) {
			fill(t, path)
			truncate(t, path, 30)
		}, store.ErrDamaged},
		{"a file cut off within its first pages", func(t *testing.T, path string) {
			fill(t, path)
			truncate(t, path, 1000)
		}, store.ErrDamaged},
		{"pages overwritten", func(t *testing.T, path string) {
			fill(t, path)
			scribble(t, path)
		}, store.ErrDamaged},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "dir")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "newsbot.db")
			test.make(t, path)
			_, err := boltstore.Open(path)
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), path) {
				t.Fatalf("open: %v, want %v with the path", err, test.want)
			}
			if test.want == store.ErrDamaged && !strings.Contains(err.Error(), "put back a copy") {
				t.Errorf("open: %v, want how to mend it", err)
			}
		})
	}
}

func TestADatabaseOfAnotherProgramIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	other, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = other.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	})
	if err := errors.Join(err, other.Close()); err != nil {
		t.Fatal(err)
	}
	if db, err := boltstore.Open(path); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("open = %v, %v; want an error", db, err)
	}
}

// Whatever happens to the bytes of a file, opening and reading it is an answer
// or an error.
func TestDamageNeverPanics(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.db")
	fill(t, whole)
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range 20 {
		path := filepath.Join(t.TempDir(), "newsbot.db") // the last one may still be locked
		write(t, path, damage(good, seed))
		db, err := boltstore.Open(path)
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("damage %d: open: %v, want ErrDamaged", seed, err)
			}
			continue
		}
		err = store.Walk(context.Background(), db, nil, func(store.Entry) error { return nil })
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("damage %d: walk: %v, want ErrDamaged", seed, err)
		}
		err = db.Apply(context.Background(), []store.Op{store.Set(store.Key("k", seed), []byte("v"))})
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("damage %d: apply: %v, want ErrDamaged", seed, err)
		}
		db.Close()
	}
}

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "newsbot.db"), filepath.Join(dir, "copy.db")
	fill(t, path)
	db := open(t, path)
	if err := db.Backup(context.Background(), copied); err != nil {
		t.Fatalf("back up: %v", err)
	}
	if err := db.Backup(context.Background(), copied); !errors.Is(err, os.ErrExist) {
		t.Errorf("back up over a file: %v, want ErrExist", err)
	}
	if err := db.Apply(context.Background(), []store.Op{store.Set([]byte("later"), nil)}); err != nil {
		t.Fatal(err)
	}
	if got, want := count(t, open(t, copied)), count(t, db)-1; got != want {
		t.Errorf("the backup has %d entries, want %d", got, want)
	}
}

func TestACancelledBackupLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "newsbot.db"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := db.Backup(ctx, filepath.Join(dir, "copy.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("back up: %v, want context.Canceled", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("files = %v, %v; want the database alone", files, err)
	}
}

func open(t testing.TB, path string) *boltstore.DB {
	t.Helper()
	db, err := boltstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func count(t *testing.T, r store.Reader) (n int) {
	t.Helper()
	if err := store.Walk(context.Background(), r, nil, func(store.Entry) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

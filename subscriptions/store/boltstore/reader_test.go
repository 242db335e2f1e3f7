package boltstore_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

func TestAReaderLeavesTheFileAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bot.db")
	if _, err := boltstore.OpenReader(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v, want that it does not exist", err)
	}
	db, err := boltstore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	key := store.Key("a", int64(1))
	if err := db.Apply(t.Context(), []store.Op{store.Set(key, []byte("one")), store.Set(store.Key("a", int64(2)), []byte("two"))}); err != nil {
		t.Fatal(err)
	}
	if _, err := boltstore.OpenReader(path); !errors.Is(err, store.ErrLocked) {
		t.Errorf("beside a writer: %v, want that it is locked", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // side by side
		r, err := boltstore.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		value, err := r.Get(t.Context(), key)
		page, scanErr := r.Scan(t.Context(), store.Key("a"), nil, 10)
		if string(value) != "one" || len(page) != 2 || err != nil || scanErr != nil {
			t.Errorf("read %q, %v and %d entries, %v", value, err, len(page), scanErr)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed, %v", err)
	}
}

func TestAReaderOfWhatIsNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bot.db")
	if err := os.WriteFile(path, bytes.Repeat([]byte("This was a database once.\n"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := boltstore.OpenReader(path); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v, want that it is damaged", err)
	}
}

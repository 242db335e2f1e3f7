// Package archive is the memory of the feeds: the numbered story log, the keys
// of the items that were seen and where each source stands, on the store.
//
// A story and the keys by which it is known again are stored in one Apply, so it
// is in the log once, whatever crashes when. The numbers have no gaps and are
// never used again; who works through the log keeps the last number as a cursor
// and asks After. Changed says when to look.
//
// The keys of a source are packed into few records, since there are several for each
// story: a record for each would take more than the stories do. A record is written
// anew as a whole, by the one who holds mu.
//
// With which earlier stories a new one is joined is asked of a Grouper at the moment
// it gets its number, and stored with it for good.
//
// Keys in the store, where source is the hash of a source's identity:
//
//	"archive", "head"      the number of the last story
//	"story", number        a story (record.go)
//	"seen", source, last   when items with the keys up to last were in the feed (part.go)
//	"shown", source        what its last document showed (shown.go)
//	"source", source       where a source stands (record.go)
package archive

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// DefaultKeep is how long stories are kept when Options do not say.
const DefaultKeep = 90 * 24 * time.Hour

// Options are what an Archive may be told.
type Options struct {
	Keep    time.Duration // how long stories are kept; 0: DefaultKeep
	Grouper Grouper       // nil: no story is joined with others
}

// An Archive implements feed.Archive and is read by those who follow the log.
// Its methods may be called from any goroutine.
type Archive struct {
	store store.Writer
	keep  time.Duration
	group Grouper
	head  atomic.Int64 // the number of the last story stored
	first atomic.Int64 // no story before it is stored

	mu      sync.Mutex // held by the one who appends
	pending *batch     // of unknown outcome; nil: none
	changed chan struct{}
	sweep   sweep
}

var _ feed.Archive = (*Archive)(nil)

// Open returns the archive in the store.
func Open(ctx context.Context, w store.Writer, o Options) (*Archive, error) {
	if o.Keep == 0 {
		o.Keep = DefaultKeep
	}
	a := &Archive{store: w, keep: o.Keep, group: o.Grouper, changed: make(chan struct{})}
	head, first, err := a.bounds(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	a.head.Store(head)
	a.first.Store(first)
	if err := a.regroup(ctx); err != nil {
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	return a, nil
}

// bounds finds the numbers of the last story and of the first that is stored.
func (a *Archive) bounds(ctx context.Context) (head, first int64, err error) {
	value, err := a.store.Get(ctx, headKey())
	if err == nil {
		head, err = decodeHead(value)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, 0, err
	}
	// Of an Apply that was sent twice, the first may arrive behind its successor
	// and set the head back. The stories tell.
	for {
		page, err := a.store.Scan(ctx, storyPrefix(), storyKey(head), 1)
		if err != nil {
			return 0, 0, err
		}
		if len(page) == 0 {
			break
		}
		if head, err = storySeq(page[0].Key); err != nil {
			return 0, 0, err
		}
	}
	page, err := a.store.Scan(ctx, storyPrefix(), nil, 1)
	if err != nil {
		return 0, 0, err
	}
	if len(page) == 0 {
		return head, head + 1, nil
	}
	if first, err = storySeq(page[0].Key); err != nil {
		return 0, 0, err
	}
	return head, first, nil
}

// Head returns the number of the last story; 0: there has been none.
func (a *Archive) Head() int64 { return a.head.Load() }

// Changed returns a channel that is closed when the next story is stored. It is
// a hint to look behind one's cursor. Take it before looking, then wait on it.
func (a *Archive) Changed() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.changed
}

func headKey() []byte           { return store.Key("archive", "head") }
func storyPrefix() []byte       { return store.Key("story") }
func storyKey(seq int64) []byte { return store.Key("story", seq) }

func sourceKey(source string) []byte { return store.Key("source", sourceID(source)) }

func sourceID(source string) int64 {
	sum := sha256.Sum256([]byte(source))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

func storySeq(key []byte) (int64, error) {
	parts, err := store.Split(key)
	if err != nil {
		return 0, err
	}
	if len(parts) == 2 {
		if seq, ok := parts[1].(int64); ok {
			return seq, nil
		}
	}
	return 0, fmt.Errorf("key %x is no story's: %w", key, store.ErrDamaged)
}

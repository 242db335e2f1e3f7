package dispatch

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// A Log is the archive's story log, see archive.Archive.
type Log interface {
	After(ctx context.Context, seq int64, limit int) ([]feed.Story, error)
	Story(ctx context.Context, seq int64) (feed.Story, error)
	Changed() <-chan struct{}
}

// An Index finds who wants a story, see subscriptions.Book.
type Index interface {
	Match(s *feed.Story) []subscriptions.Match
	Get(id int64) (*subscriptions.Chat, bool)
}

// An Alerts enqueues, see outbox.Outbox.
type Alerts interface {
	EnqueueAlert(ctx context.Context, story int64, chats []int64, with ...store.Op) error
	EnqueueEdits(ctx context.Context, joined int64, stories []int64, due time.Time) error
}

const (
	// page is how many stories are read at once, and how many without recipients
	// pass before the cursor is stored.
	page = 100
	// look is how often the log is looked at if nothing says that it changed.
	look = time.Minute
)

var cursorKey = store.Key("dispatch", "cursor")

// Options are what a Dispatcher needs. All but the last two must be set.
type Options struct {
	Store   store.Reader // for the cursor
	Archive Log
	Index   Index
	Outbox  Alerts

	EditAfter time.Duration // from when a story was joined to the edits of the others' alerts; 0: 2 min
	Log       *slog.Logger  // nil: none
}

// A Dispatcher enqueues alerts for new stories, and edits of those of earlier ones.
type Dispatcher struct {
	Options
}

// New returns a Dispatcher.
func New(o Options) (*Dispatcher, error) {
	if o.Store == nil || o.Archive == nil || o.Index == nil || o.Outbox == nil {
		return nil, errors.New("dispatcher: an option is missing")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.EditAfter == 0 {
		o.EditAfter = editAfter
	}
	return &Dispatcher{o}, nil
}

// Run follows the story log until ctx is done, then returns nil. It returns the
// error of a store that fails.
func (d *Dispatcher) Run(ctx context.Context) error {
	cursor, err := d.cursor(ctx)
	for err == nil {
		changed := d.Archive.Changed() // before looking: what comes after is not missed
		if cursor, err = d.catchUp(ctx, cursor); err != nil {
			break
		}
		timer := time.NewTimer(look)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
		err = ctx.Err()
	}
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("dispatch: %w", err)
}

func (d *Dispatcher) cursor(ctx context.Context) (int64, error) {
	b, err := d.Store.Get(ctx, cursorKey)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("read the cursor: %w", err)
	case len(b) != 8:
		return 0, fmt.Errorf("the cursor has %d bytes: %w", len(b), store.ErrDamaged)
	}
	return int64(binary.BigEndian.Uint64(b)), nil
}

func cursorOp(seq int64) store.Op {
	return store.Set(cursorKey, binary.BigEndian.AppendUint64(nil, uint64(seq)))
}

// catchUp matches the stories after cursor and returns the last it stored.
func (d *Dispatcher) catchUp(ctx context.Context, cursor int64) (int64, error) {
	for {
		stories, err := d.Archive.After(ctx, cursor, page)
		if err != nil {
			return cursor, fmt.Errorf("stories after %d: %w", cursor, err)
		}
		if len(stories) == 0 {
			return cursor, nil
		}
		stored := cursor
		for i := range stories {
			s := &stories[i]
			if err := d.joined(ctx, s); err != nil {
				return stored, err
			}
			chats, err := d.unserved(ctx, s, d.recipients(s))
			if err != nil {
				return stored, err
			}
			if len(chats) == 0 {
				continue
			}
			if err := d.Outbox.EnqueueAlert(ctx, s.Seq, chats, cursorOp(s.Seq)); err != nil {
				return stored, err
			}
			d.Log.Debug("enqueued", "story", s.Seq, "chats", len(chats))
			stored = s.Seq
		}
		last := stories[len(stories)-1].Seq
		if stored < last {
			if err := d.Outbox.EnqueueAlert(ctx, last, nil, cursorOp(last)); err != nil {
				return stored, err
			}
		}
		cursor = last
	}
}

// recipients returns the chats to alert of a story, sorted. Nobody is alerted of
// what a source had when it was first looked at.
func (d *Dispatcher) recipients(s *feed.Story) []int64 {
	if s.Baseline {
		return nil
	}
	var chats []int64
	for _, m := range d.Index.Match(s) {
		if !m.DigestOnly {
			chats = append(chats, m.Chat)
		}
	}
	return chats
}

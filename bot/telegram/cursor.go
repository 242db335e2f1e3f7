package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"newsbot/subscriptions/store"
)

// A Cursor keeps how far updates were received and handled.
type Cursor interface {
	// Load returns what was saved, or zeros.
	Load(ctx context.Context) (Progress, error)
	// Save returns once all of the step is durable. After an error that may be
	// none or any of it, but the offset only with all the notes; saving a later
	// step makes that good.
	Save(ctx context.Context, s Step) error
}

// Progress is how far updates were received and handled.
type Progress struct {
	Offset int               // to ask from: all before it were received
	Recent []int             // ids handled lately, which may be given again
	Noted  []json.RawMessage // updates received and not handled, in order
}

// A Step is a change of Progress.
type Step struct {
	Offset int
	Recent []int
	Note   []Note // to add
	Strike []int  // ids of notes to remove
}

// A Note is an update as it was received.
type Note struct {
	ID  int
	Raw json.RawMessage
}

// StoredCursor returns the cursor kept in a store.
func StoredCursor(w store.Writer) Cursor { return storedCursor{w} }

type storedCursor struct{ store.Writer }

// cursorRecord is the stored form. Fields are only ever added.
type cursorRecord struct {
	Version int   `json:"v"`
	Offset  int   `json:"offset"`
	Recent  []int `json:"recent,omitempty"`
}

func cursorKey() []byte { return store.Key("telegram", "offset") }

func noteKey(id int) []byte { return store.Key("telegram", "update", id) }

func (s storedCursor) Load(ctx context.Context) (Progress, error) {
	var p Progress
	err := store.Walk(ctx, s, store.Key("telegram", "update"), func(e store.Entry) error {
		p.Noted = append(p.Noted, e.Value)
		return nil
	})
	if err != nil {
		return Progress{}, fmt.Errorf("load noted updates: %w", err)
	}
	value, err := s.Get(ctx, cursorKey())
	if errors.Is(err, store.ErrNotFound) {
		return p, nil
	}
	if err != nil {
		return Progress{}, fmt.Errorf("load the update offset: %w", err)
	}
	var r cursorRecord
	if err := json.Unmarshal(value, &r); err != nil {
		return Progress{}, fmt.Errorf("load the update offset: %w: %w", store.ErrDamaged, err)
	}
	if r.Version != 1 {
		return Progress{}, fmt.Errorf("load the update offset: version %d was written by a later newsbot: %w", r.Version, store.ErrDamaged)
	}
	p.Offset, p.Recent = r.Offset, r.Recent
	return p, nil
}

// What goes into one commit, well below the store's limits.
const (
	commitOps   = store.MaxOps / 2
	commitBytes = store.MaxBytes / 2
)

// Save writes the notes, the offset last.
func (s storedCursor) Save(ctx context.Context, step Step) error {
	value, err := json.Marshal(cursorRecord{Version: 1, Offset: step.Offset, Recent: step.Recent})
	if err != nil {
		return fmt.Errorf("save the update offset: %w", err)
	}
	var ops []store.Op
	size := 0
	add := func(op store.Op) error {
		if len(ops) >= commitOps || size+len(op.Value) > commitBytes {
			if err := s.Apply(ctx, ops); err != nil {
				return fmt.Errorf("note updates: %w", err)
			}
			ops, size = nil, 0
		}
		ops, size = append(ops, op), size+len(op.Value)
		return nil
	}
	for _, n := range step.Note {
		if err := add(store.Set(noteKey(n.ID), n.Raw)); err != nil {
			return err
		}
	}
	for _, id := range step.Strike {
		if err := add(store.Delete(noteKey(id))); err != nil {
			return err
		}
	}
	if err := s.Apply(ctx, append(ops, store.Set(cursorKey(), value))); err != nil {
		return fmt.Errorf("save the update offset: %w", err)
	}
	return nil
}

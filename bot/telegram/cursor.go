package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"newsbot/subscriptions/store"
)

// A Cursor keeps how far updates were handled: the offset to ask from, and the
// ids handled lately, which may be given again.
type Cursor interface {
	// Load returns what was last saved, or zeros.
	Load(ctx context.Context) (offset int, recent []int, err error)
	// Save returns once both are durable.
	Save(ctx context.Context, offset int, recent []int) error
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

func (s storedCursor) Load(ctx context.Context) (int, []int, error) {
	value, err := s.Get(ctx, cursorKey())
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("load the update offset: %w", err)
	}
	var r cursorRecord
	if err := json.Unmarshal(value, &r); err != nil {
		return 0, nil, fmt.Errorf("load the update offset: %w: %w", store.ErrDamaged, err)
	}
	if r.Version != 1 {
		return 0, nil, fmt.Errorf("load the update offset: version %d was written by a later newsbot: %w", r.Version, store.ErrDamaged)
	}
	return r.Offset, r.Recent, nil
}

func (s storedCursor) Save(ctx context.Context, offset int, recent []int) error {
	value, err := json.Marshal(cursorRecord{Version: 1, Offset: offset, Recent: recent})
	if err != nil {
		return fmt.Errorf("save the update offset: %w", err)
	}
	if err := s.Apply(ctx, []store.Op{store.Set(cursorKey(), value)}); err != nil {
		return fmt.Errorf("save the update offset: %w", err)
	}
	return nil
}

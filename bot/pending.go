package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"newsbot/subscriptions/store"
)

// maxPending is how many texts are kept for a chat; older buttons are stale.
const maxPending = 16

// A pending keeps the queries that a chat's buttons refer to, as buttons carry ids
// only: one record a chat, of the last texts, found by a hash of the text. So the
// same text has the same id, whenever it is put.
type pending struct{ store Store }

// A text is a query that a button may refer to, and how it was.
type text struct {
	Query string `json:"q"`
	Muted bool   `json:"m,omitempty"` // of a subscription that was removed
}

type pendingRecord struct {
	Version int    `json:"v"`
	Texts   []text `json:"texts"` // the newest last
}

func (t text) id() string {
	h := fnv.New64a()
	fmt.Fprint(h, t.Muted, t.Query)
	return strconv.FormatUint(h.Sum64(), 36)
}

func pendingKey(chat int64) []byte { return store.Key("pending", chat) }

func (p pending) load(ctx context.Context, chat int64) (pendingRecord, error) {
	var record pendingRecord
	value, err := p.store.Get(ctx, pendingKey(chat))
	if errors.Is(err, store.ErrNotFound) {
		return record, nil
	}
	if err != nil {
		return record, fmt.Errorf("pending texts: %w", err)
	}
	if err := json.Unmarshal(value, &record); err != nil || record.Version != 1 {
		return pendingRecord{}, nil // of another release: its buttons are stale
	}
	return record, nil
}

// op returns the text's id and the write that keeps it. Until it is applied the
// chat's texts must not change otherwise.
func (p pending) op(ctx context.Context, chat int64, t text) (id string, op store.Op, err error) {
	op, err = p.with(ctx, chat, []text{t})
	return t.id(), op, err
}

// with returns the write that keeps the texts, see op.
func (p pending) with(ctx context.Context, chat int64, texts []text) (store.Op, error) {
	record, err := p.load(ctx, chat)
	if err != nil {
		return store.Op{}, err
	}
	for _, t := range texts {
		record.Texts = append(slices.DeleteFunc(record.Texts, func(old text) bool { return old == t }), t)
	}
	record = pendingRecord{Version: 1, Texts: record.Texts[max(0, len(record.Texts)-maxPending):]}
	value, err := json.Marshal(record)
	if err != nil {
		return store.Op{}, fmt.Errorf("pending texts: %w", err)
	}
	return store.Set(pendingKey(chat), value), nil
}

// put keeps a text and returns its id.
func (p pending) put(ctx context.Context, chat int64, t text) (string, error) {
	return t.id(), p.keep(ctx, chat, t)
}

// keep keeps texts, the last for longest; fewer than maxPending.
func (p pending) keep(ctx context.Context, chat int64, texts ...text) error {
	op, err := p.with(ctx, chat, texts)
	if err != nil {
		return err
	}
	if err := p.store.Apply(ctx, []store.Op{op}); err != nil {
		return fmt.Errorf("keep pending texts: %w", err)
	}
	return nil
}

// get returns the chat's text with the id; ok is false where it is not kept.
func (p pending) get(ctx context.Context, chat int64, id string) (t text, ok bool, err error) {
	record, err := p.load(ctx, chat)
	if err != nil {
		return text{}, false, err
	}
	for _, t := range record.Texts {
		if t.id() == id {
			return t, true, nil
		}
	}
	return text{}, false, nil
}

package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// Shown implements feed.Archive.
func (a *Archive) Shown(ctx context.Context, source string) ([]feed.Glimpse, error) {
	a.mu.Lock()
	err := a.settle(ctx)
	a.mu.Unlock()
	if err != nil {
		return nil, err
	}
	value, err := a.store.Get(ctx, shownKey(sourceID(source)))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeShown(value)
}

func shownKey(source int64) []byte { return store.Key("shown", source) }

// What a document showed is its version and, for each item, the minute as a
// varint, two hashes, of the whole and the numbers, and three lists: a byte of length, then each hash.
func encodeShown(all []feed.Glimpse) []byte {
	b := []byte{version}
	for _, g := range all {
		b = binary.AppendVarint(b, g.Minute)
		b = binary.BigEndian.AppendUint32(b, g.Whole)
		b = binary.BigEndian.AppendUint32(b, g.Numbers)
		b = append(b, byte(len(g.Keys)))
		for _, k := range g.Keys {
			b = binary.BigEndian.AppendUint32(b, k)
		}
		b = append(b, byte(len(g.Title)))
		for _, w := range g.Title {
			b = binary.BigEndian.AppendUint16(b, w)
		}
		b = append(b, byte(len(g.Text)))
		for _, p := range g.Text {
			b = binary.BigEndian.AppendUint32(b, p)
		}
	}
	return b
}

func decodeShown(b []byte) ([]feed.Glimpse, error) {
	if len(b) == 0 || b[0] != version {
		return nil, fmt.Errorf("what a document showed: %w", store.ErrDamaged)
	}
	r := shownReader{rest: b[1:]}
	var all []feed.Glimpse
	for len(r.rest) > 0 && !r.damaged {
		var g feed.Glimpse
		g.Minute = r.varint()
		if n := r.take(8); n != nil {
			g.Whole, g.Numbers = binary.BigEndian.Uint32(n), binary.BigEndian.Uint32(n[4:])
		}
		for list := r.list(4); len(list) > 0; list = list[4:] {
			g.Keys = append(g.Keys, binary.BigEndian.Uint32(list))
		}
		for list := r.list(2); len(list) > 0; list = list[2:] {
			g.Title = append(g.Title, binary.BigEndian.Uint16(list))
		}
		for list := r.list(4); len(list) > 0; list = list[4:] {
			g.Text = append(g.Text, binary.BigEndian.Uint32(list))
		}
		all = append(all, g)
	}
	if r.damaged {
		return nil, fmt.Errorf("what a document showed: %w", store.ErrDamaged)
	}
	return all, nil
}

// A shownReader takes pieces off a record until one is missing.
type shownReader struct {
	rest    []byte
	damaged bool
}

func (r *shownReader) take(n int) []byte {
	if r.damaged || len(r.rest) < n {
		r.damaged = true
		return nil
	}
	piece := r.rest[:n]
	r.rest = r.rest[n:]
	return piece
}

func (r *shownReader) varint() int64 {
	v, n := binary.Varint(r.rest)
	r.take(max(n, 1))
	r.damaged = r.damaged || n <= 0
	return v
}

// list takes a list of hashes of so many bytes.
func (r *shownReader) list(size int) []byte {
	if n := r.take(1); n != nil {
		return r.take(int(n[0]) * size)
	}
	return nil
}

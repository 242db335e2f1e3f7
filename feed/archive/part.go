package archive

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// maxPart is how many keys a part holds before it is split in two, so that what is
// written for one key stays about a page of the store's. A key takes 8 bytes, and
// those of one day a few more.
const (
	maxPart      = 400
	maxPartBytes = maxPart*16 + 64 // should each key be of another day, with its name in the store
)

// A seen is a key and what is remembered of it. Of the key 64 bits are: among all
// the keys of a source one in 10^13 items is taken for another.
type seen struct {
	key  uint64
	mark feed.Mark
}

// A part is the keys of one source from behind the part before it up to last. The
// last part of a source goes up to the last key there can be; what part a key
// belongs to is thus found with one look, however many there are.
type part struct {
	last uint64
	seen []seen // ascending
}

const lastPart = 1<<64 - 1

func shortKey(k feed.Key) uint64 { return binary.BigEndian.Uint64(k[:]) }

func partsPrefix(source int64) []byte { return store.Key("seen", source) }

// partKey keeps the order of last among the signed numbers of a key.
func partKey(source int64, last uint64) []byte {
	return store.Key("seen", source, int64(last^1<<63))
}

func splitPartKey(key []byte) (source int64, last uint64, err error) {
	parts, err := store.Split(key)
	if err != nil {
		return 0, 0, err
	}
	if len(parts) == 3 {
		source, isSource := parts[1].(int64)
		last, isLast := parts[2].(int64)
		if isSource && isLast {
			return source, uint64(last) ^ 1<<63, nil
		}
	}
	return 0, 0, fmt.Errorf("key %x is of no seen keys: %w", key, store.ErrDamaged)
}

// mark returns what is remembered of the key.
func (p *part) mark(key uint64) feed.Mark {
	if i, ok := p.find(key); ok {
		return p.seen[i].mark
	}
	return feed.Mark{}
}

func (p *part) set(key uint64, m feed.Mark) {
	i, ok := p.find(key)
	if !ok {
		p.seen = slices.Insert(p.seen, i, seen{key: key})
	}
	p.seen[i].mark = m
}

func (p *part) find(key uint64) (int, bool) {
	return slices.BinarySearchFunc(p.seen, key, func(s seen, key uint64) int { return cmp.Compare(s.key, key) })
}

// split takes the lower half of the keys out and returns it as a part.
func (p *part) split() *part {
	n := len(p.seen) / 2
	lower := &part{last: p.seen[n-1].key, seen: slices.Clone(p.seen[:n])}
	p.seen = slices.Clone(p.seen[n:])
	return lower
}

// forget drops the keys last seen before a day and says whether there were any.
func (p *part) forget(day int) bool {
	n := len(p.seen)
	p.seen = slices.DeleteFunc(p.seen, func(s seen) bool { return s.mark.Day < day })
	return len(p.seen) < n
}

// op stores the part. The range of one without keys falls to the part behind it.
func (p *part) op(source int64) store.Op {
	if len(p.seen) == 0 {
		return store.Delete(partKey(source, p.last))
	}
	return store.Set(partKey(source, p.last), p.encode())
}

// encode returns the record of the part: the version, then for each day and for
// shared keys and others the day, how many keys there are, doubled, plus 1 for shared,
// and the keys.
func (p *part) encode() []byte {
	byMark := slices.Clone(p.seen)
	slices.SortStableFunc(byMark, func(a, b seen) int {
		return cmp.Or(cmp.Compare(a.mark.Day, b.mark.Day), cmp.Compare(flag(a.mark), flag(b.mark)))
	})
	record := append(make([]byte, 0, 8*len(byMark)+64), version)
	for len(byMark) > 0 {
		m, n := byMark[0].mark, 1
		for n < len(byMark) && byMark[n].mark == m {
			n++
		}
		record = binary.AppendVarint(record, int64(m.Day))
		record = binary.AppendUvarint(record, 2*uint64(n)+flag(m))
		for _, s := range byMark[:n] {
			record = binary.BigEndian.AppendUint64(record, s.key)
		}
		byMark = byMark[n:]
	}
	return record
}

func flag(m feed.Mark) uint64 {
	if m.Shared {
		return 1
	}
	return 0
}

func decodePart(last uint64, record []byte) (*part, error) {
	damaged := fmt.Errorf("seen keys up to %x: %w", last, store.ErrDamaged)
	if len(record) == 0 || record[0] != version {
		return nil, damaged
	}
	p := &part{last: last, seen: make([]seen, 0, len(record)/8)}
	for record = record[1:]; len(record) > 0; {
		day, n := binary.Varint(record)
		if n <= 0 {
			return nil, damaged
		}
		record = record[n:]
		count, n := binary.Uvarint(record)
		if n <= 0 || count/2 > uint64(len(record)-n)/8 {
			return nil, damaged
		}
		m := feed.Mark{Day: int(day), Shared: count%2 == 1}
		for record = record[n:]; count >= 2; count -= 2 {
			p.seen = append(p.seen, seen{binary.BigEndian.Uint64(record), m})
			record = record[8:]
		}
	}
	slices.SortFunc(p.seen, func(a, b seen) int { return cmp.Compare(a.key, b.key) })
	return p, nil
}

package storetest

import (
	"bytes"
	"errors"
	"slices"
	"sync"

	"newsbot/subscriptions/store"
)

var (
	// ErrCrashed is what the handles of a crashed process return.
	ErrCrashed = errors.New("storetest: the process crashed")
	// ErrUnknown is what an Apply with the Fate Lost or Unanswered returns.
	ErrUnknown = errors.New("storetest: the outcome is unknown")
)

// A Fate is what happens to one Apply.
type Fate int

// What may happen to an Apply.
const (
	Applied     Fate = iota // stored, and the caller is told so
	Lost                    // not stored; the caller gets ErrUnknown
	Unanswered              // stored; the caller gets ErrUnknown all the same
	CrashBefore             // not stored, and the process crashes
	CrashAfter              // stored, and the process crashes before it learns so
	Fenced                  // not stored: the lead has passed to another process
)

func (f Fate) String() string {
	return [...]string{"applied", "lost", "unanswered", "crash before", "crash after", "fenced"}[f]
}

// Memory is a disk in memory that outlives the processes that open it. The
// zero Memory is empty and ready. All methods may be called from any goroutine.
type Memory struct {
	mu      sync.Mutex
	entries []store.Entry // in order of keys
	leader  *process      // nil: nobody leads
	crashes int           // processes that opened it before the last crash are dead
	applies int
	fates   map[int]Fate
	decide  func(n int, ops []store.Op) Fate
}

// Open returns the store as a process that starts now finds it.
func (m *Memory) Open() store.Store {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &process{disk: m, born: m.crashes}
}

// Crash ends every process that has the store open. What was acknowledged
// stays; whoever opens it next may lead.
func (m *Memory) Crash() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.crash()
}

func (m *Memory) crash() { m.crashes, m.leader = m.crashes+1, nil }

// Fence takes the lead away from its holder, as a cluster does when it has not
// heard of the leader for too long.
func (m *Memory) Fence() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.leader = nil
}

// Applies returns how many calls of Apply there have been, refused ones aside.
func (m *Memory) Applies() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.applies
}

// At settles the fate of the n-th Apply from now, counted from 1.
func (m *Memory) At(n int, f Fate) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fates == nil {
		m.fates = make(map[int]Fate)
	}
	m.fates[m.applies+n] = f
}

// Decide has fate settle every Apply that At has not; n counts from 1 over the
// whole life of the Memory. fate must not call the Memory.
func (m *Memory) Decide(fate func(n int, ops []store.Op) Fate) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.decide = fate
}

// Len returns the number of keys stored.
func (m *Memory) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.entries)
}

func (m *Memory) find(key []byte) (int, bool) {
	return slices.BinarySearchFunc(m.entries, key, func(e store.Entry, k []byte) int {
		return bytes.Compare(e.Key, k)
	})
}

func (m *Memory) apply(ops []store.Op) {
	for _, op := range ops {
		i, found := m.find(op.Key)
		switch {
		case op.Delete && found:
			m.entries = slices.Delete(m.entries, i, i+1)
		case op.Delete:
		case found:
			m.entries[i].Value = clone(op.Value)
		default:
			m.entries = slices.Insert(m.entries, i, store.Entry{Key: clone(op.Key), Value: clone(op.Value)})
		}
	}
}

func clone(b []byte) []byte { return append([]byte{}, b...) }

func (m *Memory) fate(ops []store.Op) Fate {
	m.applies++
	if f, ok := m.fates[m.applies]; ok {
		delete(m.fates, m.applies)
		return f
	}
	if m.decide != nil {
		return m.decide(m.applies, ops)
	}
	return Applied
}

package feed

import (
	"context"
	"time"
)

// An Archive remembers: the stories in the order of their detection, the keys
// of what was seen, and where each source stands. Package archive has the one on
// the store. It is called from many goroutines, but only by one for a source.
type Archive interface {
	// State returns what is remembered of a source; of an unknown one, the zero State.
	State(ctx context.Context, source string) (State, error)
	// SetState replaces it.
	SetState(ctx context.Context, source string, s State) error
	// Marks returns what is remembered of each key of a source, in their order.
	Marks(ctx context.Context, source string, keys []Key) ([]Mark, error)
	// Shown returns what the document last read of a source showed, or nil.
	Shown(ctx context.Context, source string) ([]Glimpse, error)
	// Commit stores entries in their order and gives their stories the next
	// numbers. An entry is stored whole or not at all; when Commit fails, those
	// before a certain one are stored and it may be called again with what Marks
	// then does not know.
	Commit(ctx context.Context, source string, entries []Entry) error
	// Prune drops some of what is older than it need be kept. It takes a bounded
	// time and is called again and again.
	Prune(ctx context.Context, now time.Time) error
}

// How long things are kept.
const (
	// KeepKeys is how long a key is known after it was last in its feed, in time
	// during which items were read from the feed: neither a long silence nor an
	// empty document makes it forget.
	KeepKeys = 90 * 24 * time.Hour
	// RefreshKeys is how late the day may be that a Mark remembers.
	RefreshKeys = 7 * 24 * time.Hour
)

// A Mark is what is remembered of a key. The zero Mark: nothing.
type Mark struct {
	Day int // since 1970 that it was last seen in the feed, at most RefreshKeys late
	// Shared says that different items of one document had the key, so that it
	// identifies none of them, then or ever after.
	Shared bool
}

// Day returns the day since 1970 that a Mark made at t holds.
func Day(t time.Time) int { return int(t.Unix() / (24 * 60 * 60)) }

func (m Mark) identifies() bool { return m.Day > 0 && !m.Shared }

// A Marked is a key and what is to be remembered of it.
type Marked struct {
	Key
	Mark
}

// An Entry is a new story with its keys, or keys alone, or what a document showed.
type Entry struct {
	Story *Story // nil: none. Its Seq is set by the Archive.
	Marks []Marked
	Shown []Glimpse // nil: as it was
}

// A State is where a source stands. What it says of the origin's answer is
// stored after the answer's stories, so that a crash in between means asking
// again, and NextCheck before the request, so that crashing again and again does
// not mean asking again and again.
type State struct {
	ETag, LastModified string    // the validators, of the last answer that was read
	BodyHash           uint64    // of the last body that was read
	Parser             int       // the version of the parser that read it
	BodyAt             time.Time // when it was last sent
	ItemsAt            time.Time // when a body with items in it was last read
	NextCheck          time.Time // not to be asked before
	Baseline           bool      // the first look is done
	Since              time.Time // when it was
	Oldest             time.Time // the date of the oldest item when it was last read; zero: none had one
	Title              string    // of the feed
	Failures           int       // in a row
	LastError          string    // of the last of them
	LastSuccess        time.Time // at most an interval late after a restart
	FailingSince       time.Time // when the first of the failures was; zero: there is none
	Gone               bool      // the last answer was that it will not come back
	HostUntil          time.Time // the host as a whole asked to be left alone until then

	Fresh  time.Duration // what the last answer said of how long it is fresh
	Pace   Pace          // what the feed says of how often to ask
	Gap    time.Duration // between two stories, on average; 0: unknown
	NewsAt time.Time     // when the last story came, or the first look was
	Hurry  time.Duration // it is asked as often, since stories slid past us; 0: they have not

	Asked     time.Time       // when it last was
	Hubs      [MaxHubs]string // that push its changes, by its own word
	Topic     string          // under which they know it; empty: it has no hubs
	Relied    bool            // its hub has told of every story since it first told of one
	Stretched bool            // NextCheck is as late as it is because of that

	Address string // where it is, if permanent redirects led elsewhere; or empty
	Moving  string // where they led of late; or empty
	Moves   int    // how many times in a row
}

// Package backtest says what a query would have sent lately, by looking through the
// archive, and which other query would have sent a better number.
//
// A Test looks back over the last Days local days, the newest story first, page by
// page, for as long as it is given time. Run may be called again until it is done, so
// that whoever waits can be answered before. It looks twice: first it counts what the
// query matches, and which words and countries are telling of it; then, where that is
// too much or nothing, it counts for each of a few candidates (suggest.go).
//
// What is counted is what alerts would have been: stories of several sources that
// tell the same come once, as the first that matches. The stories that a source had
// when it was first looked at, which are archived without an alert, count at the time
// at which they were published.
//
// The package stores nothing. A Test holds no stories: a bit for each story looked at,
// and of what matched the numbers of the latest.
package backtest

import (
	"context"
	"fmt"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/index"
	"newsbot/subscriptions/query"
)

// Days is how many local days are looked at, today among them.
const Days = 30

const (
	page       = 100     // stories read at once
	maxStories = 500_000 // looked at; a bit is held for each
)

// An Archive is the numbered story log, see archive.Archive.
type Archive interface {
	// Before returns up to limit stories with numbers below seq, descending; seq 0
	// stands for a number above all.
	Before(ctx context.Context, seq int64, limit int) ([]feed.Story, error)
}

// Options are what a Test needs. Archive and Query must be set.
type Options struct {
	Archive   Archive
	Query     *query.Query
	Each      bool           // count each source's story, as a chat may want them
	CountOnly bool           // look for no other query
	Zone      *time.Location // whose days are counted; nil: UTC
	Now       time.Time
}

// A Test is a backtest under way. It is for one goroutine at a time.
type Test struct {
	Options
	since  time.Time // the beginning of the first day
	head   int64     // the number of the newest story when it began; 0: not begun
	before int64     // the next page ends there
	seen   int       // stories looked at, in this pass
	looked int       // the same, in the first
	pass   pass
	end    End       // how the first pass ended
	from   time.Time // what it looked at begins there

	index   *index.Index // of what this pass looks for
	base    counter
	matched bits // in the first pass, by how far a story is behind the head
	telling telling

	candidates []candidate
}

type pass int

const (
	counting pass = iota // what the query matches
	trying               // what the candidates match
	done
)

// New returns a Test that has not looked at anything yet.
func New(o Options) *Test {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	now := o.Now.In(o.Zone)
	t := &Test{Options: o, since: time.Date(now.Year(), now.Month(), now.Day()-Days+1, 0, 0, 0, 0, o.Zone), from: o.Now}
	t.base = newCounter(t)
	t.telling = newTelling(o.Query)
	t.index = index.New()
	t.ask(t.index.Add)
	return t
}

// Run looks back until it is done, or until a time, after one page at least. An error
// is the archive's or ctx's; it may be run again then.
func (t *Test) Run(ctx context.Context, until time.Time) (finished bool, err error) {
	for t.pass != done {
		if err := t.step(ctx); err != nil {
			return false, err
		}
		if !time.Now().Before(until) {
			break
		}
	}
	return t.pass == done, nil
}

// Stop ends a Test that is to be given no more time. What was looked at counts; there
// are no suggestions then.
func (t *Test) Stop() {
	if t.pass == counting {
		t.end = OutOfTime
	}
	if t.pass != done {
		t.candidates, t.pass = nil, done
	}
	t.index = nil
}

// step looks at one page.
func (t *Test) step(ctx context.Context) error {
	stories, err := t.Archive.Before(ctx, t.before, page)
	if err != nil {
		return fmt.Errorf("read stories before %d: %w", t.before, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range stories {
		s := &stories[i]
		if t.head == 0 {
			t.head = s.Seq
		}
		t.before = s.Seq
		if s.Found.After(t.Now) {
			continue // it is asked for an earlier time
		}
		if s.Found.Before(t.since) {
			t.next(Whole)
			return nil
		}
		if t.pass == counting {
			t.from = s.Found
			t.looked++
		}
		t.visit(s)
		t.seen++
	}
	switch {
	case len(stories) < page:
		t.next(ArchiveBegins)
	case t.seen >= maxStories:
		t.next(OutOfTime)
	}
	return nil
}

// next begins the pass after this one.
func (t *Test) next(end End) {
	if t.pass != counting {
		t.pass, t.index = done, nil
		return
	}
	t.end = end
	if end == Whole {
		t.from = t.since
	}
	if t.CountOnly {
		t.pass, t.index = done, nil
		return
	}
	t.ask(func(q *query.Query, s index.Subscriber) { t.index.Remove(q, s) })
	t.pass, t.before, t.seen = trying, t.head+1, 0
	if t.candidates = t.propose(); len(t.candidates) == 0 {
		t.pass, t.index = done, nil
		return
	}
	t.ask(t.index.Add)
}

// visit looks at a story that was found in time.
func (t *Test) visit(s *feed.Story) {
	if !t.counts(s) {
		return
	}
	if t.pass == trying {
		t.try(s)
		return
	}
	matched, looked := false, s
	if _, ok := t.Query.IsCountry(); ok { // reading words is most of the work, and none are asked for
		looked = &feed.Story{About: s.About, Mentioned: s.Mentioned}
	}
	t.index.Match(looked, func(of []index.Subscriber) {
		for _, o := range of {
			matched = matched || o.ID == baseID
			if operand := int(o.ID - firstID); operand >= 0 && t.base.total == 0 {
				t.telling.operand(operand, s)
			}
		}
	})
	if matched {
		t.base.add(s)
		t.matched.set(t.behind(s))
		t.telling.matched(s)
		return
	}
	t.telling.other(s, t.seen)
}

// In the index of the first pass are the query and its operands, in that of the second
// the candidates.
const (
	baseID  = 1
	firstID = 2 // of operands, and of candidates
)

// ask has the index look for the operands and the query, or for the candidates. It reads
// a story many times faster than a query.Document does, and what it has learned of words
// is kept for the second pass.
func (t *Test) ask(change func(*query.Query, index.Subscriber)) {
	if t.pass == counting {
		change(t.Query, index.Subscriber{ID: baseID})
		for i, q := range t.telling.queries {
			change(q, index.Subscriber{ID: int32(firstID + i)})
		}
		return
	}
	for i := range t.candidates {
		change(t.candidates[i].Query, index.Subscriber{ID: int32(firstID + i)})
	}
}

// counts reports whether a story would have been sent if it matched. Of one that was
// there before its source was looked at it must be known when that was.
func (t *Test) counts(s *feed.Story) bool {
	return !s.When().Before(t.since) && (!s.Baseline || !s.Published.IsZero())
}

func (t *Test) behind(s *feed.Story) int { return int(t.head - s.Seq) }

// bits is a set of small numbers.
type bits []uint64

func (b *bits) set(i int) {
	for len(*b) <= i/64 {
		*b = append(*b, 0)
	}
	(*b)[i/64] |= 1 << (i % 64)
}

func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

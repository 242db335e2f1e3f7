package dispatch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"newsbot/bot/outbox"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// A History is the archive read from its newest story back, see archive.Archive.
type History interface {
	Before(ctx context.Context, seq int64, limit int) ([]feed.Story, error)
	Story(ctx context.Context, seq int64) (feed.Story, error)
	Head() int64
}

// A Book has the chats, see subscriptions.Book.
type Book interface {
	Get(id int64) (*subscriptions.Chat, bool)
	Each(func(*subscriptions.Chat) bool)
	Match(s *feed.Story) []subscriptions.Match
	Update(ctx context.Context, id int64, change func(*subscriptions.Chat) error, with ...store.Op) (*subscriptions.Chat, error)
}

// A Queue enqueues digests, see outbox.Outbox.
type Queue interface {
	DigestOps(ctx context.Context, d outbox.NewDigest) ([]store.Op, error)
	EnqueueDigest(ctx context.Context, d outbox.NewDigest) error
	Wake()
}

// DigestOptions are what Digests need. Archive, Book and Outbox must be set.
type DigestOptions struct {
	Archive History
	Book    Book
	Outbox  Queue
	Zone    *time.Location   // of chats that chose none; nil: UTC
	Clock   func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: none
}

// Digests enqueues digests.
type Digests struct {
	DigestOptions
}

// NewDigests returns Digests.
func NewDigests(o DigestOptions) (*Digests, error) {
	if o.Archive == nil || o.Book == nil || o.Outbox == nil {
		return nil, errors.New("digests: an option is missing")
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Digests{o}, nil
}

const (
	// together is how many chats' digests are picked in one pass over the archive;
	// it bounds the memory.
	together = 10_000
	// commits is how many documents are stored at once; they share commits.
	commits = 16
)

// Tick enqueues the digests that are due, one at most for each chat and local date.
// A chat that is paused gets none, neither now nor on the day it resumes: what was
// published in the meantime is left out, too. It is called every minute or so; the
// archive is read once for all chats that are due.
func (d *Digests) Tick(ctx context.Context) error {
	now := d.Clock()
	var due []*pick
	d.Book.Each(func(c *subscriptions.Chat) bool {
		if date, is := c.Digest.Due(now, d.zone(c)); is {
			due = append(due, newPick(c, date, now))
		}
		return true
	})
	if len(due) == 0 {
		return nil
	}
	head := d.Archive.Head()
	for len(due) > 0 {
		batch := due[:min(together, len(due))]
		due = due[len(batch):]
		if err := d.gather(ctx, batch, head, now); err != nil {
			return fmt.Errorf("digests: %w", err)
		}
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(commits)
		for _, p := range batch {
			group.Go(func() error { return d.enqueue(ctx, p, head, now) })
		}
		err := group.Wait()
		d.Outbox.Wake()
		if err != nil {
			return fmt.Errorf("digests: %w", err)
		}
		d.Log.Info("digests", "chats", len(batch), "head", head)
	}
	return nil
}

// errSettled says that a chat's digest is no longer due.
var errSettled = errors.New("not due any more")

// enqueue commits a digest together with its date in the chat's document.
func (d *Digests) enqueue(ctx context.Context, p *pick, head int64, now time.Time) error {
	var ops []store.Op
	if !p.paused && (p.total > 0 || !p.skipEmpty) {
		var err error
		ops, err = d.Outbox.DigestOps(ctx, outbox.NewDigest{Chat: p.chat, Date: p.date, Stories: p.ranked(), Total: p.total})
		if err != nil {
			return err
		}
	}
	_, err := d.Book.Update(ctx, p.chat, func(c *subscriptions.Chat) error {
		if date, is := c.Digest.Due(now, d.zone(c)); !is || date != p.date {
			return errSettled
		}
		c.Digest.LastDate, c.Digest.LastSeq = p.date, head
		return nil
	}, ops...)
	if err != nil && !errors.Is(err, errSettled) {
		return fmt.Errorf("chat %d: %w", p.chat, err)
	}
	return nil
}

// Now enqueues a digest of the last 24 hours for someone who asks for one and
// returns how many stories matched; it counts for no date. Without any nothing is
// enqueued. It returns outbox.ErrWaiting while an earlier one is on its way, and
// store.ErrNotFound for a chat that is not in the book.
func (d *Digests) Now(ctx context.Context, chat int64) (stories int, err error) {
	c, ok := d.Book.Get(chat)
	if !ok {
		return 0, fmt.Errorf("digest of chat %d: %w", chat, store.ErrNotFound)
	}
	now := d.Clock()
	p := newPick(c, now.In(d.zone(c)).Format(time.DateOnly), now)
	p.since, p.from = 0, now.Add(-day)
	if err := d.gather(ctx, []*pick{p}, d.Archive.Head(), now); err != nil {
		return 0, fmt.Errorf("digest of chat %d: %w", chat, err)
	}
	if p.total == 0 {
		return 0, nil
	}
	return p.total, d.Outbox.EnqueueDigest(ctx, outbox.NewDigest{
		Chat: chat, Date: p.date, Asked: true, Stories: p.ranked(), Total: p.total})
}

func (d *Digests) zone(c *subscriptions.Chat) *time.Location { return c.Location(d.Zone) }

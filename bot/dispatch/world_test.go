package dispatch_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/dispatch"
	"newsbot/bot/outbox"
	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/group"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// A world is the real archive, book and outbox over a store in memory.
type world struct {
	t       *testing.T
	disk    *storetest.Memory
	store   store.Writer
	archive *archive.Archive
	book    *subscriptions.Book
	outbox  *outbox.Outbox
	digests *dispatch.Digests
}

// inWorld runs a test in a bubble of time that begins on 2000-01-01 at midnight, UTC.
func inWorld(t *testing.T, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, disk: &storetest.Memory{}}
		w.restart()
		test(w)
	})
}

// restart is a crash and a new process.
func (w *world) restart() {
	w.t.Helper()
	w.disk.Crash()
	var err error
	if w.store, err = w.disk.Open().Lead(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if w.archive, err = archive.Open(w.t.Context(), w.store, archive.Options{Grouper: group.New()}); err != nil {
		w.t.Fatal(err)
	}
	if w.book, err = subscriptions.OpenBook(w.t.Context(), w.store); err != nil {
		w.t.Fatal(err)
	}
	if w.outbox, err = outbox.Open(w.t.Context(), w.store); err != nil {
		w.t.Fatal(err)
	}
	w.digests, err = dispatch.NewDigests(dispatch.DigestOptions{Archive: w.archive, Book: w.book, Outbox: w.outbox})
	if err != nil {
		w.t.Fatal(err)
	}
}

// during runs f while the n-th Apply meets with fate.
func (w *world) during(n int, fate storetest.Fate, f func() error) error {
	w.disk.Decide(func(int, []store.Op) storetest.Fate {
		if n--; n == 0 {
			return fate
		}
		return storetest.Applied
	})
	defer w.disk.Decide(func(int, []store.Op) storetest.Fate { return storetest.Applied })
	return f()
}

// dispatch runs a Dispatcher for ten seconds.
func (w *world) dispatch() error {
	w.t.Helper()
	d, err := dispatch.New(dispatch.Options{Store: w.store, Archive: w.archive, Index: w.book, Outbox: w.outbox})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), 10*time.Second)
	defer cancel()
	return d.Run(ctx)
}

func (w *world) tick() {
	w.t.Helper()
	if err := w.digests.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// chat changes a chat, which asks for each of the queries.
func (w *world) chat(id int64, change func(*subscriptions.Chat), queries ...string) {
	w.t.Helper()
	_, err := w.book.Update(w.t.Context(), id, func(c *subscriptions.Chat) error {
		c.Created = time.Now()
		if change != nil {
			change(c)
		}
		for _, text := range queries {
			q, err := query.Parse(text)
			if err != nil {
				return err
			}
			if _, err := c.Subscribe(q, time.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// publish commits stories with these titles, found now.
func (w *world) publish(titles ...string) {
	w.t.Helper()
	for _, title := range titles {
		w.commit(feed.Story{Item: feed.Item{Title: title}})
	}
}

func (w *world) commit(s feed.Story) {
	w.t.Helper()
	s.ID, s.Found = fmt.Sprint(w.archive.Head()+1), time.Now()
	if err := w.archive.Commit(w.t.Context(), "source", []feed.Entry{{Story: &s}}); err != nil {
		w.t.Fatal(err)
	}
}

// alerts returns what there is to send, as "chat:story".
func (w *world) alerts() (out []string) {
	w.t.Helper()
	deliveries, _, err := w.outbox.TakeAlerts(w.t.Context(), time.Now(), 10_000)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range deliveries {
		out = append(out, fmt.Sprintf("%d:%d", d.Chat, d.Story))
	}
	return out
}

// sendDigests takes the digests that are due as sent and returns them, each as
// "chat date total [stories]".
func (w *world) sendDigests() (out []string) {
	w.t.Helper()
	deliveries, _, err := w.outbox.TakeDigests(w.t.Context(), time.Now(), 10_000)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range deliveries {
		out = append(out, fmt.Sprintf("%d %s %d %v", d.Chat, d.Date, d.Total, d.Stories))
		err := w.outbox.Ack(w.t.Context(), outbox.Ack{Delivery: d, Outcome: outbox.Sent, Used: len(d.Stories)})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return out
}

package subscriptions

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"newsbot/subscriptions/index"
	"newsbot/subscriptions/store"
)

// OpenBook reads all chats. The error names the key of what cannot be read.
func OpenBook(ctx context.Context, w store.Writer) (*Book, error) {
	b := &Book{store: w, chats: map[int64]*Chat{}, moved: map[int64]int64{}, index: index.New(), parsed: &parsed{}}
	if err := b.load(ctx); err != nil {
		return nil, err
	}
	err := store.Walk(ctx, w, store.Key(movedKey), func(e store.Entry) error {
		from, to, err := readMoved(e)
		if err != nil {
			return fmt.Errorf("read moved chat at key %s: %w", keyName(e.Key), err)
		}
		b.moved[from] = to
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// load reads the chats into b, which is not shared yet. Decoding them and reading their
// queries takes longer than the disk does, so all processors share in it.
func (b *Book) load(ctx context.Context) error {
	entries := make(chan store.Entry, 64)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(entries)
		return store.Walk(ctx, b.store, store.Key(chatsKey), func(e store.Entry) error {
			select {
			case entries <- e:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	var failures failures
	loader := b.index.Loader()
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			for e := range entries {
				if err := b.loadBucket(e, loader, &failures); err != nil {
					return fmt.Errorf("read chats at key %s: %w", keyName(e.Key), err)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	b.problems = failures.sorted()
	return nil
}

func (b *Book) loadBucket(e store.Entry, l *index.Loader, f *failures) error {
	chats, n, err := readBucket(e)
	if err != nil {
		return err
	}
	for _, c := range chats {
		b.keep(c)
		f.add(c.ID, c.load(l))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.buckets[n].chats = chats
	for _, c := range chats {
		b.chats[c.ID] = c
	}
	return nil
}

// load adds what the chat asks for to the index, and returns an error for each query that
// cannot be read, also of those that are not served now.
func (c *Chat) load(l *index.Loader) []error {
	var problems []error
	for i := range c.Subscriptions {
		s := &c.Subscriptions[i]
		var err error
		if w, served := c.want(s); served {
			s.Query, err = l.Add(w.query, w.subscriber)
		} else {
			_, err = s.Parsed()
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("chat %d, subscription %d: query %q: %w", c.ID, s.ID, s.Query, err))
		}
	}
	return problems
}

// failures are the problems of chats, found in any order.
type failures struct {
	mu   sync.Mutex
	list []failure
}

type failure struct {
	chat int64
	errs []error
}

func (f *failures) add(chat int64, errs []error) {
	if len(errs) > 0 {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.list = append(f.list, failure{chat, errs})
	}
}

// sorted returns the problems in the order of chats.
func (f *failures) sorted() []error {
	slices.SortFunc(f.list, func(a, b failure) int { return cmp.Compare(a.chat, b.chat) })
	var out []error
	for _, failure := range f.list {
		out = append(out, failure.errs...)
	}
	return out
}

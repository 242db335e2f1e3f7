package telegram

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// chatsAtOnce is how many chats' updates are handled at the same time.
const chatsAtOnce = 8

// handleTimeout bounds the handling of one update, so that none can hold up
// all that follow.
const handleTimeout = time.Minute

// handleAll gives the updates to handle, those of one chat in order. It returns
// which were handled, and the first error that forbids to go on. A chat's
// updates after one that was left are left too.
func handleAll(ctx context.Context, log *slog.Logger, updates []Update, handle func(context.Context, Update) error) ([]bool, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		done  = make([]bool, len(updates))
		slots = make(chan struct{}, chatsAtOnce)
		group sync.WaitGroup

		mu   sync.Mutex
		stop error
	)
	for _, chat := range byChat(updates) {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			for _, i := range chat {
				err := handleOne(ctx, updates[i], handle)
				if fatal(err) {
					mu.Lock()
					if stop == nil {
						stop = err
						cancel()
					}
					mu.Unlock()
				}
				if ctx.Err() != nil && err != nil {
					return
				}
				if err != nil {
					log.Error("handle an update", slog.Int("update", updates[i].ID), slog.Any("error", err))
				}
				done[i] = true
				if ctx.Err() != nil {
					return
				}
			}
		})
	}
	group.Wait()
	return done, stop
}

// handleOne turns a panic into an error: an update that always causes one would
// otherwise come again at every start and stop the bot for everybody.
func handleOne(ctx context.Context, u Update, handle func(context.Context, Update) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, handleTimeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return handle(ctx, u)
}

// byChat returns the positions of each chat's updates, in order.
func byChat(updates []Update) [][]int {
	var chats [][]int
	at := map[int64]int{}
	for i, u := range updates {
		id := u.chat()
		n, ok := at[id]
		if !ok {
			n = len(chats)
			at[id] = n
			chats = append(chats, nil)
		}
		chats[n] = append(chats[n], i)
	}
	return chats
}

// chat returns whose updates u is to be kept in order with.
func (u *Update) chat() int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.Tap != nil && u.Tap.Chat.ID != 0:
		return u.Tap.Chat.ID
	case u.Tap != nil:
		return u.Tap.From.ID
	case u.Membership != nil:
		return u.Membership.Chat.ID
	}
	return 0
}

// inOrder sorts by id. Telegram gives updates in order; a gateway need not.
func inOrder(updates []Update) []Update {
	slices.SortFunc(updates, func(a, b Update) int { return cmp.Compare(a.ID, b.ID) })
	return updates
}

// afterGrace returns a context that ends d after ctx does.
func afterGrace(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-later.Done():
		}
	})
	return later, func() { stop(); cancel() }
}

package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// A life is a process that polls until it crashes or is stopped.
type life struct {
	mu      sync.Mutex
	handled []int
	crashed bool
	end     chan struct{} // closed by the crash
}

func (l *life) crash() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.crashed {
		l.crashed = true
		close(l.end)
	}
}

// handle takes its time in chat 1 and chat 2.
func (l *life) handle(_ context.Context, u telegram.Update) error {
	if chat := u.Message.Chat.ID; chat < 3 {
		timer := time.NewTimer(time.Duration(chat) * 700 * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-l.end:
			return errors.New("crashed")
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.crashed {
		return errors.New("crashed")
	}
	l.handled = append(l.handled, u.ID)
	return nil
}

// live polls over the disk until the crash, or for a minute.
func (l *life) live(t *testing.T, s *script, disk *storetest.Memory) {
	t.Helper()
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := telegram.New(telegram.Options{Token: token, HTTP: &http.Client{Transport: tripper(func(r *http.Request) (*http.Response, error) {
		l.mu.Lock()
		crashed := l.crashed
		l.mu.Unlock()
		if crashed {
			return nil, errors.New("crashed")
		}
		return s.RoundTrip(r)
	})}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error)
	go func() { done <- c.Poll(ctx, telegram.StoredCursor(w), l.handle) }()
	select {
	case <-l.end:
	case <-time.After(time.Minute):
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("poll: %v", err)
	}
}

func TestACrashAtAnySaveLosesNothingAndKeepsTheOrder(t *testing.T) {
	const most = 100
	for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter} {
		saves := most
		for n := 1; n <= saves; n++ {
			t.Run(fmt.Sprintf("%s of save %d", fate, n), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s, disk := newScript(), &storetest.Memory{}
					first, second := &life{end: make(chan struct{})}, &life{end: make(chan struct{})}
					disk.Decide(func(at int, _ []store.Op) storetest.Fate {
						if at == n {
							first.crash()
							return fate
						}
						return storetest.Applied
					})
					var all []int
					for id := range 24 {
						s.say(10+id, int64(1+id%4))
						all = append(all, 10+id)
					}
					first.live(t, s, disk)
					if !first.crashed {
						saves = n
						disk.Crash() // gives up the lead
					}
					second.live(t, s, disk)
					again := 0
					for _, id := range second.handled {
						if slices.Contains(first.handled, id) {
							again++
						}
					}
					got := append(slices.Clone(first.handled), second.handled...)
					slices.Sort(got)
					if !slices.Equal(slices.Compact(got), all) {
						t.Errorf("handled %v and %v, want all of %v", first.handled, second.handled, all)
					}
					for _, l := range []*life{first, second} {
						last := map[int]int{}
						for _, id := range l.handled {
							if id <= last[id%4] {
								t.Errorf("handled %v: %d came after %d", l.handled, id, last[id%4])
							}
							last[id%4] = id
						}
					}
					// What was handled since the save before the crash is handled again.
					if limit := 14; again > limit {
						t.Errorf("handled again: %d, want %d at most", again, limit)
					}
				})
			})
		}
		if saves < 5 || saves == most {
			t.Errorf("%s: %d saves were tried", fate, saves)
		}
	}
}

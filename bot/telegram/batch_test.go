package telegram_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram"
)

func TestChatsAreHandledSideBySideAndEachInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur := newScript(), &cursor{}
		for id := range 100 {
			s.say(100+id, int64(id%20))
		}
		var mu sync.Mutex
		running, most, last := 0, 0, map[int64]int{}
		_, err := polling(t, s, cur, func(_ context.Context, u telegram.Update) error {
			chat := u.Message.Chat.ID
			mu.Lock()
			running++
			most = max(most, running)
			if last[chat] >= u.ID {
				t.Errorf("chat %d: %d came after %d", chat, u.ID, last[chat])
			}
			last[chat] = u.ID
			mu.Unlock()
			time.Sleep(100 * time.Millisecond)
			mu.Lock()
			running--
			mu.Unlock()
			return nil
		}, func() { time.Sleep(10 * time.Second) })
		if err != nil || most != 8 || len(last) != 20 {
			t.Errorf("got %d at once in %d chats, %v; want 8 in 20", most, len(last), err)
		}
	})
}

func TestAHandlerThatHangsIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := newScript(), &handled{}
		s.say(10, 1)
		s.say(11, 1)
		log, err := polling(t, s, &cursor{}, func(ctx context.Context, u telegram.Update) error {
			if u.ID == 10 {
				<-ctx.Done()
				return ctx.Err()
			}
			return h.handle(ctx, u)
		}, func() { time.Sleep(2 * time.Minute) })
		if err != nil || !slices.Equal(h.got(), []int{11}) || !strings.Contains(log, "deadline exceeded") {
			t.Errorf("got %v, %v, log %s", h.got(), err, log)
		}
	})
}

func TestStoppingFinishesTheBatchAndConfirmsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, h := newScript(), &cursor{}, &handled{}
		for id := range 3 {
			s.say(10+id, 1)
		}
		started := time.Now()
		_, err := polling(t, s, cur, func(ctx context.Context, u telegram.Update) error {
			time.Sleep(time.Second)
			return h.handle(ctx, u)
		}, func() {})
		if err != nil || !slices.Equal(h.got(), []int{10, 11, 12}) {
			t.Errorf("got %v, %v", h.got(), err)
		}
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("took %s", took)
		}
		last := s.polls[len(s.polls)-1]
		if last.Get("offset") != "13" || last.Get("timeout") != "0" || last.Get("limit") != "1" {
			t.Errorf("last request: got %v", last)
		}
	})
}

func TestWhatCannotBeFinishedComesAgainAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, first, second := newScript(), &cursor{}, &handled{}, &handled{}
		for id := range 6 {
			s.say(10+id, int64(id%2)) // 11, 13, 15 are chat 1's
		}
		started := time.Now()
		_, err := polling(t, s, cur, func(ctx context.Context, u telegram.Update) error {
			if u.ID == 13 {
				<-ctx.Done()
				return ctx.Err()
			}
			return first.handle(ctx, u)
		}, synctest.Wait)
		slices.Sort(first.ids)
		if want := []int{10, 11, 12, 14}; err != nil || !slices.Equal(first.got(), want) {
			t.Errorf("first run: got %v, %v, want %v", first.got(), err, want)
		}
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("first run: stopping took %s", took)
		}
		_, err = polling(t, s, cur, second.handle, synctest.Wait)
		if want := []int{13, 15}; err != nil || !slices.Equal(second.got(), want) {
			t.Errorf("second run: got %v, %v, want %v", second.got(), err, want)
		}
	})
}

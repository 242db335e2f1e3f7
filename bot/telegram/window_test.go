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
		if err != nil || most != 20 || len(last) != 20 {
			t.Errorf("got %d at once in %d chats, %v; want 20 in 20", most, len(last), err)
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

func TestAChatThatHangsDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, h := newScript(), &cursor{}, &handled{}
		for id := range 50 {
			s.say(10+id, 1)
		}
		_, err := polling(t, s, cur, func(ctx context.Context, u telegram.Update) error {
			if u.Message.Chat.ID == 1 {
				time.Sleep(25 * time.Second)
			}
			return h.handle(ctx, u)
		}, func() {
			time.Sleep(time.Second)
			for id := range 10 {
				s.say(100+id, int64(2+id))
				synctest.Wait()
				if got := h.got(); len(got) != id+1 {
					t.Errorf("after update %d of another chat: handled %v", 100+id, got)
				}
			}
			if got := cur.left(); len(got) != 50 {
				t.Errorf("noted while the first hangs: %v, want the chat's 50", got)
			}
			time.Sleep(30 * time.Minute)
		})
		if got := h.got(); len(got) != 60 || err != nil || !slices.IsSorted(got[10:]) {
			t.Errorf("got %v, %v", got, err)
		}
		if len(cur.left()) != 0 || cur.offset != 110 {
			t.Errorf("at the end: notes %v, offset %d", cur.left(), cur.offset)
		}
	})
}

func TestWhatIsHandledAtOnceIsNotNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, h := newScript(), &cursor{}, &handled{}
		for id := range 30 {
			s.say(10+id, int64(id%3))
		}
		if _, err := polling(t, s, cur, h.handle, synctest.Wait); err != nil || cur.noted != 0 || cur.saves != 1 {
			t.Errorf("got %d notes in %d saves, %v, want none in 1", cur.noted, cur.saves, err)
		}
	})
}

func TestAChatThatAsksTooMuchIsInExcessAndOthersAreNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur := newScript(), &cursor{}
		for id := range 400 {
			s.say(10+id, 1)
		}
		s.push(410, `"my_chat_member":{"chat":{"id":1},"new_chat_member":{"status":"kicked"}}`)
		s.push(411, `"message":{"message_id":1,"date":1,"chat":{"id":1},"migrate_to_chat_id":-7}`)
		s.say(412, 2)
		var mu sync.Mutex
		var inLine, excess, other []int
		release := make(chan struct{})
		_, err := polling(t, s, cur, func(_ context.Context, u telegram.Update) error {
			mu.Lock()
			switch {
			case u.Excess:
				excess = append(excess, u.ID)
			case u.ID == 412:
				other = append(other, u.ID)
			default:
				inLine = append(inLine, u.ID)
			}
			mu.Unlock()
			if u.ID == 10 {
				<-release
			}
			return nil
		}, func() {
			time.Sleep(30 * time.Second)
			mu.Lock()
			if len(inLine) != 1 || len(excess) != 300 || len(other) != 1 {
				t.Errorf("while the first hangs: in line %v, %d in excess, of another chat %v", inLine, len(excess), other)
			}
			mu.Unlock()
			close(release)
		})
		want := []int{410, 411}
		if err != nil || len(inLine) != 102 || !slices.IsSorted(inLine) || !slices.Equal(inLine[100:], want) {
			t.Errorf("in line: got %v, %v, want 100 and then %v", inLine, err, want)
		}
	})
}

func TestAFullWindowIsNotAddedTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, h := newScript(), &cursor{}, &handled{}
		for id := range 3000 {
			s.arrived = make(chan struct{}, 4000)
			s.say(10+id, int64(id%1500))
		}
		var mu sync.Mutex
		running, most := 0, 0
		release := make(chan struct{})
		_, err := polling(t, s, cur, func(ctx context.Context, u telegram.Update) error {
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			<-release
			mu.Lock()
			running--
			mu.Unlock()
			return h.handle(ctx, u)
		}, func() {
			time.Sleep(50 * time.Second)
			if got, polls := len(cur.left()), len(s.offsets()); got != 1000 || polls != 10 {
				t.Errorf("nobody is answered: %d noted after %d polls, want 1000 after 10", got, polls)
			}
			close(release)
			time.Sleep(time.Minute)
		})
		if got := h.got(); err != nil || len(got) != 3000 || most > 1000 {
			t.Errorf("handled %d, %d at once at most, %v, want 3000, 1000", len(got), most, err)
		}
	})
}

func TestOneGivenAgainWhileItIsHandledIsHandledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, h := newScript(), &cursor{}, &handled{}
		for range 3 {
			s.first = append(s.first, func() (int, string) {
				return 200, `{"ok":true,"result":[{"update_id":10,"message":{"chat":{"id":1}}}]}`
			})
		}
		_, err := polling(t, s, cur, func(ctx context.Context, u telegram.Update) error {
			time.Sleep(20 * time.Second)
			return h.handle(ctx, u)
		}, func() { time.Sleep(time.Minute) })
		if got := h.got(); err != nil || !slices.Equal(got, []int{10}) {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

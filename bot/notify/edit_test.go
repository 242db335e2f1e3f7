package notify_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
	grouping "newsbot/feed/group"
	"newsbot/subscriptions"
)

// joined are stories of which some are one group, as far as they are there.
type joined struct {
	stories
	mu    sync.Mutex
	there []int64
	found map[int64]time.Time
}

func (j *joined) Story(ctx context.Context, seq int64) (feed.Story, error) {
	s, err := j.stories.Story(ctx, seq)
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, known := j.found[seq]; !known {
		j.found[seq] = s.Found
	}
	s.Found = j.found[seq]
	if i := slices.Index(j.there, seq); i > 0 {
		s.Earlier = slices.Clone(j.there[:i])
	}
	return s, err
}

func (j *joined) Later(seq int64) []int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	if i := slices.Index(j.there, seq); i >= 0 {
		return slices.Clone(j.there[i+1:])
	}
	return nil
}

func newJoined() *joined { return &joined{there: []int64{1}, found: map[int64]time.Time{}} }

// joins has a story join those before it, whose alerts are to be edited after a time.
func (w *world) joins(story int64, after time.Duration) {
	w.t.Helper()
	w.joined.mu.Lock()
	before := slices.Clone(w.joined.there)
	w.joined.there = append(w.joined.there, story)
	w.joined.mu.Unlock()
	if err := w.outbox.EnqueueEdits(w.t.Context(), story, before, time.Now().Add(after)); err != nil {
		w.t.Fatal(err)
	}
}

// lister renders an alert as "1 also 2 3", with a button for each subscription.
type lister struct{ renderer }

func (lister) Alert(_ *subscriptions.Chat, s *feed.Report, matched []subscriptions.Subscription) telegram.Text {
	t := telegram.Text{HTML: fmt.Sprint(s.Seq)}
	for _, o := range s.Also {
		t.HTML += fmt.Sprint(" also ", o.Seq)
	}
	for _, m := range matched {
		t.Keyboard = append(t.Keyboard, []telegram.Button{{Label: m.Query, Data: fmt.Sprint("muted ", m.Muted)}})
	}
	return t
}

// edited returns what the sender was given to edit, each as "chat/message: text".
func (s *sender) edited() (out []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.edits {
		out = append(out, fmt.Sprintf("%d/%d: %s", e.chat, e.message, e.text.HTML))
	}
	return out
}

// number returns the message that a chat got last.
func (s *sender) number(chat int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range slices.Backward(s.messages) {
		if m.chat == chat {
			return m.message
		}
	}
	return 0
}

// inGroup is inWorld where story 1 is there and was sent to the chats.
func inGroup(t *testing.T, rate int, ids []int64, test func(w *world)) {
	t.Helper()
	inWorld(t, rate, func(w *world) {
		w.joined = newJoined()
		w.enqueue(1, slices.Clone(ids)...)
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		if got := len(w.sender.messages); got != len(ids) {
			t.Fatalf("%d alerts were sent, want %d", got, len(ids))
		}
		test(w)
	})
}

func TestAnAlertIsEditedToListWhatJoinedSince(t *testing.T) {
	inGroup(t, 25, []int64{-2, 1, 2, 3, 4, 5, 6, 7, 8}, func(w *world) {
		w.chats.set(2, func(c *subscriptions.Chat) { c.Each = true })
		w.chats.set(3, func(c *subscriptions.Chat) { c.Pause = subscriptions.ByUser })
		w.chats.set(4, func(c *subscriptions.Chat) { c.DigestOnly = true })
		w.chats.set(5, func(c *subscriptions.Chat) { c.Subscriptions = nil })
		w.chats.set(6, func(c *subscriptions.Chat) { c.Pause = subscriptions.Blocked })
		w.chats.set(7, func(c *subscriptions.Chat) { c.Since = time.Now() }) // resumed: is alerted of the next
		delete(w.chats.all, 8)                                               // forgotten
		w.joins(2, 2*time.Minute)
		w.joins(3, 2*time.Minute)
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		want := []string{
			fmt.Sprintf("-2/%d: 1 also 2 also 3", w.sender.number(-2)),
			fmt.Sprintf("1/%d: 1 also 2 also 3", w.sender.number(1)),
		}
		got := w.sender.edited()
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("edits are %q, want %q", got, want)
		}
		counted := w.count()
		if counted["dropped: paused: user"] != 1 || counted["dropped: told by each source"] != 1 || counted["dropped: not served by it"] != 2 {
			t.Errorf("counted are %v", counted)
		}
		if got := len(w.sender.messages); got != 9 {
			t.Errorf("%d messages were sent, want 9 and no more", got)
		}
	})
}

func TestAMessageIsNotEditedOftenerThanInTenMinutes(t *testing.T) {
	inGroup(t, 25, []int64{1}, func(w *world) {
		for story := int64(2); story <= 14; story++ {
			w.joins(story, time.Second)
			if err := w.run(2 * time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		edits := w.sender.edits
		for i := 1; i < len(edits); i++ {
			if apart := edits[i].at.Sub(edits[i-1].at); apart < 10*time.Minute {
				t.Errorf("edits %v apart, want ten minutes", apart)
			}
		}
		if len(edits) < 2 || !strings.HasSuffix(edits[len(edits)-1].text.HTML, "13 also 14") {
			t.Errorf("edits are %q, want some, and the last with all", w.sender.edited())
		}
	})
}

func TestAnEditComesAfterAllElseAndWithinTheLimits(t *testing.T) {
	people, groups := many(1, 200), many(-4, 4)
	ids := append(slices.Clone(groups), people...)
	inGroup(t, 25, ids, func(w *world) {
		w.joins(3, 0) // and so much else is there to be sent
		w.enqueue(1000, slices.Clone(ids)...)
		w.enqueue(1002, slices.Clone(ids)...)
		for _, id := range people[:50] {
			if err := w.outbox.EnqueueDigest(w.t.Context(), outbox.NewDigest{Chat: id, Date: "2000-01-01", Stories: []int64{1000}}); err != nil {
				t.Fatal(err)
			}
		}
		alerts := 3*len(ids) + 50
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		if got, want := len(w.sender.messages)+len(w.sender.edits), alerts+len(ids); got != want {
			t.Errorf("%d messages and edits, want %d in one minute", got, want)
		}
		last := w.sender.messages[alerts-5].at // those to groups may be later: their turn comes in seconds
		for _, e := range w.sender.edits {
			if e.at.Before(last) {
				t.Fatalf("chat %d was edited at %v, before alerts and digests were sent, which took until %v", e.chat, e.at, last)
			}
		}
		for _, v := range w.sender.reference.violations {
			t.Fatal(v)
		}
		if w.sender.most > 8 {
			t.Errorf("%d sends at once, want 8 at most", w.sender.most)
		}
	})
}

func TestWhatATapChangedWhileAnAlertIsEditedStays(t *testing.T) {
	inGroup(t, 25, []int64{1, 2}, func(w *world) {
		w.chats.set(1, func(c *subscriptions.Chat) {
			c.Subscriptions = append(slices.Clone(c.Subscriptions), subscriptions.Subscription{ID: 2, Query: "odd", Muted: true})
		})
		tapped := false
		w.sender.failEdit = func(chat int64, _ int) *telegram.Error {
			if chat == 2 && !tapped { // it is on its way when the tap is handled
				tapped = true
				w.chats.set(2, func(c *subscriptions.Chat) {
					c.Subscriptions = slices.Clone(c.Subscriptions)
					c.Subscriptions[0].Muted = true
				})
			}
			return nil
		}
		w.joins(2, 0)
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		last, n := map[int64]string{}, map[int64]int{}
		for _, e := range w.sender.edits {
			last[e.chat] = fmt.Sprint(e.text.HTML, e.text.Keyboard)
			n[e.chat]++
		}
		want := map[int64]string{1: "1 also 2[[{story muted false }] [{odd muted true }]]", 2: "1 also 2[[{story muted true }]]"}
		if !maps.Equal(last, want) || n[1] != 1 || n[2] != 2 {
			t.Errorf("the messages show %v after %v edits, want %v after one and two", last, n, want)
		}
	})
}

func TestAnEditThatAddsNothingIsNotMade(t *testing.T) {
	inGroup(t, 25, []int64{1}, func(w *world) {
		w.joins(2, time.Hour)
		w.joined.there = []int64{1} // story 2 is gone, as one is that was pruned
		if err := w.run(2 * time.Hour); err != nil {
			t.Fatal(err)
		}
		if got := w.sender.edited(); len(got) > 0 || w.count()["dropped: nothing to add"] != 1 {
			t.Errorf("edits are %q, counted %v, want nothing to add", got, w.count())
		}
	})
}

func TestAnAlertThatWasSentWithAllIsNotEdited(t *testing.T) {
	inGroup(t, 25, []int64{1}, func(w *world) {
		w.chats.join(2, "story")
		w.chats.set(2, func(c *subscriptions.Chat) { c.Since = time.Now() }) // it may not have had story 1
		if err := w.run(10 * time.Minute); err != nil {
			t.Fatal(err)
		}
		w.joins(2, time.Hour)
		w.enqueue(2, 2)
		if err := w.run(30 * time.Minute); err != nil {
			t.Fatal(err)
		}
		if got, want := w.sender.got(2), []string{"2 also 1"}; !slices.Equal(got, want) {
			t.Errorf("the second chat got %q, want %q", got, want)
		}
		if err := w.outbox.EnqueueEdits(w.t.Context(), 2, []int64{2}, time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := w.run(2 * time.Hour); err != nil {
			t.Fatal(err)
		}
		if got, want := w.sender.edited(), []string{"1/1: 1 also 2"}; !slices.Equal(got, want) {
			t.Errorf("edits are %q, want %q", got, want)
		}
	})
}

func TestAFailedEditIsJudged(t *testing.T) {
	tests := []struct {
		reason telegram.Reason
		tries  int
		pause  subscriptions.Pause
	}{
		{telegram.Gone, 1, ""},
		{telegram.NotModified, 1, ""},
		{telegram.Refused, 1, ""},
		{telegram.BadText, 1, ""},
		{telegram.NotAllowed, 1, ""}, // it may be allowed to send
		{telegram.NotFound, 1, ""},
		{telegram.TopicGone, 1, ""},
		{telegram.Blocked, 1, subscriptions.Blocked},
		{telegram.Removed, 1, subscriptions.Removed},
		{telegram.Migrated, 1, ""},
		{telegram.TooMany, 2, ""},
		{telegram.NotSent, 2, ""},
		{telegram.Server, 2, ""},
		{telegram.Unknown, 2, ""},
	}
	for _, tt := range tests {
		t.Run(string(tt.reason), func(t *testing.T) {
			inGroup(t, 25, []int64{-1, 1}, func(w *world) {
				tries := 0
				w.sender.failEdit = func(chat int64, _ int) *telegram.Error {
					if chat != -1 {
						return nil
					}
					if tries++; tries > 1 {
						return nil
					}
					return &telegram.Error{Reason: tt.reason, RetryAfter: time.Minute, MigrateTo: -100}
				}
				w.joins(2, 0)
				if err := w.run(2 * time.Hour); err != nil {
					t.Fatal(err)
				}
				if tries != tt.tries {
					t.Errorf("it was tried %d times, want %d", tries, tt.tries)
				}
				id := int64(-1)
				if tt.reason == telegram.Migrated {
					id = -100
				}
				if c, ok := w.chats.Get(id); !ok || c.Pause != tt.pause || c.Misses != 0 || c.Thread != 0 {
					t.Errorf("the chat is %+v, want the pause %q", c, tt.pause)
				}
				if got := w.sender.edited(); !slices.Contains(got, fmt.Sprintf("1/%d: 1 also 2", w.sender.number(1))) {
					t.Errorf("edits are %q, want the other chat's too", got)
				}
				if tt.reason == telegram.NotModified && w.count()["sent: not modified"] != 1 {
					t.Errorf("counted are %v, want one that was as good as done", w.count())
				}
			})
		})
	}
}

func TestAnEditThatTheTokenIsRefusedForEndsTheRun(t *testing.T) {
	inGroup(t, 25, []int64{1}, func(w *world) {
		w.sender.failEdit = func(int64, int) *telegram.Error { return &telegram.Error{Reason: telegram.Unauthorized} }
		w.joins(2, 0)
		var e *telegram.Error
		if err := w.run(time.Hour); !errors.As(err, &e) || e.Reason != telegram.Unauthorized {
			t.Errorf("run ended with %v, want the refusal", err)
		}
	})
}

func TestAFloodThatAnEditMeetsParksItsChat(t *testing.T) {
	inGroup(t, 25, []int64{1, 2}, func(w *world) {
		begin, floods := time.Now(), 0
		w.sender.failEdit = func(chat int64, _ int) *telegram.Error {
			if chat != 1 || floods > 0 {
				return nil
			}
			floods++
			return &telegram.Error{Reason: telegram.TooMany, RetryAfter: time.Hour}
		}
		w.joins(2, 0)
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		w.enqueue(1000, 1, 2)
		if err := w.run(3 * time.Hour); err != nil {
			t.Fatal(err)
		}
		for _, m := range w.sender.messages[2:] {
			if early := m.at.Before(begin.Add(time.Hour)); early != (m.chat == 2) {
				t.Errorf("chat %d got the next alert after %v", m.chat, m.at.Sub(begin))
			}
		}
		edits := w.sender.edits
		if len(edits) != 2 || edits[1].chat != 1 || edits[1].at.Before(begin.Add(time.Hour)) {
			t.Errorf("edits are %+v, want chat 1 after an hour", edits)
		}
	})
}

func TestASendUnderWayWhenAStoryJoinsIsEditedToo(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.sender.took = time.Minute
		w.joined = newJoined()
		w.enqueue(1, 5)
		go func() {
			time.Sleep(30 * time.Second)
			w.joins(2, 2*time.Minute)
		}()
		if err := w.run(time.Hour); err != nil {
			t.Fatal(err)
		}
		if got, want := w.sender.edited(), []string{"5/1: 1 also 2"}; !slices.Equal(got, want) {
			t.Errorf("edits are %q, want %q", got, want)
		}
	})
}

func TestWhichMessageAnAlertIsIsKeptAsLongAsStoriesAreJoined(t *testing.T) {
	if outbox.KeepSent < grouping.Window {
		t.Errorf("messages are kept for %v, want the window of groups, %v", outbox.KeepSent, grouping.Window)
	}
	inGroup(t, 25, []int64{1}, func(w *world) {
		if err := w.run(outbox.KeepSent + time.Hour); err != nil {
			t.Fatal(err)
		}
		w.empty()
	})
}

func TestTheLowestPriorityLeavesAChatItsBurst(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		for _, chat := range []int64{1, -1} {
			for range 30 { // a backlog of edits in one chat
				if err := w.pacer.Wait(w.t.Context(), notify.Edit, chat); err != nil {
					t.Fatal(err)
				}
				w.pacer.Answered(chat)
			}
			asked := time.Now()
			for range 2 {
				if err := w.pacer.Wait(w.t.Context(), notify.Reply, chat); err != nil {
					t.Fatal(err)
				}
				w.pacer.Answered(chat)
			}
			if waited := time.Since(asked); waited > time.Second {
				t.Errorf("two replies to chat %d waited %v behind edits", chat, waited)
			}
		}
	})
}

func TestEditsThatHangLeaveSlotsToAlerts(t *testing.T) {
	inGroup(t, 25, many(1, 30), func(w *world) {
		w.sender.took, w.slots = 20*time.Second, 4
		w.joins(2, 0)
		var enqueued time.Time
		go func() {
			time.Sleep(5 * time.Second)
			enqueued = time.Now()
			w.enqueue(1000, 50)
		}()
		if err := w.run(time.Minute); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(w.sender.messages, func(m shown) bool { return m.chat == 50 })
		if i < 0 {
			t.Fatal("the alert was not sent")
		}
		if waited := w.sender.messages[i].at.Sub(enqueued) - w.sender.took; waited > time.Second {
			t.Errorf("the alert waited %v for a slot, want none", waited)
		}
	})
}

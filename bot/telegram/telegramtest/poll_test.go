package telegramtest_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// say queues n more updates and returns all ids that wait.
func say(b *bot, n int) []int {
	for i := range n {
		b.s.Say(telegramtest.PrivateChat(ann), ann, fmt.Sprint("text ", i))
	}
	return ids(b.updates())
}

func TestUpdatesStayUntilTheyAreConfirmed(t *testing.T) {
	b := start(t, telegramtest.Options{})
	all := say(b, 4)
	if got := ids(b.updates()); !slices.Equal(got, all) || len(all) != 5 {
		t.Errorf("asked again: got %v, want the same five %v", got, all)
	}
	if got := ids(b.updates("offset", all[2], "limit", 2)); !slices.Equal(got, all[2:4]) {
		t.Errorf("limit 2: got %v, want %v", got, all[2:4])
	}
	if got := ids(b.updates("offset", all[0])); !slices.Equal(got, all[2:]) {
		t.Errorf("after confirming two: got %v, want %v", got, all[2:])
	}
	if got := ids(b.updates("offset", -1)); !slices.Equal(got, all[4:]) {
		t.Errorf("offset -1: got %v, want %v", got, all[4:])
	}
	if got := ids(b.updates()); !slices.Equal(got, all[4:]) || b.s.Pending() != 1 {
		t.Errorf("after offset -1: got %v, want the others to be forgotten", got)
	}
	b.updates("offset", all[4]+1)
	if n := b.s.Pending(); n != 0 {
		t.Errorf("all confirmed: got %d pending, want 0", n)
	}
}

func TestALongPollEndsWithTheNextUpdateOrItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, telegramtest.Options{})
		offset := ids(b.updates())[0] + 1
		began := time.Now()
		if got := b.updates("offset", offset, "timeout", 30); len(got) != 0 || time.Since(began) != 30*time.Second {
			t.Errorf("nothing happens: got %v after %v, want nothing after 30s", got, time.Since(began))
		}
		var wait sync.WaitGroup
		wait.Go(func() {
			time.Sleep(5 * time.Second)
			b.s.Say(telegramtest.PrivateChat(ann), ann, "now")
		})
		began = time.Now()
		if got := b.updates("offset", offset, "timeout", 1000); len(got) != 1 || time.Since(began) != 5*time.Second {
			t.Errorf("an update comes: got %v after %v, want it after 5s", got, time.Since(began))
		}
		wait.Wait()
	})
}

func TestANewerPollEndsTheOlder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, telegramtest.Options{})
		offset := ids(b.updates())[0] + 1
		older := make(chan reply)
		go func() { older <- b.call("getUpdates", "offset", offset, "timeout", 30) }()
		synctest.Wait()
		b.updates("offset", offset)
		if a := <-older; a.Code != 409 || !strings.HasPrefix(a.Description, "Conflict: terminated by other getUpdates request") {
			t.Errorf("older poll: got %d %q, want the conflict", a.Code, a.Description)
		}
	})
}

func TestAPollThatIsGivenUpLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, telegramtest.Options{})
		offset := ids(b.updates())[0] + 1
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, "GET", fmt.Sprintf("http://x/bot%s/getUpdates?timeout=50&offset=%d", b.s.Token(), offset), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.client.Do(r); err == nil {
			t.Error("got no error, want the deadline")
		}
		id := b.s.Say(telegramtest.PrivateChat(ann), ann, "later")
		if got := ids(b.updates("offset", offset)); !slices.Equal(got, []int{id}) {
			t.Errorf("got %v, want %d", got, id)
		}
	})
}

func TestAWebhookKeepsTheBotFromPolling(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.s.UseWebhook("https://example.org/hook")
	b.refused("409 Conflict: can't use getUpdates method while webhook is active", "getUpdates")
	if a := b.call("getWebhookInfo"); !strings.Contains(string(a.Result), `"url":"https://example.org/hook"`) {
		t.Errorf("getWebhookInfo: got %s", a.Result)
	}
	b.call("deleteWebhook", "drop_pending_updates", true)
	if got := b.updates(); len(got) != 0 {
		t.Errorf("after deleteWebhook: got %v, want nothing pending", got)
	}
}

func TestOnlyAllowedUpdatesAreQueued(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.updates("offset", -1, "allowed_updates", `["callback_query"]`)
	if id := b.s.Say(telegramtest.PrivateChat(ann), ann, "x"); id != 0 {
		t.Errorf("a message that is not wanted: got update %d, want 0", id)
	}
	b.updates("allowed_updates", `[]`)
	if id := b.s.Say(telegramtest.PrivateChat(ann), ann, "x"); id == 0 {
		t.Error("a message by default: got no update")
	}
	if id := b.s.Push("chat_member", []byte(`{}`)); id != 0 {
		t.Error("chat_member by default: got an update, want none")
	}
}

func TestUpdatesExpire(t *testing.T) {
	c := &clock{time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
	b := start(t, telegramtest.Options{Now: c.Now})
	m := b.send(7, "x", "reply_markup", oneButton)
	if err := b.s.Tap(7, m.ID, "a", ann); err != nil {
		t.Fatal(err)
	}
	c.pass(3 * time.Minute)
	if got := b.updates(); len(got) != 1 {
		t.Errorf("after 3 minutes: got %d updates, want the message without the tap", len(got))
	}
	c.pass(24 * time.Hour)
	if got := b.updates(); len(got) != 0 {
		t.Errorf("after a day: got %d updates, want none", len(got))
	}
}

func TestUpdatesInDisorder(t *testing.T) {
	b := start(t, telegramtest.Options{})
	all := say(b, 2)
	last := all[len(all)-1]
	b.updates("offset", last+1)
	if err := b.s.Duplicate(all[1]); err != nil {
		t.Fatal(err)
	}
	if got := ids(b.updates("offset", last+1)); !slices.Equal(got, all[1:2]) {
		t.Errorf("duplicate: got %v, want %v once more", got, all[1:2])
	}
	if got := b.updates("offset", last+1); len(got) != 0 {
		t.Errorf("after the duplicate: got %v, want nothing", got)
	}
	if err := b.s.Duplicate(1); err == nil {
		t.Error("duplicate of an update that never was: got no error")
	}

	next := say(b, 3)
	b.s.Reverse()
	slices.Reverse(next)
	if got := ids(b.updates("offset", last+1)); !slices.Equal(got, next) {
		t.Errorf("reversed: got %v, want %v", got, next)
	}
	if got := b.updates("offset", next[0]+1); len(got) != 0 {
		t.Errorf("after the reversed: got %v, want nothing", got)
	}

	bad := b.s.Spoil()
	if got := b.updates("offset", bad); len(got) != 1 || got[0]["message"] != float64(5) {
		t.Errorf("spoiled: got %v, want a message that is a number", got)
	}
}

func TestUpdateIdsBeginAgainLower(t *testing.T) {
	b := start(t, telegramtest.Options{})
	b.updates("offset", say(b, 0)[0]+1)
	b.s.JumpUpdates(900_000)
	high := b.s.Say(telegramtest.PrivateChat(ann), ann, "high")
	b.updates("offset", high+1)
	b.s.JumpUpdates(5)
	low := b.s.Say(telegramtest.PrivateChat(ann), ann, "low")
	if got := ids(b.updates("offset", high+1)); !slices.Equal(got, []int{low}) || low != 5 {
		t.Errorf("after the restart: got %v, want the update 5", got)
	}
	if got := b.updates("offset", low+1); len(got) != 0 {
		t.Errorf("confirmed: got %v, want nothing", got)
	}
}

package telegramtest_test

import (
	"testing"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// sends sends n messages and returns how many were taken and the last retry_after.
func (b *bot) sends(n int, chat func(i int) int64, pairs ...any) (taken, retryAfter int) {
	b.t.Helper()
	for i := range n {
		a := b.call("sendMessage", append([]any{"chat_id", chat(i), "text", "x"}, pairs...)...)
		if a.OK {
			taken++
		} else if a.Code == 429 {
			retryAfter = a.Parameters.RetryAfter
		}
	}
	return taken, retryAfter
}

func TestLimitsOfSending(t *testing.T) {
	c := &clock{time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
	b := start(t, telegramtest.Options{Now: c.Now, RateLimits: true, OpenPrivate: true})
	b.s.AddToGroup(group, ann)
	one := func(id int64) func(int) int64 { return func(int) int64 { return id } }
	each := func(i int) int64 { return int64(100 + i) }
	check := func(name string, taken, retry, wantTaken, wantRetry int) {
		t.Helper()
		if taken != wantTaken || retry != wantRetry {
			t.Errorf("%s: got %d taken and retry_after %d, want %d and %d", name, taken, retry, wantTaken, wantRetry)
		}
	}

	taken, retry := b.sends(40, each)
	check("to many people at once", taken, retry, 30, 1)
	c.pass(999 * time.Millisecond)
	taken, retry = b.sends(1, one(1000))
	check("just within the second", taken, retry, 0, 1)
	c.pass(time.Millisecond)
	taken, retry = b.sends(30, func(i int) int64 { return int64(2000 + i) })
	check("a second later", taken, retry, 30, 0)

	c.pass(time.Minute)
	taken, retry = b.sends(7, one(100))
	check("to one person at once", taken, retry, 5, 1)
	c.pass(time.Second)
	taken, retry = b.sends(2, one(100))
	check("to one person a second later", taken, retry, 1, 1)

	c.pass(time.Minute)
	taken, retry = b.sends(25, one(group.ID))
	check("to a group at once", taken, retry, 20, 60)
	c.pass(45 * time.Second)
	taken, retry = b.sends(1, one(group.ID))
	check("to a group 45 seconds later", taken, retry, 0, 15)
	c.pass(15 * time.Second)
	taken, retry = b.sends(20, one(group.ID))
	check("to a group a minute later", taken, retry, 20, 0)

	c.pass(time.Minute)
	taken, retry = b.sends(100, func(i int) int64 { return int64(5000 + i) }, "allow_paid_broadcast", true)
	check("paid", taken, retry, 100, 0)

	if want := 10 + 1 + 2 + 1 + 5 + 1; b.s.Limited() != want || len(b.s.Violations()) != want {
		t.Errorf("got %d limited and %d violations, want %d of both", b.s.Limited(), len(b.s.Violations()), want)
	}
}

func TestWithoutRateLimitsNothingIsLimited(t *testing.T) {
	b := start(t, telegramtest.Options{})
	if taken, _ := b.sends(100, func(int) int64 { return 7 }); taken != 100 || b.s.Limited() != 0 {
		t.Errorf("got %d taken and %d limited, want 100 and 0", taken, b.s.Limited())
	}
}

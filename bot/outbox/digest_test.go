package outbox_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func takeDigests(t testing.TB, o *outbox.Outbox) []outbox.Delivery {
	t.Helper()
	d, _, err := o.TakeDigests(t.Context(), time.Now(), 100)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func begin(t testing.TB, o *outbox.Outbox, d outbox.Delivery, used int) {
	t.Helper()
	if err := o.Begin(t.Context(), d, used); err != nil {
		t.Fatal(err)
	}
}

func digest(stories ...int64) outbox.NewDigest {
	return outbox.NewDigest{Chat: 4, Date: "2026-11-25", Stories: stories, Total: len(stories)}
}

func TestADigestIsSentPartByPartAndThenNeverAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		if err := o.EnqueueDigest(t.Context(), digest(3, 1, 2)); err != nil {
			t.Fatal(err)
		}
		var sent []int64
		for _, used := range []int{2, 1} {
			d := takeDigests(t, o)
			if len(d) != 1 || d[0].Interrupted {
				t.Fatalf("got %+v, want one digest", d)
			}
			begin(t, o, d[0], used)
			sent = append(sent, d[0].Stories[d[0].Sent:d[0].Sent+used]...)
			if err := o.Ack(t.Context(), outbox.Ack{Delivery: d[0], Outcome: outbox.Sent, Used: used}); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(sent, []int64{3, 1, 2}) {
			t.Errorf("sent %v, want 3 1 2", sent)
		}
		for range 2 {
			if ops, err := o.DigestOps(t.Context(), digest(9)); err != nil || ops != nil {
				t.Errorf("the same date again: %d operations, %v; want none", len(ops), err)
			}
			if d := takeDigests(t, o); len(d) != 0 {
				t.Errorf("after the end: %+v", d)
			}
			o = restart(t, &disk)
		}
		time.Sleep(80 * time.Hour)
		takeDigests(t, o)
		if disk.Len() != 0 {
			t.Errorf("%d keys are left after three days, want 0", disk.Len())
		}
	})
}

func TestAPartThatACrashInterruptedIsPassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		if err := o.EnqueueDigest(t.Context(), digest(3, 1, 2)); err != nil {
			t.Fatal(err)
		}
		begin(t, o, takeDigests(t, o)[0], 2)
		for range 2 { // a second crash before the next part changes nothing
			o = restart(t, &disk)
			d := takeDigests(t, o)
			if len(d) != 1 || !d[0].Interrupted || d[0].Sent != 2 || d[0].Done() {
				t.Fatalf("after the crash: %+v; want two stories passed over", d)
			}
		}
		o = restart(t, &disk)
		begin(t, o, takeDigests(t, o)[0], 1)
		o = restart(t, &disk)
		d := takeDigests(t, o)
		if len(d) != 1 || !d[0].Done() {
			t.Fatalf("after a crash in the last part: %+v; want it done", d)
		}
		ack(t, o, outbox.Unknown, d...)
		if d := takeDigests(t, restart(t, &disk)); len(d) != 0 {
			t.Errorf("comes again: %+v", d)
		}
	})
}

func TestAnEmptyDigestIsOnePart(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	if err := o.EnqueueDigest(t.Context(), digest()); err != nil {
		t.Fatal(err)
	}
	d := takeDigests(t, o)
	if len(d) != 1 || d[0].Done() {
		t.Fatalf("got %+v, want one that is to be sent", d)
	}
	begin(t, o, d[0], 0)
	o = restart(t, &disk)
	if d = takeDigests(t, o); len(d) != 1 || !d[0].Done() {
		t.Fatalf("after a crash: %+v; want it done", d)
	}
}

func TestADigestThatIsPutOffKeepsItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		if err := o.EnqueueDigest(t.Context(), digest(3, 1)); err != nil {
			t.Fatal(err)
		}
		d := takeDigests(t, o)[0]
		begin(t, o, d, 1)
		retry := outbox.Retry{Attempt: 1, Since: time.Now().UTC(), Why: "server error"}
		due := time.Now().Add(time.Minute)
		if err := o.Ack(t.Context(), outbox.Ack{Delivery: d, Outcome: outbox.Later, Due: due, Retry: retry}); err != nil {
			t.Fatal(err)
		}
		o = restart(t, &disk)
		got, next, err := o.TakeDigests(t.Context(), time.Now(), 10)
		if err != nil || len(got) != 0 || !next.Equal(due) {
			t.Errorf("before it is due: %d digests, next at %v, %v; want none and %v", len(got), next, err, due)
		}
		time.Sleep(time.Minute)
		if got := takeDigests(t, o); len(got) != 1 || got[0].Interrupted || got[0].Sent != 0 || got[0].Retry != retry {
			t.Errorf("when it is due: %+v; want nothing sent, %+v", got, retry)
		}
	})
}

func TestADigestAskedForWaitsOnceAndMayBeAskedForAgain(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	now := outbox.NewDigest{Chat: 4, Date: "2026-11-25", Asked: true, Stories: []int64{1}, Total: 1}
	for range 2 {
		if err := o.EnqueueDigest(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if err := o.EnqueueDigest(t.Context(), now); !errors.Is(err, outbox.ErrWaiting) {
			t.Errorf("asked for twice: %v, want ErrWaiting", err)
		}
		d := takeDigests(t, o)[0]
		begin(t, o, d, 1)
		if err := o.Ack(t.Context(), outbox.Ack{Delivery: d, Outcome: outbox.Sent, Used: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if disk.Len() != 0 {
		t.Errorf("%d keys are left, want 0", disk.Len())
	}
}

func TestDigestOpsCountOnceTheyAreApplied(t *testing.T) {
	var disk storetest.Memory
	o, w := start(t, &disk)
	ops, err := o.DigestOps(t.Context(), digest(1))
	if err != nil || len(ops) == 0 {
		t.Fatalf("%d operations, %v", len(ops), err)
	}
	if d := takeDigests(t, o); len(d) != 0 {
		t.Errorf("before the commit: %+v", d)
	}
	changed := o.Changed()
	if err := w.Apply(t.Context(), append(ops, store.Set(store.Key("chat"), nil))); err != nil {
		t.Fatal(err)
	}
	o.Wake()
	select {
	case <-changed:
	default:
		t.Error("Wake wakes nobody")
	}
	if d := takeDigests(t, o); len(d) != 1 {
		t.Errorf("after the commit: %+v", d)
	}
	if _, err := o.DigestOps(t.Context(), outbox.NewDigest{Chat: 1, Date: "d", Stories: make([]int64, outbox.MaxDigest+1)}); err == nil {
		t.Error("a digest over the limit is accepted")
	}
}

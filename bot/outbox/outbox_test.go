package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// start opens the outbox as a process that starts now finds it.
func start(t testing.TB, disk *storetest.Memory) (*outbox.Outbox, store.Writer) {
	t.Helper()
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := outbox.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return o, w
}

// restart does the same after a crash.
func restart(t testing.TB, disk *storetest.Memory) *outbox.Outbox {
	t.Helper()
	disk.Crash()
	o, _ := start(t, disk)
	return o
}

func chats(from, n int64) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = from + int64(i)*3
	}
	return out
}

func take(t testing.TB, o *outbox.Outbox, limit int) []outbox.Delivery {
	t.Helper()
	out, _, err := o.TakeAlerts(t.Context(), time.Now(), limit)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func ack(t testing.TB, o *outbox.Outbox, outcome outbox.Outcome, deliveries ...outbox.Delivery) {
	t.Helper()
	var acks []outbox.Ack
	for _, d := range deliveries {
		acks = append(acks, outbox.Ack{Delivery: d, Outcome: outcome})
	}
	if err := o.Ack(t.Context(), acks...); err != nil {
		t.Fatal(err)
	}
}

func enqueue(t testing.TB, o *outbox.Outbox, story int64, to []int64, with ...store.Op) {
	t.Helper()
	if err := o.EnqueueAlert(t.Context(), story, to, with...); err != nil {
		t.Fatal(err)
	}
}

func recipients(deliveries []outbox.Delivery) (out []int64) {
	for _, d := range deliveries {
		out = append(out, d.Chat)
	}
	slices.Sort(out)
	return out
}

func TestEveryRecipientIsHandedOutOnceAndNothingIsLeftBehind(t *testing.T) {
	for _, n := range []int64{1, 2, outbox.ChunkSize, outbox.ChunkSize + 1, 3*outbox.ChunkSize + 7} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			var disk storetest.Memory
			o, _ := start(t, &disk)
			want := chats(-2*n, n)
			enqueue(t, o, 7, want)
			var got []outbox.Delivery
			for {
				d := take(t, o, 1000)
				if len(d) == 0 {
					break
				}
				got = append(got, d...)
				ack(t, o, outbox.Sent, d...)
			}
			if !slices.Equal(recipients(got), want) {
				t.Errorf("got %d recipients, want %d, each once", len(got), len(want))
			}
			if disk.Len() != 1 {
				t.Errorf("the store holds %d keys at the end, want 1", disk.Len())
			}
		})
	}
}

func TestWhatWasNotAcknowledgedComesAgainAfterACrash(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	all := chats(1, 2*outbox.ChunkSize)
	enqueue(t, o, 1, all)
	var done []int64
	for i, d := range take(t, o, 6000) {
		if i%3 == 0 {
			done = append(done, d.Chat)
			ack(t, o, outbox.Sent, d)
		}
	}
	o = restart(t, &disk)
	left := recipients(take(t, o, 10_000))
	for _, c := range done {
		if slices.Contains(left, c) {
			t.Fatalf("chat %d was acknowledged and comes again", c)
		}
	}
	if got, want := len(left)+len(done), len(all); got != want {
		t.Errorf("%d acknowledged or handed out again, want %d", got, want)
	}
}

func TestAStoryIsEnqueuedOnceButWhatGoesWithItIsApplied(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	key := store.Key("cursor")
	enqueue(t, o, 5, []int64{1, 2}, store.Set(key, []byte("a")))
	ack(t, o, outbox.Sent, take(t, o, 10)...)
	enqueue(t, o, 5, []int64{1, 2}, store.Set(key, []byte("b")))
	o = restart(t, &disk)
	enqueue(t, o, 5, []int64{1, 2, 3})
	if d := take(t, o, 10); len(d) != 0 {
		t.Errorf("got %d deliveries of a story enqueued before, want 0", len(d))
	}
	disk.Crash()
	_, w := start(t, &disk)
	if v, err := w.Get(t.Context(), key); err != nil || string(v) != "b" {
		t.Errorf("cursor is %q, %v; want b", v, err)
	}
}

func TestUnsortedRecipientsAreRefused(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	for _, bad := range [][]int64{{2, 1}, {1, 1}} {
		if err := o.EnqueueAlert(t.Context(), 1, bad); err == nil {
			t.Errorf("EnqueueAlert(%v) is accepted", bad)
		}
	}
}

// A crash at any Apply of an enqueue leaves all of it or nothing.
func TestEnqueueIsAllOrNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter} {
			for n := 1; ; n++ {
				var disk storetest.Memory
				o, _ := start(t, &disk)
				disk.At(n, fate)
				err := o.EnqueueAlert(t.Context(), 1, chats(1, 130*outbox.ChunkSize))
				if err == nil {
					break
				}
				o = restart(t, &disk)
				d := take(t, o, 10)
				switch {
				case len(d) == 0 && disk.Len() != 0:
					t.Errorf("%v at Apply %d: %d keys are left of nothing", fate, n, disk.Len())
				case len(d) > 0 && fate == storetest.CrashBefore:
					t.Errorf("%v at Apply %d: the job is there", fate, n)
				}
				enqueue(t, o, 1, chats(1, 5))
				if got, want := len(d)+len(take(t, o, 10)), 10; len(d) > 0 && got < want || len(d) == 0 && got != 5 {
					t.Errorf("%v at Apply %d: %d deliveries after enqueuing again", fate, n, got)
				}
			}
		}
	})
}

func TestAnEnqueueThatFailedLeavesNothingToTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		ctx, cancel := context.WithCancel(t.Context())
		disk.Decide(func(n int, _ []store.Op) storetest.Fate {
			if n == 2 {
				cancel()
				return storetest.Lost
			}
			return storetest.Applied
		})
		if err := o.EnqueueAlert(ctx, 1, chats(1, 130*outbox.ChunkSize)); err == nil {
			t.Fatal("the enqueue went through")
		}
		enqueue(t, o, 1, chats(1, 2))
		ack(t, o, outbox.Sent, take(t, o, 10)...)
		if disk.Len() != 1 {
			t.Errorf("%d keys are left, want 1", disk.Len())
		}
	})
}

func TestAnOutcomeThatIsUnknownIsStoredAgain(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.Lost, storetest.Unanswered} {
		synctest.Test(t, func(t *testing.T) {
			var disk storetest.Memory
			o, _ := start(t, &disk)
			disk.At(1, fate)
			enqueue(t, o, 1, []int64{1, 2})
			disk.At(1, fate)
			ack(t, o, outbox.Sent, take(t, o, 10)...)
			if d := take(t, restart(t, &disk), 10); len(d) != 0 {
				t.Errorf("%v: %d deliveries come again, want 0", fate, len(d))
			}
		})
	}
}

func TestAFencedWriterSaysSoAtOnce(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	enqueue(t, o, 1, []int64{1})
	d := take(t, o, 1)
	disk.Fence()
	if err := o.Ack(t.Context(), outbox.Ack{Delivery: d[0], Outcome: outbox.Sent}); !errors.Is(err, store.ErrFenced) {
		t.Errorf("Ack says %v, want ErrFenced", err)
	}
	if err := o.EnqueueAlert(t.Context(), 2, []int64{1}); !errors.Is(err, store.ErrFenced) {
		t.Errorf("EnqueueAlert says %v, want ErrFenced", err)
	}
}

func TestAStoryToManyDoesNotKeepALaterOneWaiting(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	enqueue(t, o, 1, chats(1, 50_000))
	take(t, o, 100)
	enqueue(t, o, 2, []int64{5})
	if !slices.ContainsFunc(take(t, o, 100), func(d outbox.Delivery) bool { return d.Story == 2 }) {
		t.Error("the next hundred deliveries are all of the first story")
	}
}

func TestSmallStoriesComeOldestFirst(t *testing.T) {
	var disk storetest.Memory
	o, _ := start(t, &disk)
	for story := range int64(3) {
		enqueue(t, o, story+1, []int64{10 - story, 20})
	}
	var got []int64
	for _, d := range take(t, o, 100) {
		if d.Chat == 20 {
			got = append(got, d.Story)
		}
	}
	if want := []int64{1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("chat 20 gets stories %v, want %v", got, want)
	}
}

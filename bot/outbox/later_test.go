package outbox_test

import (
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store/storetest"
)

func TestADeliveryThatWaitsComesWhenItIsDueWithWhatIsKnownOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 9, []int64{1, 2})
		d := take(t, o, 10)
		retry := outbox.Retry{Attempt: 3, Since: time.Now().UTC().Add(-time.Hour), Why: "server error", Unknown: true}
		due := time.Now().Add(10 * time.Second)
		err := o.Ack(t.Context(),
			outbox.Ack{Delivery: d[0], Outcome: outbox.Sent},
			outbox.Ack{Delivery: d[1], Outcome: outbox.Later, Due: due, Retry: retry})
		if err != nil {
			t.Fatal(err)
		}
		for _, crash := range []bool{false, true} {
			if crash {
				o = restart(t, &disk)
			}
			got, next, err := o.TakeAlerts(t.Context(), time.Now(), 10)
			if err != nil || len(got) != 0 || !next.Equal(due) {
				t.Errorf("before it is due: %d deliveries, next at %v, %v; want none and %v", len(got), next, err, due)
			}
		}
		time.Sleep(10 * time.Second)
		got := take(t, o, 10)
		if len(got) != 1 || got[0].Chat != 2 || got[0].Story != 9 || got[0].Retry != retry || !got[0].Enqueued.Equal(d[1].Enqueued) {
			t.Fatalf("when it is due: %+v; want chat 2, story 9, %+v", got, retry)
		}
		if again := take(t, o, 10); len(again) != 0 {
			t.Errorf("handed out twice: %+v", again)
		}
		ack(t, o, outbox.Sent, got...)
		if disk.Len() != 1 {
			t.Errorf("%d keys are left, want 1", disk.Len())
		}
	})
}

func TestADeliveryMayBePutOffAgainAndToTheSameMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 1, []int64{1})
		due := time.Now()
		for range 3 {
			d := take(t, o, 10)
			if len(d) != 1 {
				t.Fatalf("got %d deliveries, want 1", len(d))
			}
			if err := o.Ack(t.Context(), outbox.Ack{Delivery: d[0], Outcome: outbox.Later, Due: due}); err != nil {
				t.Fatal(err)
			}
		}
		ack(t, o, outbox.Dropped, take(t, o, 10)...)
		if disk.Len() != 1 {
			t.Errorf("%d keys are left, want 1", disk.Len())
		}
	})
}

func TestManyThatWaitFitThroughSmallCommits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		want := chats(1, 3000)
		enqueue(t, o, 1, want)
		var acks []outbox.Ack
		for i, d := range take(t, o, 5000) {
			acks = append(acks, outbox.Ack{Delivery: d, Outcome: outbox.Later, Due: time.Now().Add(time.Duration(i%7) * time.Second)})
		}
		if err := o.Ack(t.Context(), acks...); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		o = restart(t, &disk)
		got := take(t, o, 5000)
		if len(got) != len(want) {
			t.Errorf("got %d deliveries, want %d", len(got), len(want))
		}
		ack(t, o, outbox.GaveUp, got...)
		if disk.Len() != 1 {
			t.Errorf("%d keys are left, want 1", disk.Len())
		}
	})
}

func TestAnotherStoryMayTakeThePlaceOfOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 1, []int64{1, 2})
		enqueue(t, o, 5, []int64{2})
		for _, d := range take(t, o, 10) {
			a := outbox.Ack{Delivery: d, Outcome: outbox.Sent}
			if d.Chat == 1 {
				a = outbox.Ack{Delivery: d, Outcome: outbox.Later, Due: time.Now(), Story: 5}
			}
			if err := o.Ack(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
		o = restart(t, &disk)
		got := take(t, o, 10)
		if len(got) != 1 || got[0].Chat != 1 || got[0].Story != 5 {
			t.Fatalf("got %+v, want story 5 for chat 1", got)
		}
		due := time.Now() // the moment at which it is due already
		if err := o.Ack(t.Context(), outbox.Ack{Delivery: got[0], Outcome: outbox.Later, Due: due, Story: 7}); err != nil {
			t.Fatal(err)
		}
		got = take(t, o, 10)
		if len(got) != 1 || got[0].Story != 7 {
			t.Fatalf("got %+v, want story 7", got)
		}
		ack(t, o, outbox.Sent, got...)
		if disk.Len() != 1 {
			t.Errorf("%d keys are left, want 1", disk.Len())
		}
	})
}

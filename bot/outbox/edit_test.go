package outbox_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// messageOf is the message that the alert of a story became in a chat.
func messageOf(story, chat int64) int { return int(story*1_000_000 + chat) }

// send acknowledges alerts as sent.
func send(t testing.TB, o *outbox.Outbox, deliveries ...outbox.Delivery) {
	t.Helper()
	var acks []outbox.Ack
	for _, d := range deliveries {
		acks = append(acks, outbox.Ack{Delivery: d, Outcome: outbox.Sent, Message: messageOf(d.Story, d.Chat)})
	}
	if err := o.Ack(t.Context(), acks...); err != nil {
		t.Fatal(err)
	}
}

func join(t testing.TB, o *outbox.Outbox, joined int64, stories ...int64) {
	t.Helper()
	if err := o.EnqueueEdits(t.Context(), joined, stories, time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
}

// edits takes what is to be edited now, each of the right message.
func edits(t testing.TB, o *outbox.Outbox, limit int) []outbox.Delivery {
	t.Helper()
	out, _, err := o.TakeEdits(t.Context(), time.Now(), limit)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) > limit {
		t.Errorf("%d edits are handed out, want %d at most", len(out), limit)
	}
	for _, d := range out {
		if d.Kind != outbox.Edit || d.Message != messageOf(d.Story, d.Chat) {
			t.Fatalf("to edit is %+v, want message %d", d, messageOf(d.Story, d.Chat))
		}
	}
	return out
}

// edited acknowledges edits that list the story.
func edited(t testing.TB, o *outbox.Outbox, listed int64, deliveries ...outbox.Delivery) {
	t.Helper()
	var acks []outbox.Ack
	for _, d := range deliveries {
		acks = append(acks, outbox.Ack{Delivery: d, Outcome: outbox.Sent, Listed: listed})
	}
	if err := o.Ack(t.Context(), acks...); err != nil {
		t.Fatal(err)
	}
}

func TestAlertsThatWereSentAreEditedOnceForAllThatJoined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		to := chats(-300, 700)
		enqueue(t, o, 1, to)
		enqueue(t, o, 2, chats(-300, 3))
		send(t, o, take(t, o, 1000)...)
		join(t, o, 3, 1)
		if got, next, err := o.TakeEdits(t.Context(), time.Now(), 10); err != nil || len(got) != 0 || !next.Equal(time.Now().Add(time.Minute)) {
			t.Errorf("before they are due %d are handed out, the next at %v, error %v; want none, and in a minute", len(got), next, err)
		}
		time.Sleep(30 * time.Second)
		join(t, o, 4, 1)
		time.Sleep(30 * time.Second)
		o = restart(t, &disk)
		var got []outbox.Delivery
		for d := edits(t, o, 100); len(d) > 0; d = edits(t, o, 100) {
			got = append(got, d...)
			edited(t, o, 4, d...)
		}
		if !slices.Equal(recipients(got), to) {
			t.Errorf("%d edits are handed out, want one for each of the %d", len(got), len(to))
		}
		time.Sleep(time.Hour)
		if again := edits(t, o, 1000); len(again) > 0 {
			t.Errorf("%d are handed out again", len(again))
		}
	})
}

func TestAlertsAreLeftAloneForTenMinutesAfterAnEdit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, when := range []string{"after the pass", "during the pass"} {
			for _, crash := range []bool{false, true} {
				var disk storetest.Memory
				o, _ := start(t, &disk)
				enqueue(t, o, 1, []int64{1, 2})
				send(t, o, take(t, o, 10)...)
				join(t, o, 2, 1)
				time.Sleep(time.Minute)
				d := edits(t, o, 10)
				if when == "during the pass" {
					join(t, o, 3, 1)
				}
				edited(t, o, 2, d[0])
				edited(t, o, 3, d[1]) // it was composed when 3 was there
				edits(t, o, 10)       // ends the pass
				if when == "after the pass" {
					join(t, o, 3, 1)
				}
				if crash {
					o = restart(t, &disk)
				}
				time.Sleep(10*time.Minute - time.Second)
				if early := edits(t, o, 10); len(early) > 0 {
					t.Errorf("%s, crash %v: %d are edited again before ten minutes", when, crash, len(early))
				}
				time.Sleep(time.Second)
				again := edits(t, o, 10)
				if len(again) != 1 || again[0].Chat != d[0].Chat || again[0].Listed != 2 {
					t.Errorf("%s, crash %v: then %+v are edited, want chat %d alone, which lists 2", when, crash, again, d[0].Chat)
				}
			}
		}
	})
}

func TestAMessageThatListsAllIsNotEdited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 1, []int64{1, 2, 3, 4, 5})
		d := take(t, o, 10)
		err := o.Ack(t.Context(), outbox.Ack{Delivery: d[0], Outcome: outbox.Sent, Message: messageOf(1, 1), Listed: 7},
			outbox.Ack{Delivery: d[1], Outcome: outbox.Sent, Message: messageOf(1, 2), Listed: 6},
			outbox.Ack{Delivery: d[2], Outcome: outbox.Sent}, // which message is not known
			outbox.Ack{Delivery: d[3], Outcome: outbox.Dropped},
			outbox.Ack{Delivery: d[4], Outcome: outbox.Later, Due: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		join(t, o, 7, 1)
		time.Sleep(time.Minute)
		if got := edits(t, o, 10); !slices.Equal(recipients(got), []int64{2}) {
			t.Errorf("edits for %v, want for chat 2", recipients(got))
		}
	})
}

func TestAnEditThatIsPutOffComesAgainAndIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 1, []int64{1, 2, 3})
		send(t, o, take(t, o, 10)...)
		join(t, o, 2, 1)
		begin, tries := time.Now(), 0
		for time.Since(begin) < 48*time.Hour {
			for _, d := range edits(t, o, 10) {
				ack := outbox.Ack{Delivery: d, Outcome: outbox.Later, Due: time.Now().Add(time.Second)}
				switch {
				case d.Chat == 1:
					ack.Outcome, ack.Listed = outbox.Sent, 2
				case d.Chat == 2:
					ack.Outcome = outbox.Dropped
				default:
					tries++
				}
				if err := o.Ack(t.Context(), ack); err != nil {
					t.Fatal(err)
				}
			}
			if tries == 3 {
				o = restart(t, &disk)
			}
			time.Sleep(10 * time.Second)
		}
		if tries != 7 {
			t.Errorf("the third was tried %d times in two days, want 6 and once more for the crash", tries)
		}
		join(t, o, 3, 1)
		time.Sleep(time.Minute)
		if got := edits(t, o, 10); !slices.Equal(recipients(got), []int64{1, 3}) {
			t.Errorf("when another joins, edits for %v, want for 1 and 3: what was dropped is gone for good", recipients(got))
		}
	})
}

func TestAnEditIsNotTriedBeforeItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 1, []int64{1})
		send(t, o, take(t, o, 10)...)
		join(t, o, 2, 1)
		time.Sleep(time.Minute)
		d := edits(t, o, 10)
		due := time.Now().Add(5 * time.Hour) // as Telegram asked
		if err := o.Ack(t.Context(), outbox.Ack{Delivery: d[0], Outcome: outbox.Later, Due: due}); err != nil {
			t.Fatal(err)
		}
		got, next, err := o.TakeEdits(t.Context(), time.Now(), 10)
		if err == nil && next.IsZero() {
			got, next, err = o.TakeEdits(t.Context(), time.Now(), 10)
		}
		if err != nil || len(got) != 0 || !next.Equal(due) {
			t.Errorf("%d are handed out, the next at %v, error %v; want none, and %v", len(got), next, err, due)
		}
		time.Sleep(time.Until(due))
		if got := edits(t, o, 10); len(got) != 1 {
			t.Errorf("%d are handed out when it is time, want 1", len(got))
		}
	})
}

func TestWhatIsKeptOfSentAlertsIsKeptForThreeDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		for story := int64(1); story <= 300; story++ {
			enqueue(t, o, story, chats(1, 400))
			for d := take(t, o, 1000); len(d) > 0; d = take(t, o, 1000) {
				send(t, o, d...)
			}
			join(t, o, 1000, story)
			for d := edits(t, o, 50); len(d) > 0 && story%2 == 0; d = edits(t, o, 50) {
				edited(t, o, 1000, d...)
			}
		}
		o = restart(t, &disk)
		time.Sleep(outbox.KeepSent - time.Minute)
		for d := edits(t, o, 1000); len(d) > 0; d = edits(t, o, 1000) {
			edited(t, o, 1000, d...)
		}
		if n := disk.Len(); n < 900 {
			t.Errorf("%d keys are left before three days, want two records and the edits of 300 stories", n)
		}
		for range 5 {
			time.Sleep(time.Minute)
			edits(t, o, 10)
		}
		if n := disk.Len(); n != 1 {
			t.Errorf("%d keys are left after three days, want 1", n)
		}
		join(t, o, 2000, 1, 2, 3) // a story that was joined late
		time.Sleep(time.Hour)
		if edits(t, o, 10); disk.Len() != 1 {
			t.Errorf("%d keys are left of stories that are not kept, want 1", disk.Len())
		}
	})
}

func TestAnyMessageOfAnyChatIsKeptAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		ids := []int64{math.MinInt64, -1002147483648, -1, 1, 5_000_000_000, math.MaxInt64}
		messages := []int{math.MaxInt, 1, 2, math.MaxInt32, 77, 3}
		enqueue(t, o, 9, ids)
		for i, d := range take(t, o, 10) {
			err := o.Ack(t.Context(), outbox.Ack{Delivery: d, Outcome: outbox.Sent, Message: messages[i], Listed: 9 + int64(i)})
			if err != nil {
				t.Fatal(err)
			}
		}
		o = restart(t, &disk)
		join(t, o, math.MaxInt64, 9)
		time.Sleep(time.Minute)
		got, _, err := o.TakeEdits(t.Context(), time.Now(), 10)
		if err != nil || len(got) != len(ids) {
			t.Fatalf("%d edits, error %v, want %d", len(got), err, len(ids))
		}
		for i, d := range got {
			if d.Chat != ids[i] || d.Message != messages[i] || d.Listed != 9+int64(i) || d.Story != 9 {
				t.Errorf("got %+v, want message %d of chat %d, which lists %d", d, messages[i], ids[i], 9+i)
			}
		}
	})
}

// A crash at any Apply may repeat an edit. It loses none of an alert whose outcome was
// stored, once the join is enqueued, and it never takes one message for another.
func TestACrashLosesNoEditThatIsToBeMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, fate := range []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter, storetest.Unanswered, storetest.Lost} {
			for n := 1; ; n++ {
				var disk storetest.Memory
				listed := map[string]int64{} // the newest story, by "story chat"
				disk.At(n, fate)
				crashed := false
				for !live(t, &disk, listed) {
					crashed = true
					disk.Crash()
				}
				for story := int64(1); story <= 2; story++ {
					for _, chat := range chats(1, 300) {
						if got := listed[fmt.Sprint(story, " ", chat)]; got != 9 {
							t.Fatalf("%v at Apply %d: the alert of story %d in chat %d lists %d, want 9", fate, n, story, chat, got)
						}
					}
				}
				if n > 30 && !crashed {
					break
				}
			}
		}
	})
}

// live sends two stories, has two others join them, and edits until nothing is left.
// It reports whether it came to the end.
func live(t *testing.T, disk *storetest.Memory, listed map[string]int64) bool {
	t.Helper()
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := outbox.Open(t.Context(), w)
	if err != nil {
		return false
	}
	step := func(e error) bool { err = e; return e == nil }
	for story := int64(1); story <= 2; story++ {
		if !step(o.EnqueueAlert(t.Context(), story, chats(1, 300))) {
			return false
		}
	}
	for {
		d, _, err := o.TakeAlerts(t.Context(), time.Now(), 77)
		if err != nil {
			return false
		}
		if len(d) == 0 {
			break
		}
		var acks []outbox.Ack
		for _, d := range d {
			acks = append(acks, outbox.Ack{Delivery: d, Outcome: outbox.Sent, Message: messageOf(d.Story, d.Chat)})
		}
		if !step(o.Ack(t.Context(), acks...)) {
			return false
		}
	}
	if !step(o.EnqueueEdits(t.Context(), 8, []int64{1, 2}, time.Now())) || !step(o.EnqueueEdits(t.Context(), 9, []int64{1, 2}, time.Now())) {
		return false
	}
	for range 200 {
		d, _, err := o.TakeEdits(t.Context(), time.Now(), 50)
		if err != nil {
			return false
		}
		var acks []outbox.Ack
		for _, d := range d {
			if d.Message != messageOf(d.Story, d.Chat) {
				t.Fatalf("to edit is message %d of chat %d, want %d", d.Message, d.Chat, messageOf(d.Story, d.Chat))
			}
			listed[fmt.Sprint(d.Story, " ", d.Chat)] = 9
			acks = append(acks, outbox.Ack{Delivery: d, Outcome: outbox.Sent, Listed: 9})
		}
		if !step(o.Ack(t.Context(), acks...)) {
			return false
		}
		time.Sleep(time.Minute)
	}
	left, err := w.Scan(t.Context(), store.Key("outbox", "edits"), nil, 10)
	if err != nil || len(left) > 0 {
		t.Fatalf("%d stories are left to edit, error %v, want none", len(left), err)
	}
	return true
}

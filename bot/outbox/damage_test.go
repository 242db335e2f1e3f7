package outbox_test

import (
	"errors"
	"testing"
	"time"

	"newsbot/bot/outbox"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// Whatever stands in the store, reading it gives deliveries or ErrDamaged.
func FuzzDamagedRecords(f *testing.F) {
	f.Add(uint8(0), []byte{1, 2, 4, 6})
	f.Add(uint8(1), []byte{1, 2, 1, 5})
	f.Add(uint8(2), []byte(`{"v":1,"chunks":1,"total":2}`))
	f.Add(uint8(3), []byte(`{"v":1,"enqueued":1}`))
	f.Add(uint8(4), []byte(`{"v":1,"state":"sending","due":1,"stories":[1,2],"used":-3}`))
	f.Add(uint8(0), []byte{1, 0xff, 0xff, 3})
	f.Add(uint8(5), []byte{0, 0, 0, 0, 0, 0, 0, 9})
	f.Add(uint8(6), []byte{1, 2, 4, 20, 0, 6, 2, 1})
	f.Add(uint8(6), []byte{1, 0xff, 0x1f, 4, 20, 0})
	f.Add(uint8(7), []byte(`{"v":1,"newest":9,"due":1,"attempt":-1}`))
	keys := [][]byte{
		store.Key("outbox", "chunk", 1, 0), store.Key("outbox", "progress", 1, 0), store.Key("outbox", "job", 1),
		store.Key("outbox", "later", 1, 1, 2), store.Key("outbox", "digest", 2, "d"), store.Key("outbox", "last"),
		store.Key("outbox", "sent", 1, 7), store.Key("outbox", "edit", 1),
	}
	f.Fuzz(func(t *testing.T, which uint8, value []byte) {
		var disk storetest.Memory
		o, _ := start(t, &disk)
		enqueue(t, o, 1, []int64{2, 4, 5})
		send(t, o, take(t, o, 2)...)
		if err := o.EnqueueEdits(t.Context(), 9, []int64{1}, time.UnixMilli(1)); err != nil {
			t.Fatal(err)
		}
		disk.Crash()
		w, err := disk.Open().Lead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		err = w.Apply(t.Context(), []store.Op{
			store.Set(store.Key("outbox", "digests", 1, 2, "d"), nil),
			store.Set(keys[int(which)%len(keys)], value),
		})
		if err != nil {
			return
		}
		o, err = outbox.Open(t.Context(), w)
		if err == nil {
			_, _, err = o.TakeAlerts(t.Context(), time.Now(), 10)
		}
		if err == nil {
			var d []outbox.Delivery
			if d, _, err = o.TakeDigests(t.Context(), time.Now(), 10); len(d) > 0 {
				begin(t, o, d[0], 0)
			}
		}
		if err == nil {
			var d []outbox.Delivery
			if d, _, err = o.TakeEdits(t.Context(), time.UnixMilli(100), 10); len(d) > 0 {
				acks := []outbox.Ack{{Delivery: d[0], Outcome: outbox.Sent, Listed: 9}}
				for _, d := range d[1:] {
					acks = append(acks, outbox.Ack{Delivery: d, Outcome: outbox.Later, Due: time.UnixMilli(1)})
				}
				err = o.Ack(t.Context(), acks...)
			}
		}
		if err == nil {
			_, _, err = o.TakeEdits(t.Context(), time.UnixMilli(100), 10)
		}
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%v, want ErrDamaged", err)
		}
	})
}

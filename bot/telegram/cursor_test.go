package telegram_test

import (
	"errors"
	"slices"
	"testing"

	"newsbot/bot/telegram"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func TestTheStoredCursorOutlivesTheProcess(t *testing.T) {
	var disk storetest.Memory
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := telegram.StoredCursor(w)
	if offset, recent, err := c.Load(t.Context()); offset != 0 || recent != nil || err != nil {
		t.Errorf("new: got %d, %v, %v", offset, recent, err)
	}
	if err := c.Save(t.Context(), 12, []int{10, 11}); err != nil {
		t.Fatal(err)
	}
	disk.Crash()
	if w, err = disk.Open().Lead(t.Context()); err != nil {
		t.Fatal(err)
	}
	offset, recent, err := telegram.StoredCursor(w).Load(t.Context())
	if offset != 12 || !slices.Equal(recent, []int{10, 11}) || err != nil {
		t.Errorf("after the crash: got %d, %v, %v", offset, recent, err)
	}
	disk.Fence()
	if err := telegram.StoredCursor(w).Save(t.Context(), 13, nil); !errors.Is(err, store.ErrFenced) {
		t.Errorf("fenced: got %v", err)
	}
}

func TestAStoredCursorThatCannotBeReadIsAnError(t *testing.T) {
	for name, value := range map[string]string{
		"cut":                "{",
		"of a later version": `{"v":2,"offset":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			var disk storetest.Memory
			w, err := disk.Open().Lead(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Apply(t.Context(), []store.Op{store.Set(store.Key("telegram", "offset"), []byte(value))}); err != nil {
				t.Fatal(err)
			}
			if _, _, err := telegram.StoredCursor(w).Load(t.Context()); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("got %v, want ErrDamaged", err)
			}
		})
	}
}

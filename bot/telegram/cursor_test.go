package telegram_test

import (
	"errors"
	"fmt"
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
	if p, err := c.Load(t.Context()); p.Offset != 0 || p.Recent != nil || p.Noted != nil || err != nil {
		t.Errorf("new: got %+v, %v", p, err)
	}
	note := func(id int) telegram.Note { return telegram.Note{ID: id, Raw: fmt.Appendf(nil, "%d", id)} }
	for _, step := range []telegram.Step{
		{Offset: 12, Recent: []int{9}, Note: []telegram.Note{note(10), note(11)}},
		{Offset: 12, Recent: []int{9, 11}, Strike: []int{11, 5}},
	} {
		if err := c.Save(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	disk.Crash()
	if w, err = disk.Open().Lead(t.Context()); err != nil {
		t.Fatal(err)
	}
	p, err := telegram.StoredCursor(w).Load(t.Context())
	if p.Offset != 12 || !slices.Equal(p.Recent, []int{9, 11}) || len(p.Noted) != 1 || string(p.Noted[0]) != "10" || err != nil {
		t.Errorf("after the crash: got %+v, %v", p, err)
	}
	disk.Fence()
	if err := telegram.StoredCursor(w).Save(t.Context(), telegram.Step{Offset: 13}); !errors.Is(err, store.ErrFenced) {
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
			if _, err := telegram.StoredCursor(w).Load(t.Context()); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("got %v, want ErrDamaged", err)
			}
		})
	}
}

func TestMoreNotesThanOneCommitHoldsAreStoredBeforeTheOffset(t *testing.T) {
	var disk storetest.Memory
	w, err := disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	step := telegram.Step{Offset: 101}
	for id := range 100 {
		step.Note = append(step.Note, telegram.Note{ID: id + 1, Raw: make([]byte, 200<<10)})
	}
	disk.Decide(func(n int, _ []store.Op) storetest.Fate {
		if n == 20 {
			return storetest.Lost
		}
		return storetest.Applied
	})
	if err := telegram.StoredCursor(w).Save(t.Context(), step); !errors.Is(err, storetest.ErrUnknown) {
		t.Fatalf("got %v, want the store's error", err)
	}
	p, err := telegram.StoredCursor(w).Load(t.Context())
	if p.Offset != 0 || len(p.Noted) == 0 || err != nil {
		t.Errorf("half saved: offset %d with %d notes, %v", p.Offset, len(p.Noted), err)
	}
	if err := telegram.StoredCursor(w).Save(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	p, err = telegram.StoredCursor(w).Load(t.Context())
	if p.Offset != 101 || len(p.Noted) != 100 || err != nil {
		t.Errorf("saved again: offset %d with %d notes, %v", p.Offset, len(p.Noted), err)
	}
}

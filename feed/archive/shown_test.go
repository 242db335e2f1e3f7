package archive_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"newsbot/feed"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

func TestWhatADocumentShowedIsKept(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	if got, err := a.Shown(t.Context(), source); got != nil || err != nil {
		t.Errorf("before any document: %v, %v; want nothing", got, err)
	}
	shown := []feed.Glimpse{
		{Whole: 8, Minute: 29_000_000, Keys: []uint32{1, math.MaxUint32}, Title: []uint16{2, math.MaxUint16}, Numbers: 3, Text: []uint32{4, 5, 6}},
		{},
		{Minute: math.MinInt64, Text: []uint32{7}},
	}
	commit(t, a, entry(1), feed.Entry{Shown: shown})
	commit(t, a, entry(2)) // changes nothing
	got, err := open(t, &disk).Shown(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shown, got); diff != "" {
		t.Errorf("shown (-stored +read):\n%s", diff)
	}
	if got, err := a.Shown(t.Context(), "https://example.org/other"); got != nil || err != nil {
		t.Errorf("of another source: %v, %v; want nothing", got, err)
	}
}

func TestADamagedRecordOfWhatWasShownIsAnError(t *testing.T) {
	var disk storetest.Memory
	a := open(t, &disk)
	commit(t, a, feed.Entry{Shown: []feed.Glimpse{{Minute: 1, Keys: []uint32{1}, Title: []uint16{2}, Text: []uint32{3}}}})
	w := lead(t, &disk)
	all, err := w.Scan(t.Context(), store.Key("shown"), nil, 1)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d records, %v; want one", len(all), err)
	}
	for n := range all[0].Value {
		if n == 1 {
			continue // a document that shows nothing
		}
		if err := w.Apply(t.Context(), []store.Op{store.Set(all[0].Key, all[0].Value[:n])}); err != nil {
			t.Fatal(err)
		}
		if got, err := open(t, &disk).Shown(t.Context(), source); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("cut to %d bytes it is %v, %v; want ErrDamaged", n, got, err)
		}
		w = lead(t, &disk)
	}
}

package bot

import (
	"testing"
	"time"
)

func TestFloodRemembersABoundedNumberOfPeople(t *testing.T) {
	f, now := newFlood(), time.Unix(0, 0)
	for n := range int64(3 * floodPeople) {
		if got := f.judge(person{n / 100, n}, false, now); got != answer {
			t.Fatalf("person %d is judged %v at their first message", n, got)
		}
	}
	if len(f.people) > floodPeople {
		t.Errorf("%d people remembered, want at most %d", len(f.people), floodPeople)
	}
}

// All of a group share what may be sent to it in a minute, so nobody gets the most of
// it. A private chat is one's own.
func TestWhoAsksALotLeavesAGroupToTheOthers(t *testing.T) {
	for name, test := range map[string]struct {
		chat, user int64
		tap        bool
		want       int // answers in a minute
	}{
		"a private chat":           {chat: 7, user: 7, want: 20},
		"a group":                  {chat: -7, user: 7, want: 6},
		"a supergroup":             {chat: -1001234567890, user: 7, want: 6},
		"a channel, or as a group": {chat: -1001234567890, want: 6},
		"taps in a private chat":   {chat: 7, user: 7, tap: true, want: 60},
		"taps in a group":          {chat: -7, user: 7, tap: true, want: 60},
	} {
		f, now := newFlood(), time.Unix(0, 0)
		count := map[verdict]int{}
		for range 100 {
			count[f.judge(person{test.chat, test.user}, test.tap, now)]++
			now = now.Add(100 * time.Millisecond)
		}
		if count[answer] != test.want || count[warn] != 1 {
			t.Errorf("%s: %d answers and %d warnings, want %d and one", name, count[answer], count[warn], test.want)
		}
		if got := f.judge(person{test.chat, 8}, test.tap, now); got != answer {
			t.Errorf("%s: somebody else is judged %v", name, got)
		}
	}
}

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

package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A set must hold what was added and not removed, whatever its size, and leave all blocks
// free when it is empty.
func TestSetsHoldWhatIsAddedAndNotRemoved(t *testing.T) {
	var s sets
	list := make([]set, 3)
	held := make([][]Subscriber, len(list))
	random := rand.New(rand.NewPCG(1, 2))
	next := int32(0)
	for phase := range 8 {
		grows := phase%2 == 0
		for range 3000 {
			i := random.IntN(len(list))
			if random.IntN(4) == 0 == grows { // mostly the other
				if len(held[i]) == 0 {
					continue
				}
				at := random.IntN(len(held[i]))
				if v := held[i][at]; !s.remove(&list[i], v) || s.remove(&list[i], v) {
					t.Fatalf("set %d: %v is removed otherwise than once", i, v)
				}
				held[i] = slices.Delete(held[i], at, at+1)
				continue
			}
			next++
			v := Subscriber{Chat: int64(next % 7), ID: next}
			s.add(&list[i], v)
			held[i] = append(held[i], v)
		}
		n := 0
		for i := range list {
			n += len(held[i])
			if list[i] == (set{}) {
				continue
			}
			var got []Subscriber
			s.visit(list, i, func(all []Subscriber) { got = slices.Clone(all) })
			slices.SortFunc(got, func(a, b Subscriber) int { return int(a.ID - b.ID) })
			if !slices.Equal(got, held[i]) {
				t.Fatalf("phase %d, set %d: has %d, want %d", phase, i, len(got), len(held[i]))
			}
		}
		if s.n != n {
			t.Errorf("phase %d: %d subscribers, want %d", phase, s.n, n)
		}
	}
	for i := range list {
		for _, v := range held[i] {
			s.remove(&list[i], v)
		}
		if list[i] != (set{}) {
			t.Errorf("set %d is not empty: %v", i, list[i])
		}
	}
	free := 0
	for size, at := range s.crowds.free {
		free += int(size) * len(at)
	}
	if free != len(s.crowds.slots) {
		t.Errorf("%d of %d slots are free", free, len(s.crowds.slots))
	}
}

package telegram

import "slices"

// recentSize is how many handled ids are remembered: more than the two batches
// that can be given again. Those not handled yet are known by the window.
const recentSize = 256

// seen remembers the ids of updates handled lately. An id below the offset is
// no sign of a repeat, as ids start anew after a quiet week.
type seen struct {
	ring []int // oldest first
	set  map[int]bool
}

func newSeen(ids []int) *seen {
	s := &seen{set: map[int]bool{}}
	for _, id := range ids {
		s.add(id)
	}
	return s
}

func (s *seen) has(id int) bool { return s.set[id] }

func (s *seen) add(id int) {
	if s.set[id] {
		return
	}
	s.set[id] = true
	s.ring = append(s.ring, id)
	if len(s.ring) > recentSize {
		delete(s.set, s.ring[0])
		s.ring = slices.Delete(s.ring, 0, 1)
	}
}

func (s *seen) ids() []int { return slices.Clone(s.ring) }

package main

import (
	"slices"
	"time"
)

// lives are the times at which newsbot was started again after a kill: what
// arrived before the first is of the first life.
type lives []time.Time

func (l *lives) begin(at time.Time) { *l = append(*l, at) }

// of returns the number of the life in which something arrived, from 0.
func (l lives) of(at time.Time) int {
	n := 0
	for n < len(l) && !at.Before(l[n]) {
		n++
	}
	return n
}

// A toll is what kills have cost.
type toll struct {
	deliveries  int   // different ones that arrived
	repeats     []int // by kill: what was under way at it and came again
	byFaults    int   // came again because the answer to it was lost on purpose
	unexplained int   // came again for neither reason
	lost        int
	faults      int // requests that failed on purpose
	lostAnswers int // of them, those that had been carried out
}

// count charges each repeat to what caused it. A message that arrives again was
// sent before without its outcome being stored. If the answer to it was lost on
// purpose, that is why, whether or not a kill came as well. Else it was under way
// at the kill that ended the life in which it arrived, however many lives passed
// before it came again; if it came again in the same life there is no excuse.
func count(arrivals []arrival, l lives, lostAnswers map[delivery]time.Time) toll {
	t := toll{repeats: make([]int, len(l)), lostAnswers: len(lostAnswers)}
	byDelivery := map[delivery][]time.Time{}
	for _, a := range arrivals {
		byDelivery[a.delivery] = append(byDelivery[a.delivery], a.at)
	}
	t.deliveries = len(byDelivery)
	for d, at := range byDelivery {
		slices.SortFunc(at, time.Time.Compare)
		lostAt, wasLost := lostAnswers[d]
		for i, sent := range at[:len(at)-1] {
			switch {
			case wasLost && !sent.Before(lostAt):
				t.byFaults++
				wasLost = false // it was lost once
			case l.of(sent) == l.of(at[i+1]):
				t.unexplained++
			default:
				t.repeats[l.of(sent)]++
			}
		}
	}
	return t
}

func (t *toll) add(more toll) {
	t.deliveries += more.deliveries
	t.repeats = append(t.repeats, more.repeats...)
	t.byFaults += more.byFaults
	t.unexplained += more.unexplained
	t.lost += more.lost
	t.faults += more.faults
	t.lostAnswers += more.lostAnswers
}

// most is the most repeats of one kill.
func (t *toll) most() int {
	if len(t.repeats) == 0 {
		return 0
	}
	return slices.Max(t.repeats)
}

func (t *toll) mean() float64 {
	sum := 0
	for _, n := range t.repeats {
		sum += n
	}
	return float64(sum) / float64(max(1, len(t.repeats)))
}

package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// One delivery each, in lives that begin at seconds 10, 20 and 30.
func TestARepeatIsChargedToItsCause(t *testing.T) {
	at := func(second int) time.Time { return time.Unix(1_800_000_000+int64(second), 0) }
	tests := []struct {
		name    string
		arrived []int
		lost    int // when the answer was lost on purpose; 0: it was not
		want    toll
	}{
		{"what comes once is no repeat", []int{5}, 0, toll{repeats: []int{0, 0, 0}}},
		{"under way at the first kill", []int{9, 11}, 0, toll{repeats: []int{1, 0, 0}}},
		{"again only two lives later", []int{9, 25}, 0, toll{repeats: []int{1, 0, 0}}},
		{"under way at two kills", []int{9, 19, 29}, 0, toll{repeats: []int{1, 1, 0}}},
		{"twice in a life has no excuse", []int{11, 12}, 0, toll{repeats: []int{0, 0, 0}, unexplained: 1}},
		{"its answer was lost", []int{11, 41}, 11, toll{repeats: []int{0, 0, 0}, byFaults: 1}},
		{"its answer was lost in the same life", []int{31, 61}, 31, toll{repeats: []int{0, 0, 0}, byFaults: 1}},
		{"a lost answer excuses one repeat", []int{31, 61, 62}, 31, toll{repeats: []int{0, 0, 0}, byFaults: 1, unexplained: 1}},
		{"killed first, the answer lost then", []int{9, 11, 41}, 11, toll{repeats: []int{1, 0, 0}, byFaults: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := delivery{chat: 7, story: 1}
			var arrivals []arrival
			for _, second := range tt.arrived {
				arrivals = append(arrivals, arrival{d, at(second)})
			}
			lost := map[delivery]time.Time{}
			if tt.lost > 0 {
				lost[d] = at(tt.lost)
			}
			tt.want.deliveries, tt.want.lostAnswers = 1, len(lost)
			got := count(arrivals, lives{at(10), at(20), at(30)}, lost)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(toll{})); diff != "" {
				t.Errorf("toll (-want +got):\n%s", diff)
			}
		})
	}
}

package subscriptions

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"newsbot/subscriptions/index"
)

func TestSubscribersAreSortedHoweverManyThereAre(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 5, 127, 128, 1000, 20_000} {
		for _, most := range []int64{3, 5000, 1 << 40, math.MaxInt64} {
			list := make([]index.Subscriber, n)
			for i := range list {
				list[i] = index.Subscriber{Chat: random.Int64N(most) - most/2, ID: int32(random.IntN(1 << (1 + i%30))), DigestOnly: i%2 == 0}
			}
			want := slices.Clone(list)
			slices.SortStableFunc(want, compareSubscribers)
			got := sortSubscribers(slices.Clone(list))
			same := func(a, b index.Subscriber) bool { return a.Chat == b.Chat && a.ID == b.ID }
			if !slices.EqualFunc(got, want, same) {
				t.Errorf("%d subscribers of chats up to %d are not sorted", n, most)
			}
		}
	}
}

package country_test

import (
	"runtime"
	"sync"
	"testing"

	"newsbot/feed/country"
)

const busy = "Kazakh-Italian talks in Rome, Paris, Texas and Lecce; посол Италии; АҚШ-тың елшісі."

// One Tagger serves many at once, each with the answer it would get alone.
func TestTaggerIsSharedSafely(t *testing.T) {
	tagger := country.New("KZ")
	want := codes(tagger.Tag("", busy).Mentioned)
	var group sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for range 20 {
				if got := codes(tagger.Tag("", busy).Mentioned); got != want {
					t.Errorf("mentions [%s], want [%s]", got, want)
				}
				country.Lookup("Italy")
			}
		})
	}
	group.Wait()
}

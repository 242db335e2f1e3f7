package feed_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store/storetest"
)

// Documents that follow each other while an Apply fails, or the process dies,
// at every moment there is. Whatever happens, each story is in the log once,
// those of the first look as baseline and all others as alerts.
func TestNoStoryIsLostOrLoggedTwice(t *testing.T) {
	for _, fate := range []storetest.Fate{storetest.Lost, storetest.Unanswered, storetest.CrashBefore, storetest.CrashAfter} {
		t.Run(fate.String(), func(t *testing.T) {
			for n := 1; ; n++ {
				if !crashAt(t, n, fate) {
					if n < 6 {
						t.Errorf("only %d moments tried", n)
					}
					return
				}
			}
		})
	}
}

// crashAt runs the story with one fate, and says whether it was met.
func crashAt(t *testing.T, n int, fate storetest.Fate) (met bool) {
	w := newWorld(t)
	w.origin().etag = `"0"`
	w.start()
	w.disk.At(n, fate)
	const shown, more, steps = 120, 20, 3 // more items than one Apply holds
	for step := range steps {
		all := items(step*more, step*more+shown-1, item)
		all[0] = listed(step*more + shown - 1) // one without identity
		w.publish(all...)
		w.origin().etag = fmt.Sprintf("%q", fmt.Sprint(step))
		w.settle()
	}
	met = w.disk.Applies() >= n

	stories, err := w.archive.After(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]int)
	for i, s := range stories {
		got[s.Title]++
		if s.Seq != int64(i+1) {
			t.Fatalf("%s at %d: story %d has number %d", fate, n, i+1, s.Seq)
		}
		if first := i < shown; s.Baseline != first {
			t.Fatalf("%s at %d: story %d is baseline: %v, want %v", fate, n, s.Seq, s.Baseline, first)
		}
	}
	for i := range (steps-1)*more + shown {
		title := item(i).Title
		if got[title] != 1 {
			t.Fatalf("%s at %d: %q is %d times in the log, want once", fate, n, title, got[title])
		}
	}
	return met
}

// settle polls, and after a failure or a crash polls again, until two polls in
// a row were successes.
func (w *world) settle() {
	w.t.Helper()
	for successes := 0; successes < 2; {
		w.now = w.now.Add(25 * time.Hour)
		err := w.tick()
		if err == nil {
			err = w.poller.Tick(w.t.Context()) // nothing is due: only what went wrong
			w.poller.Wait()
		}
		switch {
		case err == nil:
			successes++
		default:
			successes = 0
			if w.crashed() {
				w.start()
			}
		}
	}
}

func (w *world) crashed() bool {
	_, err := w.archive.After(w.t.Context(), 0, 1)
	return err != nil
}

func TestAFencedPollerSaysSo(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(item(0))
	w.look()
	w.disk.Fence()
	w.now = w.now.Add(time.Hour)
	first := w.tick()
	if second := w.tick(); first == nil && second == nil {
		t.Error("Tick returned no error after the lead was lost")
	}
	if got := len(w.origin().requests); got != 1 {
		t.Errorf("%d requests, want 1: a poller that cannot store must not ask", got)
	}
}

func TestManySources(t *testing.T) {
	w := newWorld(t)
	w.sources = nil
	for i := range 50 {
		url := fmt.Sprintf("https://example.org/%d", i)
		w.sources = append(w.sources, feed.Source{URL: url, Name: fmt.Sprint(i)})
		w.origins[url] = &origin{}
	}
	w.start()
	w.look()
	var want []string
	for url, o := range w.origins {
		if url != address {
			o.doc.Items = []feed.Item{with(item(0), func(it *feed.Item) { it.Title = url })}
			want = append(want, url)
		}
	}
	got := w.look()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("alerts %q, want one of each source", got)
	}
}

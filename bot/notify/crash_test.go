package notify_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/dispatch"
	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// A soak is the whole way from the archive to the sender over a store that loses,
// leaves unanswered and crashes, process after process.
type soak struct {
	t       *testing.T
	disk    storetest.Memory
	sender  sender
	slots   int
	rate    int
	wanted  int // stories
	crashes int
}

const people = 16

// query of a chat, by which the test knows what it has to get.
func queryOf(chat int64) string { return [...]string{"story", "odd", "even"}[(chat%3+3)%3] }

func asksFor(chat, story int64) bool {
	switch queryOf(chat) {
	case "odd":
		return story%2 == 1
	case "even":
		return story%2 == 0
	}
	return true
}

// members are people, some groups, and one chat that wants digests only.
func members() []int64 { return append(many(1, people), -3, -2, -1) }

const digestOnly = people

func (s *soak) subscribe(ctx context.Context, book *subscriptions.Book) error {
	for _, id := range members() {
		_, err := book.Update(ctx, id, func(c *subscriptions.Chat) error {
			if !c.Created.IsZero() {
				return nil
			}
			c.Created, c.DigestOnly = time.Now(), id == digestOnly
			c.Digest = subscriptions.Digest{On: true, Minute: int((id + 10) * 11), SkipEmpty: id%2 == 0}
			q, err := query.Parse(queryOf(id))
			if err == nil {
				_, err = c.Subscribe(q, time.Now())
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// publish commits a story every ten minutes until there are enough.
func (s *soak) publish(ctx context.Context, a *archive.Archive) error {
	for a.Head() < int64(s.wanted) {
		n := a.Head() + 1
		parity := "even"
		if n%2 == 1 {
			parity = "odd"
		}
		story := feed.Story{ID: fmt.Sprint(n), Found: time.Now(), Item: feed.Item{Title: fmt.Sprintf("story %d %s", n, parity)}}
		if err := a.Commit(ctx, "source", []feed.Entry{{Story: &story}}); err != nil {
			return err
		}
		time.Sleep(10 * time.Minute)
	}
	<-ctx.Done()
	return nil
}

// life runs one process until it crashes or ctx is done.
func (s *soak) life(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := s.disk.Open().Lead(ctx)
	if err != nil {
		return err
	}
	a, err := archive.Open(ctx, w, archive.Options{})
	if err != nil {
		return err
	}
	book, err := subscriptions.OpenBook(ctx, w)
	if err != nil {
		return err
	}
	o, err := outbox.Open(ctx, w)
	if err != nil {
		return err
	}
	if err := s.subscribe(ctx, book); err != nil {
		return err
	}
	dispatcher, err := dispatch.New(dispatch.Options{Store: w, Archive: a, Index: book, Outbox: o})
	if err != nil {
		return err
	}
	digests, err := dispatch.NewDigests(dispatch.DigestOptions{Archive: a, Book: book, Outbox: o})
	if err != nil {
		return err
	}
	notifier, err := notify.New(notify.Options{Outbox: o, Archive: a, Book: book, Renderer: renderer{},
		Sender: &s.sender, Pacer: notify.NewPacer(s.rate), InFlight: s.slots})
	if err != nil {
		return err
	}
	parts := []func(context.Context) error{dispatcher.Run, notifier.Run,
		func(ctx context.Context) error { return s.publish(ctx, a) },
		func(ctx context.Context) error {
			for ctx.Err() == nil {
				if err := digests.Tick(ctx); err != nil {
					return err
				}
				time.Sleep(10 * time.Minute)
			}
			return nil
		}}
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() {
			if errs[i] = part(ctx); errs[i] != nil {
				s.disk.Crash() // what fails takes the process with it
				cancel()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// run lives until all stories are committed and delivered, crashing until the last
// hours.
func (s *soak) run(seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	start := time.Now()
	chance := random.Float64() / 50
	s.disk.Decide(func(int, []store.Op) storetest.Fate {
		if time.Since(start) > 26*time.Hour {
			return storetest.Applied
		}
		switch p := random.Float64(); {
		case p < chance:
			return storetest.CrashBefore
		case p < 2*chance:
			return storetest.CrashAfter
		case p < 3*chance:
			return storetest.Lost
		case p < 4*chance:
			return storetest.Unanswered
		}
		return storetest.Applied
	})
	for time.Since(start) < 29*time.Hour {
		ctx, cancel := context.WithDeadline(s.t.Context(), start.Add(30*time.Hour))
		err := s.life(ctx)
		cancel()
		if err != nil {
			s.crashes++
			if !errors.Is(err, storetest.ErrCrashed) && !errors.Is(err, storetest.ErrUnknown) {
				s.t.Fatalf("seed %d: %v", seed, err)
			}
		}
		s.disk.Crash()
		time.Sleep(time.Second)
	}
}

func TestWhateverCrashesNothingIsLostAndRepeatsAreBounded(t *testing.T) {
	seeds := uint64(20)
	if testing.Short() {
		seeds = 4
	}
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) {
			s := &soak{t: t, slots: 4, wanted: 40, rate: int(seed%2) * 25, sender: sender{took: 80 * time.Millisecond}}
			s.run(seed)
			delivered := s.sender.all()
			lost, repeated := 0, 0
			for _, chat := range members() {
				for story := int64(1); story <= int64(s.wanted); story++ {
					n := delivered[fmt.Sprintf("%d: %d", chat, story)]
					switch wants := asksFor(chat, story) && chat != digestOnly; {
					case wants && n == 0:
						lost++
					case !wants && n > 0:
						t.Errorf("seed %d: chat %d got story %d, which it does not ask for", seed, chat, story)
					case n > 1:
						repeated += n - 1
					}
				}
			}
			if lost > 0 {
				t.Errorf("seed %d: %d alerts lost in %d crashes", seed, lost, s.crashes)
			}
			if repeated > s.slots*s.crashes {
				t.Errorf("seed %d: %d alerts repeated in %d crashes, want %d for each at most", seed, repeated, s.crashes, s.slots)
			}
			digests := s.digests(seed, delivered)
			t.Logf("seed %d: %d crashes, %d alerts repeated, %d digests", seed, s.crashes, repeated, digests)
		})
	}
}

// digests checks that no story came to a chat in a digest twice, nor any part of
// a digest, and returns how many chats had a digest on how many dates in all.
func (s *soak) digests(seed uint64, delivered map[string]int) int {
	dates := map[string]bool{}
	seen := map[string]string{}
	for what, n := range maps.All(delivered) {
		chat, text, _ := strings.Cut(what, ": ")
		head, stories, isDigest := strings.Cut(text, ":")
		if !isDigest {
			continue
		}
		if n > 1 {
			s.t.Errorf("seed %d: chat %s got the part %q %d times", seed, chat, text, n)
		}
		date, _, _ := strings.Cut(head, " ")
		dates[chat+" "+date] = true
		for _, story := range strings.Fields(stories) {
			if before, again := seen[chat+" "+story]; again {
				s.t.Errorf("seed %d: chat %s got story %s in %q and in %q", seed, chat, story, before, text)
			}
			seen[chat+" "+story] = text
		}
	}
	return len(dates)
}

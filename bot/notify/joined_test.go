package notify_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/dispatch"
	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/feed/archive"
	grouping "newsbot/feed/group"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// A newsroom is the whole way from the archive to the sender, with sources that tell
// the same news, chats that change their minds, sends that fail in every manner, and
// crashes. Whatever comes together, a chat that asks for a story is sent it, or one
// that was joined with it.
type newsroom struct {
	t       *testing.T
	random  *rand.Rand // of what is published and changed
	luck    *rand.Rand // of sends
	mu      sync.Mutex // guards luck
	disk    storetest.Memory
	sender  sender
	book    *subscriptions.Book
	archive *archive.Archive

	crashes int
	told    map[string]bool      // "source event"
	stories []feed.Story         // as stored
	paused  map[int64]bool       // or has all saved for the digest
	silent  map[int64]time.Time  // when a chat was last so
	kept    map[string]time.Time // "chat query": since when it is there and heard
}

var topics = []string{"oil", "gas", "coal", "wheat"}

const (
	readers  = 12
	lastNews = 20 * time.Hour  // then nothing new comes, and nothing changes
	lastTry  = 150 * time.Hour // for what fails for a day and what takes its place, one after the other
)

// fails says what becomes of a send, by the number of the story.
func (n *newsroom) fails(chat int64, t telegram.Text) *telegram.Error {
	seq, err := strconv.ParseInt(t.HTML, 10, 64)
	if err != nil {
		n.t.Errorf("sent %q", t.HTML)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case broken(chat, seq):
		return &telegram.Error{Reason: telegram.BadText}
	case unreachable(chat, seq):
		return &telegram.Error{Reason: telegram.Server}
	case n.luck.IntN(6) == 0:
		return &telegram.Error{Reason: telegram.TooMany, RetryAfter: time.Duration(n.luck.IntN(40)) * time.Minute}
	}
	return nil
}

func broken(chat, seq int64) bool      { return (chat*31+seq)%5 == 0 && chat%3 == 0 }
func unreachable(chat, seq int64) bool { return (chat*17+seq)%6 == 0 && chat%4 == 0 }

// change has a chat change its mind, and notes since when it hears what.
func (n *newsroom) change(ctx context.Context) error {
	chat := int64(1 + n.random.IntN(readers))
	topic := topics[n.random.IntN(len(topics))]
	key := fmt.Sprint(chat, " ", topic)
	what := n.random.IntN(7)
	_, err := n.book.Update(ctx, chat, func(c *subscriptions.Chat) error {
		c.Created = time.Now()
		i := slices.IndexFunc(c.Subscriptions, func(s subscriptions.Subscription) bool { return s.Query == topic })
		switch {
		case what == 0 && chat%2 == 0:
			c.Pause = subscriptions.ByUser
		case what == 1 && chat%2 == 0:
			c.DigestOnly = true
		case what == 2 || what == 3:
			c.Pause, c.DigestOnly = subscriptions.Active, false
		case i < 0:
			q, err := query.Parse(topic)
			if err == nil {
				_, err = c.Subscribe(q, time.Now())
			}
			return err
		case what == 4:
			c.Unsubscribe(c.Subscriptions[i].ID)
		case what == 5:
			c.Subscriptions[i].Muted = !c.Subscriptions[i].Muted
		}
		return nil
	})
	if err != nil {
		return err
	}
	n.note(chat, key)
	return nil
}

func (n *newsroom) note(chat int64, key string) {
	c, _ := n.book.Get(chat)
	paused := c.Pause != subscriptions.Active || c.DigestOnly
	if paused || n.paused[chat] {
		n.silent[chat] = time.Now()
	}
	n.paused[chat] = paused
	_, topic, _ := strings.Cut(key, " ")
	heard := slices.ContainsFunc(c.Subscriptions, func(s subscriptions.Subscription) bool { return s.Query == topic && !s.Muted })
	if _, was := n.kept[key]; !heard {
		delete(n.kept, key)
	} else if !was {
		n.kept[key] = time.Now()
	}
}

// publish commits what a source tells of one of the latest events.
func (n *newsroom) publish(ctx context.Context, start time.Time) error {
	for time.Since(start) < lastNews {
		event, source := int(time.Since(start)/time.Hour)-n.random.IntN(3), n.random.IntN(6)
		if told := fmt.Sprint(source, " ", event); n.told[told] {
			time.Sleep(time.Minute)
			continue
		} else {
			n.told[told] = true
		}
		words := []string{topics[(event+8)%len(topics)], topics[n.random.IntN(len(topics))]}
		story := feed.Story{ID: fmt.Sprint(n.archive.Head() + 1), SourceURL: fmt.Sprint(source), Found: time.Now(),
			Item: feed.Item{Title: strings.Join(words, " "), Link: fmt.Sprintf("https://x.example/%d", event)}}
		if err := n.archive.Commit(ctx, story.SourceURL, []feed.Entry{{Story: &story}}); err != nil {
			return err
		}
		for range n.random.IntN(3) {
			time.Sleep(time.Duration(n.random.IntN(300)) * time.Second)
			if err := n.change(ctx); err != nil {
				return err
			}
		}
		time.Sleep(time.Duration(n.random.IntN(15)) * time.Minute)
	}
	<-ctx.Done()
	return nil
}

func (n *newsroom) life(ctx context.Context, start time.Time) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := n.disk.Open().Lead(ctx)
	if err != nil {
		return err
	}
	if n.archive, err = archive.Open(ctx, w, archive.Options{Grouper: grouping.New()}); err != nil {
		return err
	}
	if n.book, err = subscriptions.OpenBook(ctx, w); err != nil {
		return err
	}
	// What a crash left undone of a change, and what it did.
	for chat := range int64(readers) {
		for _, topic := range topics {
			if _, ok := n.book.Get(chat + 1); ok {
				n.note(chat+1, fmt.Sprint(chat+1, " ", topic))
			}
		}
	}
	o, err := outbox.Open(ctx, w)
	if err != nil {
		return err
	}
	d, err := dispatch.New(dispatch.Options{Store: w, Archive: n.archive, Index: n.book, Outbox: o})
	if err != nil {
		return err
	}
	s, err := notify.New(notify.Options{Outbox: o, Archive: n.archive, Book: n.book, Renderer: renderer{},
		Sender: &n.sender, Pacer: notify.NewPacer(25), InFlight: 4})
	if err != nil {
		return err
	}
	parts := []func(context.Context) error{d.Run, s.Run,
		func(ctx context.Context) error { return n.publish(ctx, start) }}
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() {
			if errs[i] = part(ctx); errs[i] != nil {
				n.disk.Crash()
				cancel()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (n *newsroom) run() {
	start := time.Now()
	chance := n.random.Float64() / 100
	var mu sync.Mutex
	fates := rand.New(rand.NewPCG(n.random.Uint64(), 1))
	n.disk.Decide(func(int, []store.Op) storetest.Fate {
		mu.Lock()
		defer mu.Unlock()
		if p := fates.Float64(); p < 4*chance && time.Since(start) < lastNews {
			return []storetest.Fate{storetest.CrashBefore, storetest.CrashAfter, storetest.Lost, storetest.Unanswered}[int(p/chance)]
		}
		return storetest.Applied
	})
	for time.Since(start) < lastTry-time.Second {
		ctx, cancel := context.WithDeadline(n.t.Context(), start.Add(lastTry))
		err := n.life(ctx, start)
		cancel()
		if err != nil && !errors.Is(err, storetest.ErrCrashed) && !errors.Is(err, storetest.ErrUnknown) {
			n.t.Fatal(err)
		}
		if n.disk.Crash(); err != nil {
			n.crashes++
		}
		time.Sleep(time.Second)
	}
	w, err := n.disk.Open().Lead(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	if n.archive, err = archive.Open(n.t.Context(), w, archive.Options{}); err != nil {
		n.t.Fatal(err)
	}
	if n.stories, err = n.archive.After(n.t.Context(), 0, 10_000); err != nil {
		n.t.Fatal(err)
	}
}

func TestWhateverIsJoinedNothingIsLost(t *testing.T) {
	seeds := uint64(15)
	if testing.Short() {
		seeds = 5
	}
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) {
			n := &newsroom{t: t, random: rand.New(rand.NewPCG(seed, 2)), luck: rand.New(rand.NewPCG(seed, 3)), told: map[string]bool{}, paused: map[int64]bool{}, silent: map[int64]time.Time{}, kept: map[string]time.Time{},
				sender: sender{took: 80 * time.Millisecond}}
			n.sender.fail = n.fails
			n.run()
			n.check(seed)
		})
	}
}

// check holds what was delivered against what is certainly asked for.
func (n *newsroom) check(seed uint64) {
	delivered, wanted, sent, again, joined := n.sender.all(), 0, 0, 0, 0
	groups := map[int64]int64{} // the first of a story's group
	for _, s := range n.stories {
		if groups[s.Seq] = s.Seq; len(s.Earlier) > 0 {
			groups[s.Seq] = s.Earlier[0]
			joined++
		}
	}
	for chat := int64(1); chat <= readers; chat++ {
		told := map[int64]bool{}
		for _, s := range n.stories {
			if times := delivered[fmt.Sprintf("%d: %d", chat, s.Seq)]; times > 0 {
				told[groups[s.Seq]] = true
				sent++
				again += times - 1
			}
		}
		for _, s := range n.stories {
			asked := slices.ContainsFunc(strings.Fields(s.Title), func(topic string) bool {
				since, ok := n.kept[fmt.Sprint(chat, " ", topic)]
				return ok && since.Before(s.Found)
			})
			if !asked || n.paused[chat] || !n.silent[chat].Before(s.Found) || broken(chat, s.Seq) || unreachable(chat, s.Seq) {
				continue
			}
			if wanted++; !told[groups[s.Seq]] {
				n.t.Errorf("seed %d: chat %d was told neither of story %d (%q, %v) nor of another of its group", seed, chat, s.Seq, s.Title, s.Earlier)
			}
		}
	}
	if again > 4*n.crashes {
		n.t.Errorf("seed %d: %d alerts came again in %d crashes, want 4 for each at most", seed, again, n.crashes)
	}
	n.t.Logf("seed %d: %d stories, %d of them joined; %d certainly asked for, %d alerts sent, %d of them again in %d crashes",
		seed, len(n.stories), joined, wanted, sent, again, n.crashes)
}

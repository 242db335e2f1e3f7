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

	crashes []time.Time
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
	seq, _ := lists(n.t, t)
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

// failsEdit does the same for an edit.
func (n *newsroom) failsEdit(int64, int) *telegram.Error {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch n.luck.IntN(12) {
	case 0, 1:
		return &telegram.Error{Reason: telegram.TooMany, RetryAfter: time.Duration(n.luck.IntN(40)) * time.Minute}
	case 2:
		return &telegram.Error{Reason: telegram.Unknown}
	}
	return nil
}

// lists returns the stories that lister has put into a message: its own, and the others.
func lists(t *testing.T, text telegram.Text) (seq int64, also []int64) {
	for i, field := range strings.Split(text.HTML, " also ") {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			t.Errorf("a message says %q", text.HTML)
		}
		if i == 0 {
			seq = n
			continue
		}
		also = append(also, n)
	}
	return seq, also
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
		// Of one page under several headlines, or of several pages under one.
		words := []string{topics[(event+8)%len(topics)], topics[n.random.IntN(len(topics))]}
		item := feed.Item{Title: strings.Join(words, " "), Link: fmt.Sprintf("https://x.example/%d", event)}
		if event%2 == 0 {
			item = feed.Item{Title: fmt.Sprintf("%s makes headline number %d", words[0], event+1000), Link: fmt.Sprintf("https://x.example/%d/%d", source, event)}
		}
		story := feed.Story{ID: fmt.Sprint(n.archive.Head() + 1), SourceURL: fmt.Sprint(source), Found: time.Now(), Item: item}
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
	s, err := notify.New(notify.Options{Outbox: o, Archive: n.archive, Book: n.book, Renderer: lister{},
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
			n.crashes = append(n.crashes, time.Now())
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
			n.sender.fail, n.sender.failEdit = n.fails, n.failsEdit
			n.run()
			n.check(seed)
			n.checkEdits(seed)
		})
	}
}

// check holds what was delivered against what is certainly asked for.
func (n *newsroom) check(seed uint64) {
	delivered, wanted, sent, again := map[string]int{}, 0, 0, 0
	for _, m := range n.sender.messages {
		seq, _ := lists(n.t, m.text)
		delivered[fmt.Sprintf("%d: %d", m.chat, seq)]++
	}
	groups, joined := n.groups()
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
	if again > 4*len(n.crashes) {
		n.t.Errorf("seed %d: %d alerts came again in %d crashes, want 4 for each at most", seed, again, len(n.crashes))
	}
	n.t.Logf("seed %d: %d stories, %d of them joined; %d certainly asked for, %d alerts sent, %d of them again in %d crashes",
		seed, len(n.stories), joined, wanted, sent, again, len(n.crashes))
}

// groups returns the first story of each one's group, and how many were joined.
func (n *newsroom) groups() (first map[int64]int64, joined int) {
	first = map[int64]int64{}
	for _, s := range n.stories {
		if first[s.Seq] = s.Seq; len(s.Earlier) > 0 {
			first[s.Seq] = s.Earlier[0]
			joined++
		}
	}
	return first, joined
}

// checkEdits holds what was edited against what was sent: each message says more of its
// own group each time, and not too often. What is kept for that is gone in the end.
func (n *newsroom) checkEdits(seed uint64) {
	groups, _ := n.groups()
	before := map[int]shown{}
	for _, m := range n.sender.messages {
		before[m.message] = m
	}
	edited := map[int]bool{}
	grown, undone := 0, 0
	for _, e := range n.sender.edits {
		was := before[e.message]
		before[e.message] = e
		seq, also := lists(n.t, e.text)
		wasSeq, wasAlso := lists(n.t, was.text)
		if was.chat != e.chat || wasSeq != seq || len(also) < len(wasAlso) || !slices.Equal(also[:len(wasAlso)], wasAlso) {
			n.t.Errorf("seed %d: message %d of chat %d, which said %q, was edited to %q in chat %d", seed, e.message, was.chat, was.text.HTML, e.text.HTML, e.chat)
			continue
		}
		for _, other := range also {
			if groups[other] != groups[seq] {
				n.t.Errorf("seed %d: message %d lists %d, which is of another group than %d", seed, e.message, other, seq)
			}
		}
		if len(also) == len(wasAlso) {
			undone++ // it is repeated, or its chat changed while it was edited
			continue
		}
		grown++
		crashed := slices.ContainsFunc(n.crashes, func(at time.Time) bool { return at.After(was.at) && at.Before(e.at) })
		if apart := e.at.Sub(was.at); apart < 10*time.Minute && edited[e.message] && !crashed {
			n.t.Errorf("seed %d: message %d was edited again after %v, want ten minutes", seed, e.message, apart)
		}
		edited[e.message] = true
	}
	if grown == 0 {
		n.t.Errorf("seed %d: no alert was edited", seed)
	}
	n.t.Logf("seed %d: %d edits that list more, %d that list the same", seed, grown, undone)
	kept := n.disk.Open()
	for _, name := range []string{"sent", "edit", "edits"} {
		if left, err := kept.Scan(n.t.Context(), store.Key("outbox", name), nil, 10); err != nil || len(left) > 0 {
			n.t.Errorf("seed %d: %d keys of %q are left, error %v, want none", seed, len(left), name, err)
		}
	}
}

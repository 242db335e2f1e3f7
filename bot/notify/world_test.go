package notify_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

// A world is a Notifier with all that is around it: the outbox over a store in
// memory, chats, stories, and a Telegram that does as it is told.
type world struct {
	t      *testing.T
	disk   *storetest.Memory
	outbox *outbox.Outbox
	chats  *chats
	sender *sender
	outer  notify.Sender // in its place; nil: sender
	joined *joined       // stories that are joined; nil: none are
	pacer  *notify.Pacer
	slots  int

	mu     sync.Mutex
	events []notify.Event
}

// inWorld runs a test in a bubble of time.
func inWorld(t *testing.T, rate int, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, disk: &storetest.Memory{}, chats: &chats{all: map[int64]*subscriptions.Chat{}, moved: map[int64]int64{}},
			sender: &sender{took: 50 * time.Millisecond}, pacer: notify.NewPacer(rate)}
		writer, err := w.disk.Open().Lead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if w.outbox, err = outbox.Open(t.Context(), writer); err != nil {
			t.Fatal(err)
		}
		test(w)
	})
}

// stories are numbered; the story n says "story n" and, by its parity, even or odd.
type stories struct{}

func (stories) Story(_ context.Context, seq int64) (feed.Story, error) {
	if seq > 1_000_000 {
		return feed.Story{}, fmt.Errorf("story %d: %w", seq, store.ErrNotFound)
	}
	parity := "even"
	if seq%2 == 1 {
		parity = "odd"
	}
	return feed.Story{Seq: seq, Found: time.Now(), Item: feed.Item{Title: fmt.Sprintf("story %d %s", seq, parity)}}, nil
}

// run runs a Notifier for d and returns what Run did.
func (w *world) run(d time.Duration) error {
	w.t.Helper()
	to := w.outer
	if to == nil {
		to = w.sender
	}
	var archive notify.Archive = stories{}
	var renders notify.Renderer = renderer{}
	if w.joined != nil {
		archive, renders = w.joined, lister{}
	}
	n, err := notify.New(notify.Options{Outbox: w.outbox, Archive: archive, Book: w.chats, Renderer: renders,
		Sender: to, Pacer: w.pacer, InFlight: w.slots, Observe: func(e notify.Event) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.events = append(w.events, e)
		}})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), d)
	defer cancel()
	return n.Run(ctx)
}

// enqueue enqueues a story for the chats, which ask for every story from then on.
func (w *world) enqueue(story int64, ids ...int64) {
	w.t.Helper()
	slices.Sort(ids)
	for _, id := range ids {
		w.chats.join(id, "story")
	}
	if err := w.outbox.EnqueueAlert(w.t.Context(), story, ids); err != nil {
		w.t.Fatal(err)
	}
}

// count counts events by outcome and reason.
func (w *world) count() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for _, e := range w.events {
		what := e.Outcome.String()
		if e.Why != "" {
			what += ": " + e.Why
		}
		out[what]++
	}
	return out
}

// empty fails the test if deliveries are left in the store.
func (w *world) empty() {
	w.t.Helper()
	if n := w.disk.Len(); n > 1 {
		w.t.Errorf("%d keys are left in the outbox, want 1", n)
	}
}

type renderer struct{}

func (renderer) Alert(_ *subscriptions.Chat, s *feed.Report, _ []subscriptions.Subscription) telegram.Text {
	return telegram.Text{HTML: fmt.Sprint(s.Seq)}
}

// Digest puts three stories into a message.
func (renderer) Digest(_ *subscriptions.Chat, date string, stories []feed.Report, sent, total int) (telegram.Text, int) {
	used := min(3, len(stories))
	text := fmt.Sprintf("%s %d/%d:", date, sent, total)
	for _, s := range stories[:used] {
		text += fmt.Sprint(" ", s.Seq)
	}
	return telegram.Text{HTML: text}, used
}

// chats is a book in memory.
type chats struct {
	mu    sync.Mutex
	all   map[int64]*subscriptions.Chat
	moved map[int64]int64
}

func (c *chats) join(id int64, query string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all[id] == nil {
		c.all[id] = &subscriptions.Chat{ID: id, Created: time.Now(), Digest: subscriptions.Digest{On: true},
			Subscriptions: []subscriptions.Subscription{{ID: 1, Query: query}}}
	}
}

func (c *chats) set(id int64, change func(*subscriptions.Chat)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	copied := *c.all[id]
	change(&copied)
	c.all[id] = &copied
}

func (c *chats) Get(id int64) (*subscriptions.Chat, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	chat, ok := c.all[id]
	return chat, ok
}

func (c *chats) Current(id int64) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to, ok := c.moved[id]; ok {
		return to
	}
	return id
}

func (c *chats) Update(_ context.Context, id int64, change func(*subscriptions.Chat) error, _ ...store.Op) (*subscriptions.Chat, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	copied := subscriptions.Chat{ID: id}
	if old := c.all[id]; old != nil {
		copied = *old
	}
	if err := change(&copied); err != nil {
		return nil, err
	}
	c.all[id] = &copied
	return &copied, nil
}

func (c *chats) Move(_ context.Context, from, to int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	copied := *c.all[from]
	copied.ID = to
	c.all[to] = &copied
	delete(c.all, from)
	c.moved[from] = to
	return nil
}

// A sender takes messages. fail, if set, decides how a send ends, and failEdit how an
// edit does; what ends in nil or with unknown outcome is delivered.
type sender struct {
	took     time.Duration
	fail     func(chat int64, t telegram.Text) *telegram.Error
	failEdit func(chat int64, message int) *telegram.Error

	mu        sync.Mutex
	delivered map[string]int // by "chat: text"
	order     map[int64][]string
	messages  []shown // their numbers count from 1
	edits     []shown // in the order they came
	reference reference
	most      int // sends at once
	now       int
}

func (s *sender) Send(ctx context.Context, chat int64, t telegram.Text) (int, error) {
	s.mu.Lock()
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
	}()
	s.reference.sent(chat)
	select {
	case <-time.After(s.took):
	case <-ctx.Done():
		return 0, &telegram.Error{Reason: telegram.Unknown, Text: "cancelled"}
	}
	var failure *telegram.Error
	if s.fail != nil {
		failure = s.fail(chat, t)
	}
	if failure != nil && failure.Reason != telegram.Unknown {
		return 0, failure
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.delivered == nil {
		s.delivered, s.order = map[string]int{}, map[int64][]string{}
	}
	s.delivered[fmt.Sprintf("%d: %s", chat, t.HTML)]++
	s.order[chat] = append(s.order[chat], t.HTML)
	if failure != nil {
		return 0, failure
	}
	s.messages = append(s.messages, shown{chat, len(s.messages) + 1, t, time.Now()})
	return len(s.messages), nil
}

// shown is what a message of a chat shows since a time.
type shown struct {
	chat    int64
	message int
	text    telegram.Text
	at      time.Time
}

func (s *sender) Edit(ctx context.Context, chat int64, message int, t telegram.Text) error {
	s.reference.sent(chat)
	select {
	case <-time.After(s.took):
	case <-ctx.Done():
		return &telegram.Error{Reason: telegram.Unknown, Text: "cancelled"}
	}
	var failure *telegram.Error
	if s.failEdit != nil {
		failure = s.failEdit(chat, message)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if message < 1 || message > len(s.messages) || s.messages[message-1].chat != chat {
		failure = &telegram.Error{Reason: telegram.Gone}
	}
	if failure == nil || failure.Reason == telegram.Unknown {
		s.edits = append(s.edits, shown{chat, message, t, time.Now()})
	}
	if failure != nil {
		return failure
	}
	return nil
}

func (s *sender) got(chat int64) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order[chat])
}

func (s *sender) all() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.delivered)
}

// failing returns a fail that fails the first n sends to the chat.
func failing(chat int64, n int, e telegram.Error) func(int64, telegram.Text) *telegram.Error {
	var mu sync.Mutex
	return func(to int64, _ telegram.Text) *telegram.Error {
		mu.Lock()
		defer mu.Unlock()
		if to != chat || n == 0 {
			return nil
		}
		n--
		return &e
	}
}

package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsbot/bot"
	"newsbot/bot/locale"
	"newsbot/bot/outbox"
	"newsbot/bot/render"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
)

var (
	almaty = time.FixedZone("+05:00", 5*60*60)
	aru    = telegramtest.User{ID: 11, FirstName: "Aru", LanguageCode: "en"}
	ben    = telegramtest.User{ID: 12, FirstName: "Ben", LanguageCode: "pt-br"}
)

// A room is a bot at work: the real client, polling a Bot API server, over the
// real book on a store in memory.
type room struct {
	t       testing.TB
	server  *telegramtest.Server
	client  *telegram.Client
	bot     *bot.Bot
	options bot.Options
	book    *subscriptions.Book
	brittle *brittle
	archive *shelf
	digests *digests
	disk    *storetest.Memory

	mu     sync.Mutex
	clock  time.Time
	saved  chan int // offsets of updates
	failed []error  // of handling
}

func (r *room) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock
}

func (r *room) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = r.clock.Add(d)
}

func newRoom(t testing.TB) *room {
	t.Helper()
	r := &room{t: t, clock: time.Date(2026, 2, 25, 18, 0, 0, 0, almaty), saved: make(chan int, 100), disk: &storetest.Memory{}}
	r.server = telegramtest.New(telegramtest.Options{Username: "newsbot", Now: r.now, KeepMessages: 5000})
	var err error
	r.client, err = telegram.New(telegram.Options{Token: r.server.Token(), HTTP: r.server.Client(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	writer, err := r.disk.Open().Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.book, err = subscriptions.OpenBook(t.Context(), writer); err != nil {
		t.Fatal(err)
	}
	r.brittle = &brittle{Book: r.book}
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	r.archive, r.digests = shelve(r.clock), &digests{}
	r.options = bot.Options{
		Username: "newsbot", Book: r.brittle, Archive: r.archive, Store: writer, Telegram: r.client, Digester: r.digests,
		Catalog: catalog, Zone: almaty, Now: r.now,
		Renderer: render.New(render.Options{Catalog: catalog, Zone: almaty, Home: "KZ", Now: r.now}),
	}
	if r.bot, err = bot.New(r.options); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	polled := make(chan error)
	go func() {
		polled <- r.client.Poll(ctx, watched{telegram.StoredCursor(writer), r.saved, map[int]bool{}}, func(ctx context.Context, u telegram.Update) error {
			err := r.bot.Handle(ctx, u)
			if err != nil {
				r.mu.Lock()
				r.failed = append(r.failed, err)
				r.mu.Unlock()
			}
			return err
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-polled; err != nil {
			t.Errorf("poll: %v", err)
		}
		for _, v := range r.server.Violations() {
			t.Errorf("a request that Telegram would refuse: %s", v)
		}
	})
	return r
}

// settle waits until all updates so far are handled: until the offset is saved that
// is beyond one more, which a bot wrote and so nobody answers.
func (r *room) settle() {
	r.t.Helper()
	last := r.server.Push("message", json.RawMessage(`{"message_id":1,"date":1,"chat":{"id":99,"type":"private"},"from":{"id":99,"is_bot":true,"first_name":"R"},"text":"/start"}`))
	for {
		select {
		case offset := <-r.saved:
			if offset > last {
				return
			}
		case <-time.After(20 * time.Second):
			r.t.Fatalf("update %d is not handled", last)
		}
	}
}

// A watched cursor tells the offset when all before it is handled.
type watched struct {
	telegram.Cursor
	saved chan<- int
	left  map[int]bool // noted and not struck out
}

func (w watched) Save(ctx context.Context, s telegram.Step) error {
	err := w.Cursor.Save(ctx, s)
	for _, n := range s.Note {
		w.left[n.ID] = true
	}
	for _, id := range s.Strike {
		delete(w.left, id)
	}
	if len(w.left) == 0 {
		w.saved <- s.Offset
	}
	return err
}

// say lets somebody write in a chat, and returns what the bot sent there since.
func (r *room) say(chat telegramtest.Chat, from telegramtest.User, text string) []telegramtest.Sent {
	r.t.Helper()
	before := r.server.Messages(chat.ID)
	r.server.Say(chat, from, text)
	r.settle()
	return r.server.Messages(chat.ID)[len(before):]
}

// private is the same in the person's own chat.
func (r *room) private(from telegramtest.User, text string) []telegramtest.Sent {
	r.t.Helper()
	return r.say(telegramtest.PrivateChat(from), from, text)
}

// tap presses the newest button whose label holds the text.
func (r *room) tap(chat int64, from telegramtest.User, label string) {
	r.t.Helper()
	for _, m := range slices.Backward(r.server.Messages(chat)) {
		for _, row := range m.Keyboard {
			for _, b := range row {
				if strings.Contains(b.Text, label) {
					r.press(chat, m.ID, b.Data, from)
					return
				}
			}
		}
	}
	r.t.Fatalf("no button %q in chat %d", label, chat)
}

func (r *room) press(chat int64, message int, data string, from telegramtest.User) {
	r.t.Helper()
	if err := r.server.Tap(chat, message, data, from); err != nil {
		r.t.Fatal(err)
	}
	r.settle()
}

func (r *room) chat(id int64) *subscriptions.Chat {
	r.t.Helper()
	c, ok := r.book.Get(id)
	if !ok {
		r.t.Fatalf("chat %d is not in the book", id)
	}
	return c
}

func (r *room) queries(id int64) string {
	r.t.Helper()
	var out []string
	for _, s := range r.chat(id).Subscriptions {
		out = append(out, s.Query)
	}
	return strings.Join(out, "; ")
}

// A shelf is an archive of a few stories.
type shelf struct {
	mu      sync.Mutex
	stories []feed.Story // ascending
	reading func()       // before each page; or nil
}

func shelve(now time.Time) *shelf {
	s := &shelf{}
	for _, in := range []struct {
		title, lead, link string
		ago               time.Duration
		about             []country.Code
	}{
		{"Kazakhstan names ambassador to Rwanda", "He will reside in Nairobi.", "", 9 * 24 * time.Hour, []country.Code{"KZ", "RW"}},
		{"Italy and Kazakhstan speak of nuclear energy", "Experts met in Rome.", "https://example.org/3", 30 * time.Hour, []country.Code{"IT", "KZ"}},
		{"Italian opera comes to Astana", "Three evenings of Verdi.", "https://example.org/4?a=1&b=2", 5 * time.Hour, []country.Code{"IT"}},
		{"Oil prices fall <2 %> & gas follows", "Markets were calm.", "https://example.org/5", 2 * time.Hour, nil},
	} {
		s.add(feed.Story{Item: feed.Item{Title: in.title, Summary: in.lead, Link: in.link, Published: now.Add(-in.ago), Language: "en"},
			Source: "Example", Found: now.Add(-in.ago).Add(time.Minute), About: in.about, Mentioned: in.about})
	}
	return s
}

func (s *shelf) add(story feed.Story) {
	s.mu.Lock()
	defer s.mu.Unlock()
	story.Seq = int64(len(s.stories) + 1)
	s.stories = append(s.stories, story)
}

func (s *shelf) Before(_ context.Context, seq int64, limit int) ([]feed.Story, error) {
	if s.reading != nil {
		s.reading()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []feed.Story
	for _, story := range slices.Backward(s.stories) {
		if (seq == 0 || story.Seq < seq) && len(out) < limit {
			out = append(out, story)
		}
	}
	return out, nil
}

func (s *shelf) Story(_ context.Context, seq int64) (feed.Story, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seq < 1 || seq > int64(len(s.stories)) {
		return feed.Story{}, fmt.Errorf("story %d: %w", seq, store.ErrNotFound)
	}
	return s.stories[seq-1], nil
}

// Digests has one story for whoever asks first.
type digests struct {
	mu    sync.Mutex
	asked int
}

func (d *digests) Now(context.Context, int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked++; d.asked > 1 {
		return 0, fmt.Errorf("digest: %w", outbox.ErrWaiting)
	}
	return 1, nil
}

// A brittle book cannot be written to while it is told so.
type brittle struct {
	*subscriptions.Book
	mu  sync.Mutex
	err error
}

func (b *brittle) set(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

func (b *brittle) Update(ctx context.Context, id int64, change func(*subscriptions.Chat) error, with ...store.Op) (*subscriptions.Chat, error) {
	b.mu.Lock()
	err := b.err
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return b.Book.Update(ctx, id, change, with...)
}

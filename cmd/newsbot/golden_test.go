package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/bot"
	"newsbot/bot/dispatch"
	"newsbot/bot/locale"
	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/render"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/country"
	"newsbot/feed/parse"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

// A store that a release has written opens for ever. testdata/golden holds for
// each release its store, NAME.db.gz, and what is in it, NAME.txt.
//
// go test ./cmd/newsbot -run Golden -update writes those of goldenRelease anew.
// Once it is released it stays as it is: name the next, update, and keep both.
const goldenRelease = "1"

var update = flag.Bool("update", false, "write the golden store of this release anew")

// parts are the parts of the bot that keep something, on one store.
type parts struct {
	db      store.Store
	w       store.Writer
	book    *subscriptions.Book
	archive *archive.Archive
	box     *outbox.Outbox
}

func openParts(t *testing.T, path string) *parts {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := boltstore.Open(path)
	must(err)
	t.Cleanup(func() { must(db.Close()) })
	p := &parts{db: db}
	p.w, err = db.Lead(t.Context())
	must(err)
	p.book, err = subscriptions.OpenBook(t.Context(), p.w)
	must(err)
	p.archive, err = archive.Open(t.Context(), p.w, archive.Options{})
	must(err)
	p.box, err = outbox.Open(t.Context(), p.w)
	must(err)
	return p
}

// poll looks at the golden feeds once, as they are at that time.
func (p *parts) poll(t *testing.T, now time.Time, feeds goldenOrigin) {
	t.Helper()
	poller, err := feed.New(feed.Options{
		Sources: goldenSources(), Fetcher: feeds, Parser: parse.New(), Tagger: country.New("KZ"), Archive: p.archive,
		Concurrency: 1, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := poller.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	poller.Wait()
	for _, s := range poller.Status() {
		if s.Failures > 0 {
			t.Fatalf("poll %+v", s)
		}
	}
}

// bot returns the bot over the parts, and its way to a server.
func (p *parts) bot(t *testing.T, server *telegramtest.Server) (*bot.Bot, *telegram.Client) {
	t.Helper()
	client, err := telegram.New(telegram.Options{
		Token: server.Token(), APIURL: "http://telegram.test", HTTP: server.Client(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	digests, err := dispatch.NewDigests(dispatch.DigestOptions{Archive: p.archive, Book: p.book, Outbox: p.box, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Options{
		Username: server.Bot().Username, Book: p.book, Archive: p.archive, Store: p.w, Telegram: client, Digester: digests,
		Catalog: catalog, Renderer: render.New(render.Options{Catalog: catalog, Zone: time.UTC, Home: "KZ"}), Zone: time.UTC,
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, client
}

// describe says what the store holds, as the parts read it.
func describe(t *testing.T, p *parts) string {
	t.Helper()
	var b strings.Builder
	section := func(name string, values ...any) {
		fmt.Fprintf(&b, "## %s\n", name)
		for _, v := range values {
			fmt.Fprintf(&b, "%s\n", line(t, v))
		}
	}
	var chats []any
	for _, id := range []int64{goldenReader, goldenPaused, goldenDigest, goldenMissed, goldenBlocked, goldenRussian, goldenForum, goldenOld, goldenMoved, goldenChannel} {
		c, ok := p.book.Get(id)
		if !ok {
			t.Fatalf("chat %d is not there", id)
		}
		chats = append(chats, c)
	}
	section("chats", chats...)
	section("the old group is now", p.book.Current(goldenOld), p.book.Len())
	stories, err := p.archive.After(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	section("stories", anys(stories)...)
	for _, s := range goldenSources() {
		state, err := p.archive.State(t.Context(), s.URL)
		if err != nil {
			t.Fatal(err)
		}
		section("state of "+s.URL, state)
	}
	_, hub := p.hubs(t)
	section("leases of hubs", hub.leases)
	received, err := telegram.StoredCursor(p.w).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	section("updates", received.Offset, received.Recent)
	section("queries of buttons", pending(t, p.w, goldenReader))
	later := time.Now().AddDate(100, 0, 0)
	alerts, _, err := p.box.TakeAlerts(t.Context(), later, 100)
	if err != nil {
		t.Fatal(err)
	}
	section("alerts to send", anys(alerts)...)
	digests, _, err := p.box.TakeDigests(t.Context(), later, 100)
	if err != nil {
		t.Fatal(err)
	}
	section("digests to send", anys(digests)...)
	edits, _, err := p.box.TakeEdits(t.Context(), alerts[0].Enqueued.Add(time.Hour), 100) // they are not kept for long
	if err != nil {
		t.Fatal(err)
	}
	section("alerts to edit", anys(edits)...)
	return b.String()
}

// line is a value as JSON. Fields without a value are left out: those that later
// releases add have none in an old store.
func line(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber() // some have 64 bits
		var fields any
		if err = decoder.Decode(&fields); err == nil {
			text, err = json.Marshal(filled(fields))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// filled returns JSON without the fields that hold nothing; of nothing, nil.
func filled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		maps.DeleteFunc(v, func(name string, field any) bool {
			v[name] = filled(field)
			return v[name] == nil
		})
		if len(v) > 0 {
			return v
		}
	case []any:
		some := false
		for i := range v {
			v[i] = filled(v[i])
			some = some || v[i] != nil
		}
		if some {
			return v
		}
	default:
		if v != nil && v != "" && v != false && v != json.Number("0") && v != "0001-01-01T00:00:00Z" {
			return v
		}
	}
	return nil
}

func anys[T any](values []T) (out []any) {
	for _, v := range values {
		out = append(out, v)
	}
	return out
}

func TestGoldenStores(t *testing.T) {
	if *update {
		writeGolden(t, filepath.Join("testdata", "golden", goldenRelease))
	}
	stores, err := filepath.Glob(filepath.Join("testdata", "golden", "*.db.gz"))
	if err != nil || len(stores) == 0 {
		t.Fatalf("found %d golden stores, error %v", len(stores), err)
	}
	for _, path := range stores {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Run("reads as it was written", func(t *testing.T) {
				want, err := os.ReadFile(strings.TrimSuffix(path, ".db.gz") + ".txt")
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), describe(t, openParts(t, unpack(t, path)))); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
			t.Run("knows the stories it has seen", func(t *testing.T) {
				p := openParts(t, unpack(t, path))
				head := p.archive.Head()
				for n := range 3 {
					p.poll(t, goldenTime.Add(time.Duration(24+n)*time.Hour), "after")
				}
				if p.archive.Head() != head {
					t.Errorf("the same documents gave %d new stories, want none", p.archive.Head()-head)
				}
			})
			t.Run("asks no hub again that has promised", func(t *testing.T) {
				s, hub := openParts(t, unpack(t, path)).hubs(t)
				if err := s.Tick(t.Context()); err != nil || len(hub.asked) != 0 || s.Leases() != 1 {
					t.Errorf("%d requests, %d leases, %v; want no request and one lease", len(hub.asked), s.Leases(), err)
				}
			})
			t.Run("goes on delivering where it was", func(t *testing.T) { testGoldenGoesOn(t, openParts(t, unpack(t, path))) })
		})
	}
}

// testGoldenGoesOn lets a notifier work off what waits.
func testGoldenGoesOn(t *testing.T, p *parts) {
	server := telegramtest.New(telegramtest.Options{OpenPrivate: true})
	ana := telegramtest.User{ID: 1, FirstName: "Ana"}
	for _, id := range []int64{goldenForum, goldenMoved} {
		server.AddToGroup(telegramtest.Chat{ID: id, Type: telegramtest.Supergroup, Title: "Desk", Forum: id == goldenForum}, ana)
	}
	server.AddToGroup(telegramtest.Chat{ID: goldenChannel, Type: telegramtest.Channel, Title: "News"}, ana)
	var topic int
	for topic < 5 { // the one that the chat's messages go to
		topic = server.AddTopic(goldenForum, "Topic")
	}
	_, client := p.bot(t, server)
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	notifier, err := notify.New(notify.Options{
		Outbox: p.box, Archive: p.archive, Book: p.book, Sender: client, Pacer: notify.NewPacer(0),
		Renderer: render.New(render.Options{Catalog: catalog, Zone: time.UTC, Home: "KZ"}), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	done := make(chan error)
	go func() { done <- notifier.Run(ctx) }()
	want := map[int64][]string{ // by how each message begins
		goldenReader:  {"Italy sends an orchestra", "Your digest"},
		goldenDigest:  {"Your digest"},
		goldenMissed:  {"Italy sends an orchestra"},
		goldenRussian: {"Italy sends an orchestra"},
		goldenMoved:   nil, // had it
		goldenForum:   nil, // was not to have it
		goldenChannel: {"Oil and gas from Norway"},
		goldenPaused:  nil,
		goldenBlocked: nil,
	}
	for chat, begins := range want {
		if _, err := server.AwaitCount(ctx, chat, len(begins)); err != nil {
			t.Error(err)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for chat, begins := range want {
		var got []string
		for _, m := range server.Messages(chat) {
			got = append(got, m.Text)
		}
		if len(got) != len(begins) {
			t.Errorf("chat %d got %d messages, want %d: %q", chat, len(got), len(begins), got)
			continue
		}
		for _, text := range begins {
			n := 0
			for _, m := range got {
				if strings.HasPrefix(m, text) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("chat %d got %q, want one that begins with %q", chat, got, text)
			}
		}
	}
}

func writeGolden(t *testing.T, base string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "golden.db")
	t.Run("fill", func(t *testing.T) { fillGolden(t, openParts(t, path)) })
	if err := os.MkdirAll(filepath.Dir(base), 0o755); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(base+".db.gz", packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	var text string
	t.Run("describe", func(t *testing.T) { text = describe(t, openParts(t, unpack(t, base+".db.gz"))) })
	if err := os.WriteFile(base+".txt", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// unpack returns the path of a copy of a golden store.
func unpack(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "golden.db")
	if err := os.WriteFile(copied, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

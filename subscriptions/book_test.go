package subscriptions_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
	"newsbot/subscriptions/store/storetest"
)

var now = time.Date(2026, 5, 2, 8, 0, 0, 0, time.UTC)

type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func open(t tester, disk *storetest.Memory) (*subscriptions.Book, store.Writer) {
	t.Helper()
	w, err := disk.Open().Lead(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b, err := subscriptions.OpenBook(context.Background(), w)
	if err != nil {
		t.Fatal(err)
	}
	return b, w
}

func subscribe(text string) func(*subscriptions.Chat) error {
	return func(c *subscriptions.Chat) error {
		q, err := query.Parse(text)
		if err != nil {
			return err
		}
		_, err = c.Subscribe(q, now)
		return err
	}
}

func mustUpdate(t tester, b *subscriptions.Book, id int64, alter func(*subscriptions.Chat) error, with ...store.Op) *subscriptions.Chat {
	t.Helper()
	c, err := b.Update(context.Background(), id, alter, with...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func story(title string, about ...country.Code) *feed.Story {
	return &feed.Story{Item: feed.Item{Title: title}, About: about, Mentioned: about}
}

// contents returns all chats of a book.
func contents(b *subscriptions.Book) []*subscriptions.Chat {
	var chats []*subscriptions.Chat
	b.Each(func(c *subscriptions.Chat) bool { chats = append(chats, c); return true })
	return chats
}

// inStep checks that the book holds what a process would find that starts now.
func inStep(t tester, b *subscriptions.Book, w store.Reader) {
	t.Helper()
	again, err := subscriptions.OpenBook(context.Background(), readOnly{w})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(contents(again), contents(b)); diff != "" {
		t.Errorf("the book differs from what is stored (-stored +book):\n%s", diff)
	}
	for _, c := range contents(b) {
		if got := again.Current(c.ID); got != c.ID {
			t.Errorf("chat %d is stored, and moved to %d", c.ID, got)
		}
	}
	for _, d := range []*feed.Story{story("gas"), story("oil visits", "IT"), story("Coal gas oil", "KZ", "IT")} {
		if diff := cmp.Diff(again.Match(d), b.Match(d)); diff != "" {
			t.Errorf("matches differ from those of what is stored (-stored +book):\n%s", diff)
		}
	}
}

type readOnly struct{ store.Reader }

func (readOnly) Apply(context.Context, []store.Op) error { return store.ErrFenced }

func TestUpdateIsStored(t *testing.T) {
	var disk storetest.Memory
	b, w := open(t, &disk)
	key := store.Key("other")
	c := mustUpdate(t, b, 7, func(c *subscriptions.Chat) error {
		if !c.Created.IsZero() {
			t.Errorf("a new chat was made at %v, want zero", c.Created)
		}
		c.Kind, c.Language, c.TimeZone, c.Created, c.Thread = subscriptions.Private, "kk", "Asia/Almaty", now, 3
		c.Digest.Set(480, now, time.UTC)
		return errors.Join(subscribe("Italy gas")(c), subscribe("oil")(c))
	}, store.Set(key, []byte("x")))
	if got, ok := b.Get(7); !ok || got != c {
		t.Errorf("Get(7) = %v, %t, want what Update returned", got, ok)
	}
	if v, err := w.Get(context.Background(), key); string(v) != "x" || err != nil {
		t.Errorf("the operation beside the chat stored %q, %v", v, err)
	}
	if got := disk.Applies(); got != 1 {
		t.Errorf("%d Applies, want 1", got)
	}
	inStep(t, b, w)

	mustUpdate(t, b, 7, func(c *subscriptions.Chat) error { c.Unsubscribe(1); return nil })
	if c, _ := b.Get(7); len(c.Subscriptions) != 1 || c.Subscriptions[0].Query != "oil" || c.NextID != 3 {
		t.Errorf("after unsubscribing: %+v", c)
	}
	if len(c.Subscriptions) != 2 {
		t.Errorf("a chat handed out before changed: %+v", c)
	}
	inStep(t, b, w)
	applies := disk.Applies()
	mustUpdate(t, b, 7, func(c *subscriptions.Chat) error { return nil })
	if got := disk.Applies() - applies; got != 0 {
		t.Errorf("%d Applies for no change, want 0", got)
	}
}

func TestRefusedChangesChangeNothing(t *testing.T) {
	var disk storetest.Memory
	b, w := open(t, &disk)
	full := func(c *subscriptions.Chat) error {
		for i := range subscriptions.MaxSubscriptions {
			if err := subscribe(fmt.Sprintf("word%d", i))(c); err != nil {
				return err
			}
		}
		return nil
	}
	mustUpdate(t, b, 1, full)
	before := contents(b)
	own := errors.New("own error")
	var bad *query.Error
	for _, test := range []struct {
		name  string
		alter func(*subscriptions.Chat) error
		want  any
	}{
		{"its own error", func(c *subscriptions.Chat) error { c.Language = "en"; c.Subscriptions[0].Query = "x"; return own }, own},
		{"a subscription too many", subscribe("oil"), subscriptions.ErrTooMany},
		{"one too many past Subscribe", func(c *subscriptions.Chat) error {
			c.Subscriptions = append(c.Subscriptions, subscriptions.Subscription{ID: c.NextID, Query: "oil"})
			c.NextID++
			return nil
		}, subscriptions.ErrTooMany},
		{"the same once more", subscribe("WORD5"), subscriptions.ErrSubscribed},
		{"a query that cannot be read", func(c *subscriptions.Chat) error { c.Subscriptions[0].Query = "(oil"; return nil }, &bad},
		{"a time zone that is none", func(c *subscriptions.Chat) error { c.TimeZone = "TZ=0"; return nil }, subscriptions.ErrZone},
		{"a minute after midnight", func(c *subscriptions.Chat) error { c.Digest.Minute = 1440; return nil }, nil},
		{"an id twice", func(c *subscriptions.Chat) error { c.Subscriptions[0].ID = 2; return nil }, nil},
		{"another chat's id", func(c *subscriptions.Chat) error { c.ID = 2; return nil }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := b.Update(context.Background(), 1, test.alter)
			ok := err != nil
			switch want := test.want.(type) {
			case error:
				ok = errors.Is(err, want)
			case **query.Error:
				ok = errors.As(err, want)
			}
			if !ok || c != nil {
				t.Errorf("Update = %v, %v, want %v", c, err, test.want)
			}
			if diff := cmp.Diff(before, contents(b)); diff != "" {
				t.Errorf("the book changed:\n%s", diff)
			}
		})
	}
	inStep(t, b, w)
	if got := disk.Applies(); got != 1 {
		t.Errorf("%d Applies, want only the first", got)
	}
}

func TestFateOfAnUpdate(t *testing.T) {
	always := func(f storetest.Fate) func(int, []store.Op) storetest.Fate {
		return func(int, []store.Op) storetest.Fate { return f }
	}
	for _, test := range []struct {
		name   string
		decide func(n int, ops []store.Op) storetest.Fate
		stored bool
		want   error // nil: the update succeeds
	}{
		{"lost once", func(n int, _ []store.Op) storetest.Fate {
			if n == 2 {
				return storetest.Lost
			}
			return storetest.Applied
		}, true, nil},
		{"unanswered every time", always(storetest.Unanswered), true, nil},
		{"lost every time", always(storetest.Lost), false, storetest.ErrUnknown},
		{"fenced", always(storetest.Fenced), false, store.ErrFenced},
	} {
		synctest.Test(t, func(t *testing.T) {
			t.Log(test.name)
			var disk storetest.Memory
			b, w := open(t, &disk)
			mustUpdate(t, b, 1, subscribe("gas"))
			disk.Decide(test.decide)
			c, err := b.Update(context.Background(), 1, subscribe("oil"), store.Set(store.Key("x"), []byte("y")))
			if !errors.Is(err, test.want) {
				t.Fatalf("Update = %v, want %v", err, test.want)
			}
			want := 1
			if test.stored {
				want = 2
			}
			if got, _ := b.Get(1); len(got.Subscriptions) != want || test.stored && got != c {
				t.Errorf("the book has %+v, want %d subscriptions", got, want)
			}
			disk.Decide(nil)
			if test.want != store.ErrFenced {
				inStep(t, b, w)
				mustUpdate(t, b, 1, subscribe("coal"))
				inStep(t, b, w)
			}
		})
	}
}

// An unreadable store after an unknown outcome keeps chats from being changed
// until it can be read.
func TestUnsureBucketIsReadAgain(t *testing.T) { synctest.Test(t, unsureBucketIsReadAgain) }

func unsureBucketIsReadAgain(t *testing.T) {
	var disk storetest.Memory
	_, w := open(t, &disk)
	flaky := &flaky{Writer: w}
	b, err := subscriptions.OpenBook(context.Background(), flaky)
	if err != nil {
		t.Fatal(err)
	}
	mustUpdate(t, b, 1, subscribe("gas"))
	flaky.down = true
	disk.Decide(func(int, []store.Op) storetest.Fate { return storetest.Unanswered })
	if err := b.Move(context.Background(), 1, -100); !errors.Is(err, errDown) {
		t.Fatalf("Move = %v, want %v", err, errDown)
	}
	if _, err := b.Update(context.Background(), 1, subscribe("oil")); !errors.Is(err, errDown) {
		t.Fatalf("Update = %v, want %v", err, errDown)
	}
	flaky.down = false
	disk.Decide(nil)
	if c := mustUpdate(t, b, 1, subscribe("oil")); c.ID != -100 || len(c.Subscriptions) != 2 {
		t.Errorf("after reading again: %+v, want chat -100 with two subscriptions", c)
	}
	if b.Len() != 1 || b.Current(1) != -100 {
		t.Errorf("%d chats, 1 is now %d, want one, -100", b.Len(), b.Current(1))
	}
	inStep(t, b, w)
}

var errDown = errors.New("down")

type flaky struct {
	store.Writer
	down bool
}

func (f *flaky) Get(ctx context.Context, key []byte) ([]byte, error) {
	if f.down {
		return nil, errDown
	}
	return f.Writer.Get(ctx, key)
}

func TestCancelledUpdate(t *testing.T) { synctest.Test(t, cancelledUpdate) }

func cancelledUpdate(t *testing.T) {
	var disk storetest.Memory
	b, w := open(t, &disk)
	ctx, cancel := context.WithCancel(context.Background())
	disk.Decide(func(n int, _ []store.Op) storetest.Fate { cancel(); return storetest.Unanswered })
	if _, err := b.Update(ctx, 1, subscribe("gas")); err != nil {
		t.Errorf("an update under way when cancelled: %v, want it stored", err)
	}
	if _, err := b.Update(ctx, 1, subscribe("oil")); !errors.Is(err, context.Canceled) {
		t.Errorf("an update after cancelling: %v", err)
	}
	inStep(t, b, w)
}

func TestMove(t *testing.T) {
	ctx := context.Background()
	var disk storetest.Memory
	b, w := open(t, &disk)
	mustUpdate(t, b, -5, func(c *subscriptions.Chat) error {
		c.Kind, c.Language, c.Digest.LastDate = subscriptions.Group, "ru", "2026-05-01"
		return errors.Join(subscribe("gas")(c), subscribe("oil")(c))
	})
	mustUpdate(t, b, -100, func(c *subscriptions.Chat) error {
		c.Kind = subscriptions.Supergroup
		return errors.Join(subscribe("coal")(c), subscribe("Oil")(c))
	})
	for range 2 {
		if err := b.Move(ctx, -5, -100); err != nil {
			t.Fatal(err)
		}
		c, ok := b.Get(-5)
		if !ok || c.ID != -100 || c.Kind != subscriptions.Supergroup || c.Language != "ru" || c.Digest.LastDate != "2026-05-01" {
			t.Fatalf("after the move: %+v", c)
		}
		var got []string
		for _, s := range c.Subscriptions {
			got = append(got, fmt.Sprint(s.ID, " ", s.Query))
		}
		if want := []string{"1 gas", "2 oil", "3 coal"}; !slices.Equal(got, want) {
			t.Errorf("subscriptions %q, want %q", got, want)
		}
		inStep(t, b, w)
	}
	if err := b.Move(ctx, -100, -200); err != nil {
		t.Fatal(err)
	}
	if got := b.Current(-5); got != -200 || b.Len() != 1 {
		t.Errorf("-5 is now %d of %d chats, want -200 of 1", got, b.Len())
	}
	if err := b.Move(ctx, -200, -5); err != nil { // never seen, and no loop
		t.Fatal(err)
	}
	if got := []int64{b.Current(-5), b.Current(-100), b.Current(-200)}; !slices.Equal(got, []int64{-5, -5, -5}) {
		t.Errorf("after moving back: %v, want -5", got)
	}
	if got := b.Match(story("gas")); len(got) != 1 || got[0].Chat != -5 {
		t.Errorf("matches %v, want chat -5", got)
	}
	inStep(t, b, w)
	if err := errors.Join(b.Delete(ctx, -100), b.Delete(ctx, -100)); err != nil {
		t.Fatal(err)
	}
	if disk.Len() != 0 || b.Len() != 0 || b.Current(-100) != -100 {
		t.Errorf("after deleting: %d keys, %d chats", disk.Len(), b.Len())
	}
	if err := errors.Join(b.Move(ctx, 1, 2), b.Move(ctx, 3, 3)); err != nil || disk.Len() != 0 {
		t.Errorf("moving chats that are not there: %v, %d keys", err, disk.Len())
	}
}

func TestMatchOfABook(t *testing.T) {
	var disk storetest.Memory
	b, w := open(t, &disk)
	mustUpdate(t, b, 3, func(c *subscriptions.Chat) error {
		c.DigestOnly = true
		return errors.Join(subscribe("oil")(c), subscribe("visit* OR gas")(c), subscribe("gas visits")(c))
	})
	mustUpdate(t, b, -1, subscribe("Italy -coal"))
	mustUpdate(t, b, 2, subscribe("gas"))
	check := func(what string, want ...subscriptions.Match) {
		t.Helper()
		if diff := cmp.Diff(want, b.Match(story("A visit, visited: gas", "IT"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		inStep(t, b, w)
	}
	italy := subscriptions.Match{Chat: -1, Subscriptions: []int{1}}
	gas := subscriptions.Match{Chat: 2, Subscriptions: []int{1}}
	digest := subscriptions.Match{Chat: 3, Subscriptions: []int{2, 3}, DigestOnly: true}
	check("all", italy, gas, digest)
	mustUpdate(t, b, 3, func(c *subscriptions.Chat) error { c.Subscriptions[1].Muted = true; return nil })
	check("one muted", italy, gas, subscriptions.Match{Chat: 3, Subscriptions: []int{3}, DigestOnly: true})
	mustUpdate(t, b, 3, func(c *subscriptions.Chat) error {
		c.Subscriptions[1].Muted, c.DigestOnly = false, false
		return nil
	})
	check("alerts again", italy, gas, subscriptions.Match{Chat: 3, Subscriptions: []int{2, 3}})
	mustUpdate(t, b, -1, func(c *subscriptions.Chat) error { c.Pause = subscriptions.Blocked; return nil })
	check("one chat paused", gas, subscriptions.Match{Chat: 3, Subscriptions: []int{2, 3}})
	c, _ := b.Get(-1)
	if got := c.Matches(query.NewDocument(story("x", "IT"))); len(got) != 1 || got[0].ID != 1 {
		t.Errorf("the paused chat itself matches %v, want its subscription", got)
	}
}

func TestDamageIsNamed(t *testing.T) {
	for _, test := range []struct {
		name, value, want string
		key               []byte
		named             string
		damaged           bool
	}{
		{"no JSON", "{", "unexpected end", store.Key("chats", 5), "key chats/5", true},
		{"no bucket", `{"v":1,"chats":[{"id":1}]}`, "no bucket", store.Key("chats", 99999), "key chats/99999", true},
		{"a chat in the wrong bucket", `{"v":1,"chats":[{"id":1}]}`, "chat 1 in bucket 5", store.Key("chats", 5), "key chats/5", true},
		{"no version", `{"chats":[{"id":1}]}`, "version 0", store.Key("chats", 5), "key chats/5", true},
		{"a newer version", `{"v":2,"chats":[{"id":1}]}`, "newer", store.Key("chats", 5), "key chats/5", false},
		{"an alias of letters", "x", `"x"`, store.Key("moved", 5), "key moved/5", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var disk storetest.Memory
			_, w := open(t, &disk)
			if err := w.Apply(context.Background(), []store.Op{store.Set(test.key, []byte(test.value))}); err != nil {
				t.Fatal(err)
			}
			_, err := subscriptions.OpenBook(context.Background(), w)
			if err == nil || errors.Is(err, store.ErrDamaged) != test.damaged ||
				!strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.named) {
				t.Errorf("OpenBook: %v, want %q at %s", err, test.want, test.named)
			}
		})
	}
}

// The chats that every release stored can be read for ever. A new field adds a
// line here; old lines stay.
func TestStoredFormOfRelease1(t *testing.T) {
	var disk storetest.Memory
	_, w := open(t, &disk)
	golden := map[int64]string{
		1: `{"v":1,"chats":[{"id":1,"kind":"private","thread":4,"lang":"kk","zone":"+05:00","subs":[{"id":2,"q":"country:IT gas","created":1777708800},{"id":3,"q":"in:title (oil OR visit*)","muted":true}],"next":5,"pause":"blocked","digest":{"on":true,"minute":480,"skipEmpty":true,"lastDate":"2026-05-01","lastSeq":9},"digestOnly":true,"created":1777708800,"misses":2}]}`,
		2: `{"v":1,"chats":[{"id":2,"subs":[{"id":1,"q":"field:removed"}],"next":2,"later":"field"}]}`,
	}
	// Buckets of the chats; the hash must not change either.
	buckets := map[int64]int{1: 2860, 2: 999}
	for id, value := range golden {
		if err := w.Apply(context.Background(), []store.Op{store.Set(store.Key("chats", buckets[id]), []byte(value))}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := subscriptions.OpenBook(context.Background(), w)
	if err != nil {
		t.Fatal(err)
	}
	want := &subscriptions.Chat{
		ID: 1, Kind: subscriptions.Private, Thread: 4, Language: "kk", TimeZone: "+05:00",
		Subscriptions: []subscriptions.Subscription{
			{ID: 2, Query: "country:IT gas", Created: now},
			{ID: 3, Query: "in:title (oil OR visit*)", Muted: true},
		},
		NextID: 5, Pause: subscriptions.Blocked, DigestOnly: true, Created: now, Misses: 2,
		Digest: subscriptions.Digest{On: true, Minute: 480, SkipEmpty: true, LastDate: "2026-05-01", LastSeq: 9},
	}
	got, _ := b.Get(1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("chat 1 (-want +got):\n%s", diff)
	}
	if p := b.Problems(); len(p) != 1 || !strings.Contains(p[0].Error(), "field:removed") {
		t.Errorf("problems %v, want one about the query that cannot be read", p)
	}
	mustUpdate(t, b, 2, subscribe("gas"))
	mustUpdate(t, b, 1, func(c *subscriptions.Chat) error { c.Misses = 3; return nil })
	value, err := w.Get(context.Background(), store.Key("chats", buckets[1]))
	if want := strings.Replace(golden[1], `"misses":2`, `"misses":3`, 1); err != nil || string(value) != want {
		t.Errorf("stored as\n%s, %v, want\n%s", value, err, want)
	}
	inStep(t, b, w)
}

func TestManyAtOnceOnBolt(t *testing.T) {
	ctx := context.Background()
	db, err := boltstore.Open(filepath.Join(t.TempDir(), "news.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w, err := db.Lead(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b, err := subscriptions.OpenBook(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			for j := range 20 {
				id := int64(1 + (i+j)%40)
				if _, err := b.Update(ctx, id, subscribe(fmt.Sprintf("gas%dx%d", i, j))); err != nil {
					t.Error(err)
				}
				switch {
				case j%5 == 0:
					b.Match(story("gas1x1 gas oil", "IT"))
				case j%7 == 0:
					if err := b.Move(ctx, id, -id-int64(j)); err != nil {
						t.Error(err)
					}
				case j%11 == 0:
					if err := b.Delete(ctx, id); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	inStep(t, b, w)
}

package subscriptions_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/storetest"
	"pgregory.net/rapid"
)

var vocabulary = []string{
	"gas", "oil", "visit", "Visits", "deal", "deals", "e-mail", "email", "нефть", "нефти", "министр", "the", "of",
}

func drawStory(t *rapid.T) *feed.Story {
	words := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 6)
	codes := rapid.SliceOfNDistinct(rapid.SampledFrom([]country.Code{"IT", "KZ", "FR"}), 0, 2, rapid.ID[country.Code])
	about := codes.Draw(t, "about")
	return &feed.Story{
		Item:  feed.Item{Title: strings.Join(words.Draw(t, "title"), " "), Text: strings.Join(words.Draw(t, "text"), " ")},
		About: about, Mentioned: append(codes.Draw(t, "mentioned"), about...),
		Source: rapid.SampledFrom([]string{"BBC News", "akorda", ""}).Draw(t, "source"),
	}
}

var operands = rapid.OneOf(
	rapid.SampledFrom(vocabulary),
	rapid.SampledFrom([]string{
		`"gas deal"`, `"oil visits deal"`, "vis*", "de*", "deal*", "неф*", "country:IT", "country:KZ", "mentions:FR",
		"source:bbc", `source:"bbc news"`, "in:title:gas", "in:title:vis*", "-oil", "-country:IT", "-vis*",
	}),
)

func drawQuery(t *rapid.T) *query.Query {
	for {
		text := ""
		for i := range rapid.IntRange(1, 4).Draw(t, "operands") {
			if i > 0 {
				text += rapid.SampledFrom([]string{" ", " OR ", " (", ") "}).Draw(t, "between")
			}
			text += operands.Draw(t, "operand")
		}
		text += strings.Repeat(")", max(0, strings.Count(text, "(")-strings.Count(text, ")")))
		if q, err := query.Parse(text); err == nil {
			return q
		}
	}
}

// naive returns what Book.Match should, asking every subscription.
func naive(b *subscriptions.Book, s *feed.Story) []subscriptions.Match {
	var out []subscriptions.Match
	d := query.NewDocument(s)
	for _, c := range contents(b) {
		if c.Pause != subscriptions.Active {
			continue
		}
		m := subscriptions.Match{Chat: c.ID, DigestOnly: c.DigestOnly}
		for _, s := range c.Subscriptions {
			q, err := query.Restore(s.Query)
			if err == nil && !s.Muted && q.Match(d) {
				m.Subscriptions = append(m.Subscriptions, s.ID)
			}
		}
		slices.Sort(m.Subscriptions)
		if m.Subscriptions != nil {
			out = append(out, m)
		}
	}
	return out
}

// alterations are what a person may do to a chat.
var alterations = map[string]func(*rapid.T, *subscriptions.Chat) error{
	"subscribe": func(t *rapid.T, c *subscriptions.Chat) error {
		_, err := c.Subscribe(drawQuery(t), now)
		return err
	},
	"unsubscribe": func(t *rapid.T, c *subscriptions.Chat) error {
		if len(c.Subscriptions) > 0 {
			c.Unsubscribe(rapid.SampledFrom(c.Subscriptions).Draw(t, "subscription").ID)
		}
		return nil
	},
	"mute": func(t *rapid.T, c *subscriptions.Chat) error {
		if len(c.Subscriptions) > 0 {
			s := &c.Subscriptions[rapid.IntRange(0, len(c.Subscriptions)-1).Draw(t, "subscription")]
			s.Muted = !s.Muted
		}
		return nil
	},
	"edit": func(t *rapid.T, c *subscriptions.Chat) error {
		if len(c.Subscriptions) > 0 {
			c.Subscriptions[0].Query = drawQuery(t).String()
		}
		return nil
	},
	"pause": func(t *rapid.T, c *subscriptions.Chat) error {
		c.Pause = rapid.SampledFrom([]subscriptions.Pause{subscriptions.Active, subscriptions.ByUser}).Draw(t, "pause")
		return nil
	},
	"digest only": func(t *rapid.T, c *subscriptions.Chat) error { c.DigestOnly = !c.DigestOnly; return nil },
	"fail":        func(*rapid.T, *subscriptions.Chat) error { return errors.New("refused") },
}

func TestIndexAgainstEverySubscription(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var disk storetest.Memory
		b, w := open(t, &disk)
		names := slices.Sorted(maps.Keys(alterations))
		names = append(names, "subscribe", "subscribe", "subscribe")
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			step(t, b, rapid.SampledFrom(names).Draw(t, "step"))
			for range 2 {
				d := drawStory(t)
				if diff := cmp.Diff(naive(b, d), b.Match(d)); diff != "" {
					t.Fatalf("the index differs from asking everybody (-want +got):\n%s", diff)
				}
			}
		}
		inStep(t, b, w)
	})
}

// step alters, moves or deletes a chat. Errors are for the caller to judge by
// what the book holds.
func step(t *rapid.T, b *subscriptions.Book, name string) {
	id := rapid.Int64Range(1, 5).Draw(t, "chat")
	ctx := context.Background()
	switch rapid.IntRange(0, 12).Draw(t, "kind") {
	case 0:
		b.Move(ctx, id, rapid.Int64Range(1, 5).Draw(t, "to"))
	case 1:
		b.Delete(ctx, id)
	default:
		b.Update(ctx, id, func(c *subscriptions.Chat) error { return alterations[name](t, c) })
	}
}

// TestBookUnderFaults loses, forgets to answer and crashes Applies: after each
// of them the book holds what is stored, and a change is there or it is not.
func TestBookUnderFaults(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		// Pauses between tries take no time in a bubble; rapid stops a check by a
		// panic, which it expects on its own goroutine.
		var stopped any
		synctest.Test(t, func(*testing.T) {
			defer func() { stopped = recover() }()
			underFaults(r)
		})
		if stopped != nil {
			panic(stopped)
		}
	})
}

func underFaults(t *rapid.T) {
	names := slices.Sorted(maps.Keys(alterations))
	var disk storetest.Memory
	b, w := open(t, &disk)
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		fate := rapid.SampledFrom([]storetest.Fate{
			storetest.Applied, storetest.Lost, storetest.Unanswered, storetest.CrashBefore, storetest.CrashAfter,
		}).Draw(t, "fate")
		disk.At(1, fate)
		step(t, b, rapid.SampledFrom(names).Draw(t, "step"))
		if _, err := w.Get(context.Background(), store.Key("x")); errors.Is(err, storetest.ErrCrashed) {
			b, w = open(t, &disk)
		}
		inStep(t, b, w)
	}
}

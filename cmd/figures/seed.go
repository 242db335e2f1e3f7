package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store/boltstore"
)

// A chat is one that newsbot knows before it starts.
type chat struct {
	id      int64 // below zero: a supergroup
	queries []string
}

// privateID is the id of the nth person. Real ids are as far apart.
func privateID(n int) int64 { return 1_000_000_000 + 7919*int64(n) }

// groupID is the id of the nth supergroup.
func groupID(n int) int64 { return -1_001_000_000_000 - 7919*int64(n) }

// private returns n private chats that all ask for the same.
func private(n int, queries ...string) []chat {
	chats := make([]chat, n)
	for i := range chats {
		chats[i] = chat{privateID(i), queries}
	}
	return chats
}

// seed puts chats in a new store at path.
func seed(ctx context.Context, path string, chats []chat) (err error) {
	db, err := boltstore.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	writer, err := db.Lead(ctx)
	if err != nil {
		return err
	}
	book, err := subscriptions.OpenBook(ctx, writer)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(512) // those under way share commits
	for _, c := range chats {
		g.Go(func() error { return c.put(ctx, book) })
	}
	return g.Wait()
}

func (c chat) put(ctx context.Context, book *subscriptions.Book) error {
	now := time.Now()
	_, err := book.Update(ctx, c.id, func(doc *subscriptions.Chat) error {
		doc.Kind, doc.Language, doc.Created = subscriptions.Private, "en", now
		if c.id < 0 {
			doc.Kind = subscriptions.Supergroup
		}
		for _, text := range c.queries {
			q, err := query.Parse(text)
			if err != nil {
				return fmt.Errorf("query %q: %w", text, err)
			}
			if _, err := doc.Subscribe(q, now); err != nil {
				return fmt.Errorf("query %q: %w", text, err)
			}
		}
		return nil
	})
	return err
}

// introduce lets Telegram know the groups; it takes every person as known. The
// updates of that are confirmed here, or newsbot would greet the groups.
func introduce(ctx context.Context, s *telegramtest.Server, chats []chat) error {
	groups := 0
	for _, c := range chats {
		if c.id < 0 {
			groups++
			s.AddToGroup(telegramtest.Chat{ID: c.id, Type: telegramtest.Supergroup, Title: "Group"},
				telegramtest.User{ID: 1, FirstName: "Ana"})
		}
	}
	if groups == 0 {
		return nil
	}
	const past = 1 << 30 // every update so far
	r, err := http.NewRequestWithContext(ctx, http.MethodGet,
		fmt.Sprintf("%s/bot%s/getUpdates?offset=%d&timeout=0", s.URL(), s.Token(), past), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("confirm updates: %s", answer.Status)
	}
	return nil
}

package subscriptions_test

import (
	"testing"
	"testing/synctest"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store/storetest"
)

// What a chat did around the moment, an hour after it subscribed, at which a story
// on oil was found.
func TestAChatHadWhatNothingKeptFromIt(t *testing.T) {
	type do = func(*subscriptions.Chat)
	mute := func(muted bool) do { return func(c *subscriptions.Chat) { c.Subscriptions[0].Muted = muted } }
	pause := func(p subscriptions.Pause) do { return func(c *subscriptions.Chat) { c.Pause = p } }
	subscribe := func(text string) do {
		return func(c *subscriptions.Chat) {
			q, err := query.Parse(text)
			if err == nil {
				_, err = c.Subscribe(q, time.Now())
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name          string
		before, after do // the story
		want          bool
	}{
		{"followed all the time", nil, nil, true},
		{"subscribed to more since", nil, subscribe("coal"), true},
		{"unsubscribed since", nil, func(c *subscriptions.Chat) { c.Unsubscribe(1) }, false},
		{"unsubscribed and subscribed again since", nil, func(c *subscriptions.Chat) {
			c.Unsubscribe(1)
			subscribe("oil")(c)
		}, false},
		{"muted, and unmuted since", mute(true), mute(false), false},
		{"muted since", nil, mute(true), false},
		{"muted and unmuted before", func(c *subscriptions.Chat) { mute(true)(c); mute(false)(c) }, nil, true},
		{"paused, and resumed since", pause(subscriptions.ByUser), pause(subscriptions.Active), false},
		{"blocked, and unblocked since", pause(subscriptions.Blocked), pause(subscriptions.Active), false},
		{"paused since", nil, pause(subscriptions.ByUser), false},
		{"for the digest then, at once now", func(c *subscriptions.Chat) { c.DigestOnly = true }, func(c *subscriptions.Chat) { c.DigestOnly = false }, false},
		{"for the digest now", nil, func(c *subscriptions.Chat) { c.DigestOnly = true }, false},
		{"asks for each source", nil, func(c *subscriptions.Chat) { c.Each = true }, false},
		{"asked for each source then, and no longer", func(c *subscriptions.Chat) { c.Each = true }, func(c *subscriptions.Chat) { c.Each = false }, true},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			var disk storetest.Memory
			w, err := disk.Open().Lead(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			book, err := subscriptions.OpenBook(t.Context(), w)
			if err != nil {
				t.Fatal(err)
			}
			change := func(f do) {
				t.Helper()
				_, err := book.Update(t.Context(), 1, func(c *subscriptions.Chat) error {
					if f != nil {
						f(c)
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			change(subscribe("oil"))
			time.Sleep(30 * time.Minute)
			change(tt.before)
			time.Sleep(30 * time.Minute)
			s := feed.Story{Found: time.Now(), Item: feed.Item{Title: "Oil and gas"}}
			time.Sleep(time.Minute)
			change(tt.after)
			if book, err = subscriptions.OpenBook(t.Context(), w); err != nil { // as stored
				t.Fatal(err)
			}
			c, _ := book.Get(1)
			if got := c.Had(query.NewDocument(&s), s.Found); got != tt.want {
				t.Errorf("%s: Had is %v, want %v", tt.name, got, tt.want)
			}
		})
	}
}

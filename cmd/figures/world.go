package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/feedtest"
)

// A world is what surrounds newsbot in one measurement. Its methods are called
// from one goroutine.
type world struct {
	bench    *bench
	dir      string // newsbot's own: the store, its log
	telegram *telegramtest.Server
	origin   *feedtest.Origin
	journal  *journal
	feeds    []string // paths at the origin
	stories  int      // published so far: they are numbered 1, 2, …
	settings map[string]string
}

// mainFeed is where stories are published.
const mainFeed = "/news.xml"

// setting is a key of newsbot's environment, without its prefix.
type setting = map[string]string

// openWorld starts the two servers. The chats are in newsbot's store, and
// Telegram knows them all. settings are added to the environment of newsbot.
func (b *bench) openWorld(ctx context.Context, chats []chat, rateLimits bool, settings setting) (w *world, err error) {
	w = &world{bench: b, origin: feedtest.New(), feeds: []string{mainFeed}}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.close())
		}
	}()
	if w.dir, err = os.MkdirTemp(b.dir, "world-"); err != nil {
		return w, err
	}
	if err = seed(ctx, w.store(), chats); err != nil {
		return w, err
	}
	if w.telegram, err = telegramtest.Start(telegramtest.Options{
		RateLimits: rateLimits, OpenPrivate: true, KeepMessages: 1, KeepRequests: -1,
	}); err != nil {
		return w, err
	}
	if err = introduce(ctx, w.telegram, chats); err != nil {
		return w, err
	}
	w.journal = follow(w.telegram)
	if _, err = w.origin.Start("127.0.0.1:0"); err != nil {
		return w, err
	}
	// A window of what a feed shows, so that it stays as small as feeds are.
	w.origin.Configure(mainFeed, feedtest.Feed{Title: "Figures", Language: "en", Window: 100})
	w.publishBaseline(mainFeed, 20)
	w.settings = setting{
		"TELEGRAM_TOKEN": w.telegram.Token(), "TELEGRAM_API_URL": w.telegram.URL(),
		"STORE": "bolt://" + w.store(), "HTTP_LISTEN": "",
		"POLL_SCHEDULE": "@every 1s", "POLL_EVERY": "1s", "POLL_ALLOW_PRIVATE": "true",
	}
	for key, value := range settings {
		w.settings[key] = value
	}
	return w, nil
}

func (w *world) store() string { return filepath.Join(w.dir, "newsbot.db") }

// environment is newsbot's, and nothing of what surrounds figures.
func (w *world) environment() ([]string, error) {
	type feedConfig struct {
		URL string `json:"url"`
	}
	var feeds []feedConfig
	for _, path := range w.feeds {
		feeds = append(feeds, feedConfig{w.origin.URL(path)})
	}
	list, err := json.Marshal(feeds)
	if err != nil {
		return nil, err
	}
	var env []string
	if len(feeds) > 0 { // else they are in a file
		env = append(env, "NEWSBOT_FEEDS="+string(list))
	}
	for key, value := range w.settings {
		env = append(env, "NEWSBOT_"+key+"="+value)
	}
	return env, nil
}

// publishBaseline puts items in a feed that nobody is alerted of.
func (w *world) publishBaseline(path string, n int) {
	for i := range n {
		w.origin.Publish(path, feed.Item{
			GUID: "old-" + strconv.Itoa(i), Title: fmt.Sprintf("What was reported before, part %d", i),
			Text: "It stood here already.", Published: time.Now().Add(-24 * time.Hour), Views: -1,
		})
	}
}

// publish puts the next story in the main feed and returns its number. It
// matches whoever asks for one of the words.
func (w *world) publish(words string) int {
	w.stories++
	w.origin.Publish(mainFeed, feed.Item{
		GUID: strconv.Itoa(w.stories), Link: "https://example.org/" + strconv.Itoa(w.stories),
		Title:   fmt.Sprintf("Story %d: delegations of Italy and Kazakhstan meet, %s", w.stories, words),
		Summary: "Delegations of Italy and Kazakhstan met in Astana. The talks were about trade, students and the railway.",
		Text: "Delegations of Italy and Kazakhstan met in Astana. The talks were about trade, students and the railway.\n" +
			"Both sides agreed to meet again in a year. A joint commission will prepare the agreements until then.",
		Published: time.Now(), Views: -1,
	})
	return w.stories
}

// close ends the servers. The store goes with the bench.
func (w *world) close() error {
	var errs []error
	if w.telegram != nil {
		errs = append(errs, w.telegram.Close())
	}
	if w.journal != nil {
		w.journal.close()
	}
	return errors.Join(append(errs, w.origin.Close(), os.RemoveAll(w.dir))...)
}

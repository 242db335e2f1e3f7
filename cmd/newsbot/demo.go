package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/webchat"
	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/feedtest"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

const (
	// sampleEvery is how often a sample story appears.
	sampleEvery = 5 * time.Second
	// sampleFirst is how many stories are there before the bot first looks.
	sampleFirst = 4
	// sampleKept is how many stories a sample feed shows at a time.
	sampleKept = 50
	sampleZone = "Asia/Almaty"
)

// The sample sources, by the names that people see.
const (
	sampleWire    = "Steppe Wire"
	sampleListing = "Press Office"
)

// samplePath is a sample source's place at its origin.
func samplePath(source string) string {
	if source == sampleListing {
		return "/listing.txt"
	}
	return "/wire.xml"
}

func demoCommand() command {
	return command{
		name:    "demo",
		args:    "[--addr HOST:PORT] [--data DIR]",
		summary: "Try the bot in the browser: no token, no network, made-up news.",
		examples: []string{
			"newsbot demo",
			"newsbot demo --addr 127.0.0.1:9000 --data ./demo",
		},
		run: runDemo,
	}
}

func runDemo(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	addr := flags.String("addr", "127.0.0.1:8080", "serve the page at `HOST:PORT`")
	data := flags.String("data", "", "keep the store in `DIR`; without, it is gone afterwards")
	debug := flags.Bool("debug", false, "log what is done as well")
	if err := noOperands(flags, args); err != nil {
		return err
	}
	dir := *data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "newsbot-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	log := slog.New(slog.DiscardHandler)
	if *debug {
		log = newLog(s.err, true)
	}
	d, err := openDemo(ctx, *addr, dir, log)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "newsbot demo: open http://%s/ in a browser; stop with Ctrl-C\n", d.listener.Addr())
	return errors.Join(d.Run(ctx), d.Close())
}

// A demo is the real bot with a made-up world around it: a Bot API server with
// people in it, an origin with feeds, and a page to look at both.
type demo struct {
	telegram *telegramtest.Server
	origin   *feedtest.Origin
	room     *newsroom
	app      *app
	listener net.Listener
	zone     *time.Location
}

func openDemo(ctx context.Context, addr, dir string, log *slog.Logger) (d *demo, err error) {
	d = &demo{}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if d.listener, err = net.Listen("tcp", addr); err != nil {
		return d, fmt.Errorf("--addr: %w; choose another with --addr 127.0.0.1:9000", err)
	}
	if d.telegram, err = telegramtest.Start(telegramtest.Options{Name: "newsbot", RateLimits: true}); err != nil {
		return d, err
	}
	if d.zone, err = time.LoadLocation(sampleZone); err != nil {
		return d, err
	}
	d.origin = feedtest.New()
	address, err := d.origin.Start("127.0.0.1:0")
	if err != nil {
		return d, err
	}
	d.origin.Configure(samplePath(sampleWire), feedtest.Feed{Title: sampleWire, Language: "en", Window: sampleKept})
	d.origin.Configure(samplePath(sampleListing), feedtest.Feed{Format: feed.Listing, TimeZone: d.zone, Window: sampleKept})
	if d.room, err = newNewsroom(d.followed); err != nil {
		return d, err
	}
	cfg := defaults()
	cfg.Telegram.Token = d.telegram.Token()
	cfg.Telegram.APIURL = d.telegram.URL()
	cfg.Store = "bolt:" + filepath.Join(dir, "demo.db")
	cfg.HomeCountry = "KZ"
	cfg.TimeZone = sampleZone
	cfg.Poll = PollConfig{Schedule: "@every 1s", Every: time.Second, AllowPrivate: true}
	cfg.HTTP.Listen = ""
	cfg.Feeds = []FeedConfig{
		{URL: address + samplePath(sampleWire), Name: sampleWire, Format: feed.RSS},
		{URL: address + samplePath(sampleListing), Name: sampleListing, Format: feed.Listing, TimeZone: sampleZone},
	}
	for range sampleFirst {
		d.publish(d.room.story())
	}
	d.app, err = openApp(ctx, &cfg, log)
	return d, err
}

// Run serves the page and publishes stories until ctx ends.
func (d *demo) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	page, err := d.openPage(d.zone)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: page, ReadHeaderTimeout: 5 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	server.RegisterOnShutdown(page.Close)
	g.Go(func() error { return d.app.Run(ctx) })
	g.Go(func() error {
		if err := server.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve the page: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if server.Shutdown(stopping) != nil {
			return server.Close()
		}
		return nil
	})
	g.Go(func() error {
		ticker := time.NewTicker(sampleEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
			}
			d.publish(d.room.story())
		}
	})
	return g.Wait()
}

// Close gives back what the demo holds. It may be called on one half open.
func (d *demo) Close() error {
	var errs []error
	if d.app != nil {
		errs = append(errs, d.app.Close())
	}
	if d.origin != nil {
		errs = append(errs, d.origin.Close())
	}
	if d.telegram != nil {
		errs = append(errs, d.telegram.Close())
	}
	if d.listener != nil {
		if err := d.listener.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (d *demo) publish(s sample) {
	d.origin.Publish(samplePath(s.Feed), feed.Item{
		Title: s.Title, Attribution: s.Source, Text: s.Text, Published: time.Now(), Views: -1,
	})
}

// followed returns the countries that somebody follows.
func (d *demo) followed() (codes []country.Code) {
	if d.app == nil {
		return nil
	}
	d.app.book.Each(func(chat *subscriptions.Chat) bool {
		for _, s := range chat.Subscriptions {
			if q, err := query.Parse(s.Query); err == nil {
				codes = append(codes, q.Countries()...)
			}
		}
		return true
	})
	return codes
}

// openPage returns the page: three people and a group that they share.
func (d *demo) openPage(zone *time.Location) (*webchat.Handler, error) {
	person := func(id int64, name, language string) telegramtest.User {
		return telegramtest.User{ID: id, FirstName: name, LanguageCode: language}
	}
	giulia, aigerim, pavel := person(101, "Giulia", "en"), person(102, "Aigerim", "kk"), person(103, "Pavel", "ru")
	alone := func(u telegramtest.User, place string, suggestions ...string) webchat.Chat {
		return webchat.Chat{
			Chat: telegramtest.PrivateChat(u), People: []telegramtest.User{u},
			Place: place, Zone: zone, Suggestions: suggestions,
		}
	}
	desk := telegramtest.Chat{ID: -1001, Type: telegramtest.Supergroup, Title: "News desk"}
	d.telegram.AddToGroup(desk, giulia)
	d.telegram.Promote(desk.ID, giulia, giulia)
	return webchat.New(d.telegram, webchat.Options{
		Title: "newsbot demo",
		Chats: []webchat.Chat{
			alone(giulia, "Embassy", "/start", "/subscribe Italy", "/latest", "/digest now"),
			alone(aigerim, "Press office", "/start", "/subscribe", "/subscribe nuclear energy"),
			alone(pavel, "Reader", "/start", "/subscribe Узбекистан OR Kyrgyzstan", "/settings"),
			{
				Chat: desk, People: []telegramtest.User{giulia, aigerim, pavel}, Place: "A group; Giulia is its admin", Zone: zone,
				Suggestions: []string{"/subscribe oil OR gas", "/subscriptions"},
			},
		},
		Sources: []string{sampleWire, sampleListing},
		Publish: func(_ context.Context, s webchat.Story) error {
			d.publish(sample{Feed: s.Source, Title: s.Headline, Text: s.Text})
			return nil
		},
	})
}

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
	"newsbot/feed/feedtest"
)

const (
	// sampleEvery is how often a sample story appears.
	sampleEvery = 5 * time.Second
	// sampleFirst is how many stories are there before the bot first looks.
	sampleFirst = 4
	sampleZone  = "Asia/Almaty" // of the listing, which names none
)

func demoCommand() command {
	return command{
		name:    "demo",
		args:    "[--addr HOST:PORT] [--data DIR] [--debug]",
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
	fmt.Fprintf(s.out, "newsbot demo: open %s/ in a browser; stop with Ctrl-C\n", d.address)
	return errors.Join(d.Run(ctx), d.Close())
}

// A demo is the real bot with a made-up world around it: a Bot API server with
// people in it, an origin with feeds, and a page to look at both.
type demo struct {
	listener net.Listener
	address  string         // of the page's server
	zone     *time.Location // of the people, as this machine's
	telegram *telegramtest.Server
	origin   *feedtest.Origin
	app      *app
	room     *newsroom
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
	d.address = localURL(d.listener)
	zone := localZone(time.Now())
	if d.zone, err = zoneOf(zone); err != nil {
		return d, err
	}
	// The store outlives this Telegram: whoever is in it has started the bot, and
	// update ids go on above those that the bot has seen.
	if d.telegram, err = telegramtest.Start(telegramtest.Options{Name: "newsbot", RateLimits: true, OpenPrivate: true}); err != nil {
		return d, err
	}
	d.telegram.JumpUpdates(int(time.Now().Unix()))
	if d.origin, err = newOrigin(); err != nil {
		return d, err
	}
	cfg := defaults()
	cfg.Telegram.Token = d.telegram.Token()
	cfg.Telegram.APIURL = d.telegram.URL()
	cfg.Store = "bolt:" + filepath.Join(dir, "demo.db")
	cfg.HomeCountry = "KZ"
	cfg.TimeZone = zone
	cfg.Poll = PollConfig{Schedule: "@every 1s", Every: time.Second, AllowPrivate: true}
	cfg.HTTP.Listen = ""
	cfg.Feeds = sampleFeeds(d.address)
	if d.app, err = openApp(ctx, &cfg, log); err != nil {
		return d, err
	}
	before := int(d.app.archive.Head())
	if before > 0 {
		before += 2 * sampleKept // what was published last may not have been archived
	}
	if d.room, err = newNewsroom(before, d.wanted); err != nil {
		return d, err
	}
	for range sampleFirst {
		d.publish(d.room.story())
	}
	return d, nil
}

// Run serves the page and publishes stories until ctx ends.
func (d *demo) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	page, err := d.openPage()
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: d.handler(page), ReadHeaderTimeout: 5 * time.Second,
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

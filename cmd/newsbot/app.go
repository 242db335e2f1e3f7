package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/sync/errgroup"

	"newsbot/bot"
	"newsbot/bot/dispatch"
	"newsbot/bot/locale"
	"newsbot/bot/notify"
	"newsbot/bot/outbox"
	"newsbot/bot/render"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/country"
	"newsbot/feed/fetch"
	"newsbot/feed/group"
	"newsbot/feed/parse"
	"newsbot/feed/websub"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

// An app is the whole program: made by openApp, worked by Run, ended by Close.
type app struct {
	cfg *Config
	log *slog.Logger

	store      store.Store
	fetcher    *fetch.Fetcher
	client     *telegram.Client
	cursor     telegram.Cursor
	book       *subscriptions.Book
	archive    *archive.Archive
	poller     *feed.Poller
	hubs       *websub.Subscriber // nil: http.public_url is not set
	dispatcher *dispatch.Dispatcher
	digests    *dispatch.Digests
	notifier   *notify.Notifier
	bot        *bot.Bot
	ops        *ops
	polling    cron.Schedule
}

// stopGrace is how long sends under way have when the bot is asked to stop: it is
// to be gone within ten seconds, which is when service managers kill.
const stopGrace = 6 * time.Second

// minutely is when due digests are looked for.
const minutely = "* * * * *"

// openApp opens the store, asks Telegram who the bot is, and puts the parts
// together. What it opened it closes when it fails.
func openApp(ctx context.Context, cfg *Config, log *slog.Logger) (a *app, err error) {
	a = &app{cfg: cfg, log: log}
	a.ops = newOps(a)
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
			a = nil
		}
	}()
	if a.polling, err = schedule(cfg.Poll.Schedule); err != nil {
		return a, err
	}
	token, err := cfg.token()
	if err != nil {
		return a, err
	}
	if a.client, err = telegram.New(telegram.Options{
		Token: token, APIURL: cfg.Telegram.APIURL, PaidBroadcast: cfg.Telegram.PaidBroadcast,
		Observe: a.ops.requested, Log: log,
	}); err != nil {
		return a, err
	}
	db, err := boltstore.Open(cfg.storePath())
	if err != nil {
		return a, err
	}
	a.store = db
	w, err := a.store.Lead(ctx)
	if err != nil {
		return a, err
	}
	me, err := identify(ctx, a.client, cfg.Telegram.APIURL)
	if err != nil {
		return a, err
	}
	a.ops.store.Writer = w
	return a, a.build(ctx, &a.ops.store, me)
}

// build makes the parts that stand on the store.
func (a *app) build(ctx context.Context, w store.Writer, me telegram.Bot) (err error) {
	if a.book, err = subscriptions.OpenBook(ctx, w); err != nil {
		return fmt.Errorf("open the chats: %w", err)
	}
	for _, problem := range a.book.Problems() {
		a.log.Warn("a subscription matches nothing", "error", problem)
	}
	if a.archive, err = archive.Open(ctx, w, archive.Options{Grouper: group.New()}); err != nil {
		return fmt.Errorf("open the archive: %w", err)
	}
	box, err := outbox.Open(ctx, w)
	if err != nil {
		return fmt.Errorf("open the outbox: %w", err)
	}
	catalog, err := locale.Load()
	if err != nil {
		return err
	}
	zone, err := zoneOf(a.cfg.TimeZone)
	if err != nil {
		return err
	}
	sources, err := a.cfg.sources()
	if err != nil {
		return err
	}
	tagger, err := a.cfg.tagger()
	if err != nil {
		return err
	}
	home := country.Code(a.cfg.HomeCountry)
	a.fetcher = newFetcher(a.cfg, sources, me.Username, a.book.Len)
	if a.poller, err = feed.New(feed.Options{
		Sources: sources, Fetcher: a.fetcher, Parser: parse.New(), Tagger: tagger, Archive: a.archive,
		ParserVersion: parse.Version, Observe: a.ops.polled, Log: a.log,
	}); err != nil {
		return err
	}
	if err = a.openHubs(ctx, w); err != nil {
		return err
	}
	pacer := notify.NewPacer(a.cfg.Telegram.MessagesPerSecond)
	renderer := render.New(render.Options{Catalog: catalog, Zone: zone, Home: home})
	if a.dispatcher, err = dispatch.New(dispatch.Options{
		Store: w, Archive: a.archive, Index: a.book, Outbox: box, Log: a.log,
	}); err != nil {
		return err
	}
	if a.digests, err = dispatch.NewDigests(dispatch.DigestOptions{
		Archive: a.archive, Book: a.book, Outbox: box, Zone: zone, Log: a.log,
	}); err != nil {
		return err
	}
	if a.notifier, err = notify.New(notify.Options{
		Outbox: box, Archive: a.archive, Book: a.book, Renderer: renderer, Sender: a.client, Pacer: pacer,
		Grace: stopGrace, Observe: a.ops.delivered, Log: a.log,
	}); err != nil {
		return err
	}
	a.cursor = telegram.StoredCursor(w)
	a.bot, err = bot.New(bot.Options{
		Username: me.Username, Book: a.book, Archive: a.archive, Store: w, Telegram: replies{a.client, pacer},
		Digester: a.digests, Catalog: catalog, Renderer: renderer, Zone: zone, Log: a.log,
	})
	return err
}

// identify asks Telegram who the bot is: the proof that token and network are good.
func identify(ctx context.Context, client *telegram.Client, apiURL string) (telegram.Bot, error) {
	for pause := time.Second; ; pause *= 2 {
		attempt, cancel := context.WithTimeout(ctx, 10*time.Second)
		me, err := client.Me(attempt)
		cancel()
		var failure *telegram.Error
		switch {
		case err == nil:
			return me, nil
		case errors.As(err, &failure) && failure.Reason == telegram.Unauthorized:
			return me, fmt.Errorf("%s refuses the bot token: copy it again from @BotFather into telegram.token_file or NEWSBOT_TELEGRAM_TOKEN (%w)", feed.ShownURL(apiURL), err)
		case ctx.Err() != nil || pause > 2*time.Second:
			return me, fmt.Errorf("%s does not answer as Telegram does: check the network and telegram.api_url (%w)", feed.ShownURL(apiURL), err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

// Run works until ctx ends and then returns nil, everything sent being
// acknowledged; or it returns why it cannot go on.
func (a *app) Run(ctx context.Context) error {
	minute, err := schedule(minutely)
	if err != nil {
		return err
	}
	stopOps, err := a.ops.listen(a.cfg.HTTP.Listen)
	if err != nil {
		return err
	}
	defer stopOps()
	if err := a.client.DeleteWebhook(ctx); err != nil && ctx.Err() == nil {
		a.log.Warn("delete webhook", "error", err)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.client.Poll(ctx, a.cursor, a.ops.watched(a.bot.Handle)) })
	g.Go(func() error { return a.dispatcher.Run(ctx) })
	g.Go(func() error { return a.notifier.Run(ctx) })
	g.Go(func() error {
		if err := a.bot.Setup(ctx, a.client); err != nil && ctx.Err() == nil {
			a.log.Warn("set the command menus", "error", err)
		}
		return nil
	})
	g.Go(func() error {
		defer a.poller.Wait()
		defer a.runHubs(ctx)()
		runTicks(ctx, a.log,
			tick{"poll", a.polling, a.ops.ticked(a.poller.Tick)},
			tick{"hubs", a.polling, a.tickHubs},
			tick{"digests", minute, a.digests.Tick},
			tick{"memory", minute, giveBack},
			tick{"alarms", minute, a.bot.Alarms(a.cfg.Telegram.Admins, a.poller.Status).Tick})
		return nil
	})
	a.log.Info("running", "feeds", len(a.cfg.Feeds), "chats", a.book.Len(), "version", version())
	err = g.Wait()
	a.log.Info("stopped")
	return err
}

// Close gives back what the app holds. It may be called on one half open.
func (a *app) Close() error {
	if a.fetcher != nil {
		a.fetcher.Close()
	}
	if a.store == nil {
		return nil
	}
	return a.store.Close()
}

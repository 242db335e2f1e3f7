package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/render"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// A Book keeps the chats; *subscriptions.Book is one.
type Book interface {
	Get(id int64) (*subscriptions.Chat, bool)
	Update(ctx context.Context, id int64, change func(*subscriptions.Chat) error, with ...store.Op) (*subscriptions.Chat, error)
	Move(ctx context.Context, from, to int64) error
}

// An Archive keeps the stories; *archive.Archive is one.
type Archive interface {
	Before(ctx context.Context, seq int64, limit int) ([]feed.Story, error)
	Story(ctx context.Context, seq int64) (feed.Story, error)
}

// A Joiner is an Archive that knows which stories were joined with one after it.
type Joiner interface {
	Later(seq int64) []int64
}

// A Store keeps the pending texts; a store.Writer is one.
type Store interface {
	Get(ctx context.Context, key []byte) ([]byte, error)
	Apply(ctx context.Context, ops []store.Op) error
}

// Telegram is how answers go out. Send may pace; errors are *telegram.Error.
type Telegram interface {
	Send(ctx context.Context, chat int64, t telegram.Text) (int, error)
	Edit(ctx context.Context, chat int64, message int, t telegram.Text) error
	Answer(ctx context.Context, tap, text string, alert bool) error
	IsAdmin(ctx context.Context, chat, user int64) (bool, error)
}

// A Digester sends a chat a digest of the last day at once; *dispatch.Digests is
// one.
type Digester interface {
	// Now returns how many stories matched; with 0 nothing is sent. The digest may
	// be sent before it returns. It returns
	// outbox.ErrWaiting while an earlier one is on its way.
	Now(ctx context.Context, chat int64) (int, error)
}

// Options are what a Bot needs. All must be set but Zone, Quick, Now and Log.
type Options struct {
	Username string // the bot's own, without "@"
	Book     Book
	Archive  Archive
	Store    Store
	Telegram Telegram
	Digester Digester
	Catalog  *locale.Catalog
	Renderer *render.Renderer
	Zone     *time.Location // of chats that chose none; nil: UTC
	Quick    time.Duration  // how long an answer waits for a backtest, before that comes later; 0: 1.5 s
	Now      func() time.Time
	Log      *slog.Logger
}

// A Bot handles updates. It may be used from any goroutine; the updates of one
// chat are to come one after the other.
type Bot struct {
	username string
	book     Book
	archive  Archive
	telegram Telegram
	digester Digester
	catalog  *locale.Catalog
	render   *render.Renderer
	zone     *time.Location
	quick    time.Duration
	now      func() time.Time
	log      *slog.Logger

	commands []command
	pending  pending
	flood    *flood
	scanning chan struct{} // held by the one scan of the archive

	backtests chan struct{} // held by each that is under way
}

// New returns a Bot.
func New(o Options) (*Bot, error) {
	if o.Username == "" || o.Book == nil || o.Archive == nil || o.Store == nil || o.Telegram == nil ||
		o.Digester == nil || o.Catalog == nil || o.Renderer == nil {
		return nil, errors.New("bot: an option is missing")
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Quick == 0 {
		o.Quick = defaultQuick
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Bot{
		username: o.Username, book: o.Book, archive: o.Archive, telegram: o.Telegram, digester: o.Digester,
		catalog: o.Catalog, render: o.Renderer, zone: o.Zone, quick: o.Quick, now: o.Now, log: o.Log,
		commands: table(), pending: pending{o.Store}, flood: newFlood(), scanning: make(chan struct{}, 1),
		backtests: make(chan struct{}, maxBacktests),
	}, nil
}

// Package notify sends what is due: it takes deliveries from the outbox, asks once
// more whether each is still wanted, renders it, paces it, sends it and stores what
// became of it.
//
// A Notifier has W slots. A delivery takes one before it is sent and gives it back
// when its outcome is durable, so no more than W messages can come twice after a
// crash; outcomes share commits and never hold up sending beyond the slots. When it
// is asked to stop it lets the sends under way finish, so that nothing comes twice.
//
// A Pacer is the one owner of pacing, for replies to people as well. A chat that is
// not ready never keeps another waiting: what it cannot take within a few seconds
// goes back to the outbox with a due time.
//
// What each failure means is decided in one place, judge. Nothing else retries.
//
// A story that tells the same as an earlier one is not sent to a chat that had that.
// So where an alert comes to nothing, the next story of its group that the chat was
// left out of takes its place (joined.go). Where the alert was sent, it is edited to
// list what has joined its story since, when nothing else is to be sent (edit.go).
package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// An Outbox is where deliveries come from and outcomes go, see outbox.Outbox.
type Outbox interface {
	TakeAlerts(ctx context.Context, now time.Time, limit int) ([]outbox.Delivery, time.Time, error)
	TakeDigests(ctx context.Context, now time.Time, limit int) ([]outbox.Delivery, time.Time, error)
	TakeEdits(ctx context.Context, now time.Time, limit int) ([]outbox.Delivery, time.Time, error)
	Begin(ctx context.Context, d outbox.Delivery, used int) error
	Ack(ctx context.Context, acks ...outbox.Ack) error
	Changed() <-chan struct{}
}

// An Archive has the stories. Story returns store.ErrNotFound for one that is gone.
type Archive interface {
	Story(ctx context.Context, seq int64) (feed.Story, error)
}

// A Joiner is an Archive that knows which stories were joined with one after it.
type Joiner interface {
	Later(seq int64) []int64
}

// A Book has the chats, see subscriptions.Book.
type Book interface {
	Get(id int64) (*subscriptions.Chat, bool)
	Current(id int64) int64 // the id of a group that moved
	Update(ctx context.Context, id int64, change func(*subscriptions.Chat) error, with ...store.Op) (*subscriptions.Chat, error)
	Move(ctx context.Context, from, to int64) error
}

// A Renderer makes messages, see render.Renderer. Digest renders as many of the
// stories as one message holds and says how many.
type Renderer interface {
	Alert(chat *subscriptions.Chat, story *feed.Report, matched []subscriptions.Subscription) telegram.Text
	Digest(chat *subscriptions.Chat, date string, stories []feed.Report, sent, total int) (text telegram.Text, used int)
}

// A Sender sends, and edits what it sent, of which nobody is notified. Its errors are
// *telegram.Error. Once begun, a send ends on its own or soon after ctx does.
type Sender interface {
	Send(ctx context.Context, chat int64, t telegram.Text) (message int, err error)
	Edit(ctx context.Context, chat int64, message int, t telegram.Text) error
}

// An Event is what became of a delivery, for whoever counts.
type Event struct {
	Kind    outbox.Kind
	Outcome outbox.Outcome
	Why     string        // the reason, unless it was Sent
	Latency time.Duration // with Sent: since an alert's story was found, or the last that an edit adds, or a digest was due
}

// Options are what a Notifier needs. All but the last four must be set.
type Options struct {
	Outbox   Outbox
	Archive  Archive
	Book     Book
	Renderer Renderer
	Sender   Sender
	Pacer    *Pacer

	InFlight int           // slots; 0: as Slots says
	Grace    time.Duration // for sends under way when asked to stop; 0: 8 s
	Observe  func(Event)   // called from one goroutine at a time; nil: nobody counts
	Log      *slog.Logger  // nil: none
}

// A Notifier sends what is due.
type Notifier struct {
	Options
	stories *stories
}

// The bounds of InFlight: 8 do for 30 messages a second, 256 for 1,000.
const (
	minInFlight = 8
	maxInFlight = 256
)

// Slots is how many sends are under way at most where Options do not say, and so how
// many messages can come twice after a crash. perSecond is the rate of the Pacer.
func Slots(perSecond int) int {
	if perSecond <= 0 { // no pacing
		return maxInFlight
	}
	return min(maxInFlight, max(minInFlight, perSecond/4))
}

// New returns a Notifier.
func New(o Options) (*Notifier, error) {
	if o.Outbox == nil || o.Archive == nil || o.Book == nil || o.Renderer == nil || o.Sender == nil || o.Pacer == nil {
		return nil, errors.New("notifier: an option is missing")
	}
	if o.InFlight < 0 || o.Grace < 0 {
		return nil, fmt.Errorf("notifier: InFlight %d, Grace %v: below zero", o.InFlight, o.Grace)
	}
	if o.InFlight == 0 {
		o.InFlight = Slots(o.Pacer.rate)
	}
	if o.Grace == 0 {
		o.Grace = 8 * time.Second
	}
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Notifier{Options: o, stories: newStories(o.Archive)}, nil
}

// Run sends until ctx is done, then lets the sends under way finish and returns nil.
// It returns an error when the store fails or is another's now, and when Telegram
// refuses the token. Only one Run of a process may be under way.
func (n *Notifier) Run(ctx context.Context) error {
	r := newRun(ctx, n)
	defer r.stop()
	return r.loop(ctx)
}

package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"time"
)

// Bounds of the updates that were received and are not handled yet.
const (
	windowSize = 1000 // of all chats; while there are so many, no more are asked for
	// chatShare is the most of one chat. Where that is more, it is roomShare of
	// the room there is, so that however many chats are slow together there is
	// room for the next.
	chatShare = 100
	roomShare = 8
)

// handleTimeout bounds the handling of one update, so that none can hold up
// its chat for long.
const handleTimeout = time.Minute

// A window holds the updates that were received and are not handled yet. Those
// of a chat are in line, and the first of each line is being handled. It belongs
// to the poller's goroutine; the goroutines that handle only write to done.
type window struct {
	handle  func(context.Context, Update) error
	held    map[int]*held // by id
	lines   map[int64]*line
	running int
	done    chan outcome // has room for every update
}

type held struct {
	received
	noted bool // in the store
}

// A received update as it was given, and as it was read.
type received struct {
	Update
	raw json.RawMessage
}

// A line is what is held of one chat.
type line struct {
	ids   []int // in order; the first is being handled
	aside int   // in excess, being handled beside the line
}

// An outcome is how the handling of an update ended.
type outcome struct {
	id  int
	err error
}

func newWindow(handle func(context.Context, Update) error) *window {
	return &window{handle: handle, held: map[int]*held{}, lines: map[int64]*line{}, done: make(chan outcome, windowSize)}
}

func (w *window) room() int { return max(0, windowSize-len(w.held)) }

func (w *window) has(id int) bool { return w.held[id] != nil }

// hold puts an update in its chat's line. One that is noted already, or that the
// bot must not miss, always gets a place; any other that finds the chat's share
// taken is in excess and does not wait, and is refused where there are as many
// of those.
func (w *window) hold(ctx context.Context, u received, noted bool) (ok bool) {
	chat, share := u.chat(), max(1, min(chatShare, w.room()/roomShare))
	l := w.lines[chat]
	if l == nil {
		l = &line{}
		w.lines[chat] = l
	}
	h := &held{received: u, noted: noted}
	switch {
	case noted || len(l.ids) < share || u.essential():
		if l.ids = append(l.ids, u.ID); len(l.ids) == 1 {
			w.start(ctx, h)
		}
	case l.aside < share:
		l.aside++
		h.Excess = true
		w.start(ctx, h)
	default:
		return false
	}
	w.held[u.ID] = h
	return true
}

func (w *window) start(ctx context.Context, h *held) {
	w.running++
	go func() { w.done <- outcome{h.ID, handleOne(ctx, h.Update, w.handle)} }()
}

// finish takes an outcome and starts the chat's next update. It returns what is
// no longer held, or nil where the update was left for the next start, as was
// what is behind it.
func (w *window) finish(ctx context.Context, o outcome) *held {
	w.running--
	if o.err != nil && (ctx.Err() != nil || fatal(o.err)) {
		return nil
	}
	h := w.held[o.id]
	delete(w.held, o.id)
	l := w.lines[h.chat()]
	if h.Excess {
		l.aside--
	} else if l.ids = l.ids[1:]; len(l.ids) > 0 && ctx.Err() == nil {
		w.start(ctx, w.held[l.ids[0]])
	}
	if len(l.ids) == 0 && l.aside == 0 {
		delete(w.lines, h.chat())
	}
	return h
}

// handleOne turns a panic into an error: an update that always causes one would
// otherwise come again at every start and stop the bot for everybody.
func handleOne(ctx context.Context, u Update, handle func(context.Context, Update) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, handleTimeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return handle(ctx, u)
}

// chat returns whose updates u is to be kept in order with.
func (u *Update) chat() int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.Tap != nil && u.Tap.Chat.ID != 0:
		return u.Tap.Chat.ID
	case u.Tap != nil:
		return u.Tap.From.ID
	case u.Membership != nil:
		return u.Membership.Chat.ID
	}
	return 0
}

// essential says that nobody can ask again for what u tells: the bot's own place
// in a chat, or a group's new number.
func (u *Update) essential() bool {
	return u.Membership != nil || u.Message != nil && (u.Message.MigrateTo != 0 || u.Message.MigrateFrom != 0)
}

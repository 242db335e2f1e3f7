package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"newsbot/subscriptions/store"
)

const (
	maxPoll   = 50 * time.Second // what Telegram holds a poll open at most
	pollSlack = 15 * time.Second // how much later than asked an answer may come
	batchSize = 100              // the most Telegram gives at once
)

// Time limits after Poll's context ended, in all 8 seconds.
const (
	handleGrace  = 4 * time.Second // to finish what was received, from the end
	saveLimit    = 2 * time.Second // to save, from then on
	confirmLimit = 2 * time.Second // to confirm, from then on
)

// allowedUpdates is sent with every poll: Telegram remembers the last list it
// was given, and somebody else may have given it another.
const allowedUpdates = `["message","channel_post","callback_query","my_chat_member"]`

// ErrStop, wrapped in an error of Poll's handle, ends Poll: the update was not
// handled and no later one can be.
var ErrStop = errors.New("stop polling")

// Poll gives every update to handle until ctx ends, and returns nil then. It
// ends with an error where going on is pointless: the token is refused, or
// handle or the cursor say ErrStop, store.ErrFenced or store.ErrClosed. Every
// other error of handle is logged, and the update counts as handled; every other
// failure of Telegram's or the cursor's is tried again, ever more slowly.
//
// The updates of a chat are handled one after the other, those of all chats side
// by side, so that a slow chat holds up no other. See the package comment for
// what is kept of them meanwhile, and Update.Excess for a chat that is too far
// behind.
//
// When ctx ends, handle has four seconds to finish what was received before its
// own context ends. What it cannot finish is given to it at the next start.
func (c *Client) Poll(ctx context.Context, cur Cursor, handle func(context.Context, Update) error) error {
	before, err := cur.Load(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	p := &poller{Client: c, cursor: cur, window: newWindow(handle), offset: before.Offset, seen: newSeen(before.Recent)}
	return p.run(ctx, before.Noted)
}

// A poller is one run of Poll. Only its goroutine uses it, but for pause, which
// is of the goroutine that asks.
type poller struct {
	*Client
	cursor Cursor
	window *window

	offset int // to ask from; 0: from the oldest update there is
	asked  int // what Telegram was last asked from, and so what it knows as received
	seen   *seen
	strike []int // ids of notes to strike out
	dirty  bool  // there is something to save
	pause  pause
}

func (p *poller) run(ctx context.Context, noted []json.RawMessage) error {
	handling, stop := afterGrace(ctx, handleGrace)
	defer stop()
	p.resume(handling, noted)
	err := p.work(ctx, handling)
	if err != nil {
		stop()
	}
	for p.window.running > 0 {
		if failed := p.settle(handling, <-p.window.done); failed != nil && err == nil {
			err = failed
			stop()
		}
	}
	return p.end(ctx, err)
}

// resume takes up what was received and not handled when the last run ended.
func (p *poller) resume(handling context.Context, noted []json.RawMessage) {
	for _, raw := range noted {
		id, err := updateID(raw)
		if err != nil {
			p.log.Error("skipped a noted update without a readable id", slog.Any("error", err))
			continue
		}
		u, err := decode(raw)
		if err != nil {
			p.log.Error("skipped a noted update that cannot be read", slog.Int("update", id), slog.Any("error", err))
			p.strike, p.dirty = append(p.strike, id), true
			continue
		}
		p.window.hold(handling, received{u, raw}, true)
	}
}

// fatal says whether polling on is pointless.
func fatal(err error) bool {
	return reason(err) == Unauthorized || errors.Is(err, ErrStop) || errors.Is(err, store.ErrFenced) || errors.Is(err, store.ErrClosed)
}

// work asks for updates and hands them out until ctx ends or an error is fatal.
func (p *poller) work(ctx, handling context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var asking chan answer // nil: nothing is asked at the moment
	defer func() {
		cancel()
		if asking != nil {
			<-asking
		}
	}()
	var problem error // of the last batch
	for ctx.Err() == nil {
		if asking == nil && p.window.room() > 0 {
			asking = p.ask(ctx, problem)
		}
		var err error
		select {
		case <-ctx.Done():
		case a := <-asking:
			asking = nil
			if err = a.err; err == nil {
				p.asked = a.offset
				err = p.take(ctx, handling, a.batch)
			}
			problem = err
		case o := <-p.window.done:
			if err = p.settle(handling, o); err == nil {
				err = p.save(ctx)
			}
		}
		if fatal(err) {
			return err
		}
	}
	return nil
}

// An answer is what Telegram answered to a poll.
type answer struct {
	batch  []json.RawMessage
	offset int // that was asked from
	err    error
}

// ask asks for updates, after a pause where there was a problem.
func (p *poller) ask(ctx context.Context, problem error) chan answer {
	out := make(chan answer, 1)
	offset, limit := p.offset, min(batchSize, p.window.room())
	go func() {
		if err := p.pause.after(ctx, p.log, problem); err != nil {
			out <- answer{err: err}
			return
		}
		batch, err := p.fetch(ctx, query{offset, limit, p.poll})
		out <- answer{batch, offset, err}
	}()
	return out
}

// A query is a request for updates.
type query struct {
	offset, limit int
	hold          time.Duration // how long Telegram may wait for the first
}

// fetch asks for updates and so confirms those before the offset.
func (c *Client) fetch(ctx context.Context, q query) ([]json.RawMessage, error) {
	params := tgbotapi.Params{
		"timeout":         strconv.Itoa(int(q.hold / time.Second)),
		"limit":           strconv.Itoa(q.limit),
		"allowed_updates": allowedUpdates,
	}
	params.AddNonZero("offset", q.offset)
	ctx, cancel := context.WithTimeout(ctx, q.hold+pollSlack)
	defer cancel()
	var batch []json.RawMessage
	err := c.request(ctx, "getUpdates", params, &batch)
	return batch, err
}

package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	handleGrace  = 4 * time.Second // to finish the batch, from the end
	saveGrace    = 6 * time.Second // to save the offset, from the end
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
// A batch of updates (100 at most) is handled before the next is asked for,
// which is what confirms it, so no crash loses an update; one that was being
// handled comes again. The updates of a chat are handled one after the other,
// those of 8 chats at once.
//
// When ctx ends, handle has four seconds to finish the batch before its own
// context ends. What it cannot finish comes again at the next start.
func (c *Client) Poll(ctx context.Context, cur Cursor, handle func(context.Context, Update) error) error {
	offset, recent, err := cur.Load(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	p := &poller{Client: c, cursor: cur, handle: handle, offset: offset, seen: newSeen(recent)}
	return p.run(ctx)
}

// A poller is one run of Poll. Only its goroutine uses it.
type poller struct {
	*Client
	cursor Cursor
	handle func(context.Context, Update) error

	offset int // to ask from; 0: from the oldest update there is
	asked  int // what Telegram was last asked from, and so what it knows as handled
	seen   *seen
	pause  pause
}

func (p *poller) run(ctx context.Context) error {
	for ctx.Err() == nil {
		batch, err := p.fetch(ctx, p.poll, batchSize)
		if err == nil {
			err = p.take(ctx, batch)
		}
		if ctx.Err() != nil && !fatal(err) {
			break
		}
		if fatal(err) {
			return err
		}
		if err := p.pause.after(ctx, p.log, err); err != nil {
			break
		}
	}
	return p.confirm(ctx)
}

// fatal says whether polling on is pointless.
func fatal(err error) bool {
	return reason(err) == Unauthorized || errors.Is(err, ErrStop) || errors.Is(err, store.ErrFenced) || errors.Is(err, store.ErrClosed)
}

// fetch asks for updates and so confirms those before the offset.
func (p *poller) fetch(ctx context.Context, hold time.Duration, limit int) ([]json.RawMessage, error) {
	params := tgbotapi.Params{
		"timeout":         strconv.Itoa(int(hold / time.Second)),
		"limit":           strconv.Itoa(limit),
		"allowed_updates": allowedUpdates,
	}
	params.AddNonZero("offset", p.offset)
	asked := p.offset
	var batch []json.RawMessage
	if err := p.call(ctx, "getUpdates", params, hold+pollSlack, &batch); err != nil {
		return nil, err
	}
	p.asked = asked
	return batch, nil
}

// errStale is a batch that does not move on; asking on at once would spin.
var errStale = errors.New("only updates that were handled already")

// take handles a batch and saves how far that came.
func (p *poller) take(ctx context.Context, batch []json.RawMessage) error {
	if len(batch) == 0 {
		return nil
	}
	fresh, last, err := p.sort(batch)
	if err != nil {
		return err
	}
	if len(fresh) == 0 && last+1 == p.offset {
		return errStale
	}
	handling, cancel := afterGrace(ctx, handleGrace)
	defer cancel()
	saving, cancel := afterGrace(ctx, saveGrace)
	defer cancel()
	done, err := handleAll(handling, p.log, fresh, p.handle)
	// Where something was left, it is asked for again, and what was handled
	// above it is known by its id.
	//
	// The offset follows the ids, downwards too: after a week without updates
	// Telegram starts from a random number.
	next := last + 1
	for i, u := range fresh {
		if done[i] {
			p.seen.add(u.ID)
		} else {
			next = min(next, u.ID)
		}
	}
	p.offset = next
	if saveErr := p.save(saving); saveErr != nil {
		return errors.Join(err, saveErr)
	}
	return err
}

// sort reads a batch: the updates not handled yet, in Telegram's order, and the
// highest id. Updates that cannot be read are logged and left out.
func (p *poller) sort(batch []json.RawMessage) (fresh []Update, last int, err error) {
	ids, known := map[int]bool{}, 0
	for _, raw := range batch {
		id, err := updateID(raw)
		if err != nil {
			p.log.Error("skipped an update without a readable id", slog.Any("error", err))
			continue
		}
		if known++; known == 1 || id > last {
			last = id
		}
		if ids[id] || p.seen.has(id) {
			continue
		}
		ids[id] = true
		u, err := decode(raw)
		if err != nil {
			p.log.Error("skipped an update that cannot be read", slog.Int("update", id), slog.Any("error", err))
			continue
		}
		fresh = append(fresh, u)
	}
	if known == 0 {
		return nil, 0, fmt.Errorf("none of %d updates has a readable id", len(batch))
	}
	return inOrder(fresh), last, nil
}

// save stores the offset, however often that takes: asking on before would
// confirm updates that the store, and so what handling them wrote, may not hold.
func (p *poller) save(ctx context.Context) error {
	var wait pause
	for {
		err := p.cursor.Save(ctx, p.offset, p.seen.ids())
		if err == nil || fatal(err) || wait.after(ctx, p.log, err) != nil {
			return err
		}
	}
}

// confirm tells Telegram at the end what the last batch's end was, which else
// the next poll does. The one update it may be given stays for the next start.
func (p *poller) confirm(ctx context.Context) error {
	if p.offset == p.asked {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmLimit)
	defer cancel()
	if _, err := p.fetch(ctx, 0, 1); err != nil {
		p.log.Warn("could not confirm the last updates; they come again and are known", slog.Any("error", err))
	}
	return nil
}

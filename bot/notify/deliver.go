package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// An unwanted delivery is one that its chat no longer asks for.
type unwanted string

// wanted returns the chat that d is for now, or why it is no longer wanted. It is
// asked right before a send: the chat may have changed since d was enqueued.
func (n *Notifier) wanted(d *outbox.Delivery) (*subscriptions.Chat, unwanted) {
	chat, ok := n.Book.Get(n.Book.Current(d.Chat))
	switch {
	case !ok:
		return nil, "chat forgotten"
	case chat.Pause == subscriptions.ByUser && d.Asked: // it was asked for all the same
	case chat.Pause != subscriptions.Active:
		return nil, unwanted("paused: " + chat.Pause)
	case d.Kind != outbox.Digest && chat.DigestOnly:
		return nil, "digests only"
	case d.Kind == outbox.Edit && chat.Each:
		return nil, "told by each source"
	case d.Kind == outbox.Edit && chat.ID != d.Chat:
		return nil, "group moved" // the message stays behind
	case d.Kind == outbox.Digest && !d.Asked && !chat.Digest.On:
		return nil, "digest off"
	}
	return chat, ""
}

// A message is what one send of a delivery carries.
type message struct {
	chat   *subscriptions.Chat // whom it was sent to, once it was
	text   telegram.Text
	used   int       // stories of a digest it deals with
	newest int64     // of the stories that an alert or edit lists, its own included
	found  time.Time // what the latency counts from
	why    unwanted  // why it is not to be sent; else ""
}

const (
	notMatched unwanted = "no subscription matches"
	told       unwanted = "told already"
)

// compose renders the alert, or the next part of the digest.
func (n *Notifier) compose(ctx context.Context, d *outbox.Delivery, chat *subscriptions.Chat) (message, error) {
	if d.Kind == outbox.Digest {
		return n.composeDigest(ctx, d, chat)
	}
	s, err := n.stories.get(ctx, d.Story)
	if errors.Is(err, store.ErrNotFound) {
		return message{why: notMatched}, nil
	}
	if err != nil {
		return message{}, err
	}
	matched := chat.Matches(s.document)
	if len(matched) == 0 {
		return message{why: notMatched}, nil
	}
	earlier, later, err := n.joined(ctx, s)
	if err != nil {
		return message{}, err
	}
	if had(chat, earlier) {
		return message{why: told}, nil
	}
	return message{text: n.Renderer.Alert(chat, report(s, earlier, later), matched), newest: newest(s, later).Seq, found: s.Found}, nil
}

// composeDigest passes over stories that are gone or that no subscription matches
// any more, in favour of another that tells the same where one does. A digest that
// was empty from the start is sent; one of which nothing is left is not.
func (n *Notifier) composeDigest(ctx context.Context, d *outbox.Delivery, chat *subscriptions.Chat) (message, error) {
	m := message{found: d.Enqueued}
	var stories []feed.Report
	var places []int // of each story in d.Stories
	for i := d.Sent; i < len(d.Stories); i++ {
		r, err := n.entry(ctx, d.Stories[i], chat)
		if err != nil {
			return m, err
		}
		if r != nil {
			stories, places = append(stories, *r), append(places, i)
		}
	}
	if len(stories) == 0 && len(d.Stories) > 0 {
		m.why = notMatched
		return m, nil
	}
	used := 0
	m.text, used = n.Renderer.Digest(chat, d.Date, stories, d.Sent, d.Total)
	switch {
	case used >= len(stories):
		m.used = len(d.Stories) - d.Sent
	case used > 0:
		m.used = places[used-1] + 1 - d.Sent
	default:
		return m, fmt.Errorf("render digest %q of chat %d: no story fits", d.Date, d.Chat)
	}
	return m, nil
}

// A result is what became of one delivery in its slot.
type result struct {
	item  *item
	ack   *outbox.Ack // nil: nothing to store
	event Event
	err   error // Run must end
	sent  bool
	down  bool // Telegram could not be reached, or failed
}

// deliver composes and sends one delivery. Its chat was found wanting it and paced.
func (n *Notifier) deliver(ctx context.Context, it *item, chat *subscriptions.Chat) result {
	d := it.delivery
	if d.Kind == outbox.Edit {
		return n.edit(ctx, it, chat)
	}
	m, err := n.compose(ctx, &d, chat)
	if err != nil {
		return result{item: it, err: err}
	}
	if m.why != "" {
		res := drop(it, m.why)
		if m.why == notMatched {
			res.ack, res.err = n.instead(ctx, *res.ack, chat)
		}
		return res
	}
	if m.text.Thread == 0 {
		m.text.Thread = chat.Thread
	}
	if d.Kind == outbox.Digest {
		if err := n.Outbox.Begin(ctx, d, m.used); err != nil {
			return result{item: it, err: err}
		}
	}
	id, failure := n.Sender.Send(ctx, chat.ID, m.text)
	if failure != nil {
		m.chat = chat
		return n.failed(ctx, it, m, failure)
	}
	if chat.Misses > 0 {
		if err := n.change(ctx, chat.ID, func(c *subscriptions.Chat) { c.Misses = 0 }); err != nil {
			n.Log.Error("reset misses", "chat", chat.ID, "error", err)
		}
	}
	n.Log.Debug("sent", "kind", d.Kind, "chat", chat.ID, "story", d.Story, "message", id)
	ack := &outbox.Ack{Delivery: d, Outcome: outbox.Sent, Used: m.used}
	if n.editable(&d, chat) {
		ack.Message, ack.Listed = id, m.newest
	}
	return result{item: it, sent: true, ack: ack,
		event: Event{Kind: d.Kind, Outcome: outbox.Sent, Latency: time.Since(m.found)}}
}

// drop is the result of a delivery that is not to be sent.
func drop(it *item, why unwanted) result {
	return result{item: it, ack: &outbox.Ack{Delivery: it.delivery, Outcome: outbox.Dropped},
		event: Event{Kind: it.delivery.Kind, Outcome: outbox.Dropped, Why: string(why)}}
}

// failed carries out the verdict on a failed send.
func (n *Notifier) failed(ctx context.Context, it *item, m message, failure error) result {
	v := judge(it.delivery, m.used, failure, time.Now())
	if v.fatal {
		return result{item: it, err: fmt.Errorf("send: %w", failure)}
	}
	// The chat's document is changed even if Run was asked to stop in the meantime.
	if err := n.effect(context.WithoutCancel(ctx), m.chat, &v); err != nil {
		return result{item: it, err: err}
	}
	it.report(n, m.chat.ID, &v, failure)
	event := Event{Kind: it.delivery.Kind, Outcome: v.ack.Outcome, Why: v.why}
	if v.ack.Outcome == outbox.Sent {
		v.ack.Listed, event.Latency = m.newest, time.Since(m.found)
	}
	ack, err := n.replace(context.WithoutCancel(ctx), v.ack)
	return result{item: it, ack: ack, err: err, down: v.outage, event: event}
}

func (n *Notifier) effect(ctx context.Context, chat *subscriptions.Chat, v *verdict) (err error) {
	switch {
	case v.park > 0:
		n.Pacer.Park(chat.ID, v.park)
	case v.pause != "":
		err = n.change(ctx, chat.ID, func(c *subscriptions.Chat) { c.Pause = v.pause })
	case v.moveTo != 0:
		if err = n.Book.Move(ctx, chat.ID, v.moveTo); err != nil {
			err = fmt.Errorf("move chat %d to %d: %w", chat.ID, v.moveTo, err)
		}
	case v.thread:
		err = n.change(ctx, chat.ID, func(c *subscriptions.Chat) { c.Thread = 0 })
	case v.miss:
		misses := 0
		err = n.change(ctx, chat.ID, func(c *subscriptions.Chat) {
			c.Misses++
			if misses = c.Misses; misses >= maxMisses {
				c.Pause = subscriptions.Unreachable
			}
		})
		if v.missed(misses, time.Now()); v.rest > 0 {
			n.Pacer.Rest(chat.ID, v.rest)
		}
	}
	return err
}

// errForgotten keeps a chat that was forgotten meanwhile from being made anew.
var errForgotten = errors.New("chat forgotten")

// change changes a chat that is still there. A pause that someone else set stays.
func (n *Notifier) change(ctx context.Context, id int64, change func(*subscriptions.Chat)) error {
	_, err := n.Book.Update(ctx, id, func(c *subscriptions.Chat) error {
		if c.Created.IsZero() && len(c.Subscriptions) == 0 {
			return errForgotten
		}
		was := c.Pause
		if change(c); was == subscriptions.ByUser {
			c.Pause = was
		}
		return nil
	})
	if err == nil || errors.Is(err, errForgotten) {
		return nil
	}
	return fmt.Errorf("change chat %d: %w", id, err)
}

// report logs a failure as loud as it deserves, without any message text.
func (it *item) report(n *Notifier, chat int64, v *verdict, failure error) {
	log := n.Log.With("kind", it.delivery.Kind, "chat", chat, "story", it.delivery.Story,
		"reason", v.why, "attempt", it.delivery.Retry.Attempt)
	switch {
	case v.bug:
		log.Error("delivery dropped", "error", failure)
	case v.ack.Outcome == outbox.GaveUp:
		log.Error("delivery given up", "since", it.delivery.Retry.Since, "error", failure)
	case v.why == string(telegram.Unknown):
		log.Warn("delivery of unknown outcome", "repeated", v.ack.Outcome == outbox.Later, "error", failure)
	default:
		log.Info("delivery failed", "due", v.ack.Due, "error", failure)
	}
}

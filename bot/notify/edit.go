package notify

import (
	"context"
	"errors"
	"reflect"
	"time"

	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

const (
	notServed    unwanted = "not served by it" // the story that joined comes as an alert of its own, or is not wanted
	nothingToAdd unwanted = "nothing to add"
)

// editable reports whether it is of use to know which message an alert became. A group
// that moved keeps its messages, but not their numbers.
func (n *Notifier) editable(d *outbox.Delivery, chat *subscriptions.Chat) bool {
	_, joins := n.Archive.(Joiner)
	return joins && d.Kind == outbox.Alert && !chat.Each && chat.ID == d.Chat
}

// edit has an alert that was sent list what has joined its story since, for a chat that
// is not alerted of that because it had the alert.
func (n *Notifier) edit(ctx context.Context, it *item, chat *subscriptions.Chat) result {
	d := it.delivery
	m, err := n.composeEdit(ctx, &d, chat)
	switch {
	case err != nil:
		return result{item: it, err: err}
	case m.why == nothingToAdd: // until more joins
		res := drop(it, m.why)
		res.ack.Outcome, res.ack.Listed = outbox.Sent, m.newest
		return res
	case m.why != "":
		return drop(it, m.why)
	}
	if failure := n.Sender.Edit(ctx, chat.ID, d.Message, m.text); failure != nil {
		m.chat = chat
		return n.failed(ctx, it, m, failure)
	}
	n.keepTapped(ctx, &d, chat, m)
	n.Log.Debug("edited", "chat", chat.ID, "story", d.Story, "message", d.Message)
	return result{item: it, sent: true,
		ack:   &outbox.Ack{Delivery: d, Outcome: outbox.Sent, Listed: m.newest},
		event: Event{Kind: d.Kind, Outcome: outbox.Sent, Latency: time.Since(m.found)}}
}

// composeEdit renders the alert as it is to be now.
func (n *Notifier) composeEdit(ctx context.Context, d *outbox.Delivery, chat *subscriptions.Chat) (message, error) {
	s, err := n.stories.get(ctx, d.Story)
	if errors.Is(err, store.ErrNotFound) {
		return message{why: notServed}, nil
	}
	if err != nil {
		return message{}, err
	}
	if !had(chat, []*story{s}) {
		return message{why: notServed}, nil
	}
	earlier, later, err := n.joined(ctx, s)
	if err != nil {
		return message{}, err
	}
	last := newest(s, later)
	m := message{text: n.alert(chat, s, earlier, later), newest: last.Seq, found: last.Found}
	var listed []*story
	for _, l := range later {
		if l.Seq <= d.Listed {
			listed = append(listed, l)
		}
	}
	if m.text.HTML == n.alert(chat, s, earlier, listed).HTML {
		m.why = nothingToAdd
	}
	return m, nil
}

// alert renders an alert as a tap under it does: a subscription that is muted has a
// button to end that.
func (n *Notifier) alert(chat *subscriptions.Chat, s *story, earlier, later []*story) telegram.Text {
	return n.Renderer.Alert(chat, report(s, earlier, later), chat.Reasons(s.document))
}

// keepTapped sees to an alert whose chat has changed while it was edited: someone may
// have tapped under it, and the edit that answered the tap may have been undone by this
// one. It is edited again then, at once, as that someone looks at it.
func (n *Notifier) keepTapped(ctx context.Context, d *outbox.Delivery, chat *subscriptions.Chat, m message) {
	for range 3 {
		now, why := n.wanted(d)
		if why != "" || now == chat {
			return
		}
		chat = now
		s, err := n.stories.get(ctx, d.Story)
		if err != nil || len(chat.Reasons(s.document)) == 0 {
			return
		}
		earlier, later, err := n.joined(ctx, s)
		if err != nil {
			return
		}
		text := n.alert(chat, s, earlier, later)
		if reflect.DeepEqual(text, m.text) {
			continue
		}
		m.text = text
		if err := n.Pacer.Wait(ctx, Reply, chat.ID); err != nil {
			return
		}
		err = n.Sender.Edit(ctx, chat.ID, d.Message, text)
		n.Pacer.Answered(chat.ID)
		if err != nil {
			if v := judge(*d, 0, err, time.Now()); v.park > 0 {
				n.Pacer.Park(chat.ID, v.park)
			}
			n.Log.Warn("edit an alert that was tapped", "chat", chat.ID, "story", d.Story, "error", err)
			return
		}
	}
}

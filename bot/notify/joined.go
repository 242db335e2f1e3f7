package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"newsbot/bot/outbox"
	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// joined returns the stories that tell the same as s: those before it and those that
// have come since, ascending. Those that are gone are left out.
func (n *Notifier) joined(ctx context.Context, s *story) (earlier, later []*story, err error) {
	if earlier, err = n.read(ctx, s.Earlier); err != nil {
		return nil, nil, err
	}
	if j, ok := n.Archive.(Joiner); ok {
		later, err = n.read(ctx, j.Later(s.Seq))
	}
	return earlier, later, err
}

func (n *Notifier) read(ctx context.Context, seqs []int64) ([]*story, error) {
	var out []*story
	for _, seq := range seqs {
		s, err := n.stories.get(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func report(s *story, others ...[]*story) *feed.Report {
	r := &feed.Report{Story: s.Story}
	for _, o := range slices.Concat(others...) {
		r.Also = append(r.Also, o.Story)
	}
	return r
}

// newest returns the last of a story and those that have come since.
func newest(s *story, later []*story) *story {
	if len(later) > 0 {
		return later[len(later)-1]
	}
	return s
}

// had reports whether the chat had one of the stories. It agrees with the dispatcher,
// unless the chat has asked since to hear of a story once.
func had(chat *subscriptions.Chat, stories []*story) bool {
	return slices.ContainsFunc(stories, func(s *story) bool { return chat.Had(s.document, s.Found) })
}

// entry returns the entry of a digest for a story and those that tell the same: headed
// by the story or, where that is gone or matches no more, by the latest other one that
// does match. nil: none does. A chat that wants each told for itself gets no other.
func (n *Notifier) entry(ctx context.Context, seq int64, chat *subscriptions.Chat) (*feed.Report, error) {
	s, err := n.stories.get(ctx, seq)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	earlier, later, err := n.joined(ctx, s)
	if err != nil {
		return nil, err
	}
	if len(chat.Matches(s.document)) > 0 {
		return report(s, earlier, later), nil
	}
	for i, head := range slices.Backward(earlier) {
		if !chat.Each && len(chat.Matches(head.document)) > 0 {
			return report(head, earlier[:i], earlier[i+1:], []*story{s}, later), nil
		}
	}
	return nil, nil
}

// replace sees to an alert that failed for good although its chat still wants alerts.
// From now on the chat counts as one that had nothing, so that it is told by the next
// story that tells the same; one that is there already takes the place of the failed.
func (n *Notifier) replace(ctx context.Context, ack outbox.Ack) (*outbox.Ack, error) {
	if _, ok := n.Archive.(Joiner); !ok || ack.Delivery.Kind != outbox.Alert || ack.Outcome != outbox.Dropped && ack.Outcome != outbox.GaveUp {
		return &ack, nil
	}
	chat, why := n.wanted(&ack.Delivery)
	if why != "" {
		return &ack, nil // what it resumes to is new to it as well, see Chat.Since
	}
	// Before looking what is there: who looks at the chat later finds that it had not.
	if err := n.change(ctx, chat.ID, func(c *subscriptions.Chat) { c.Since = time.Now() }); err != nil {
		return nil, err
	}
	return n.instead(ctx, ack, chat)
}

// instead has the next story that tells the same take the place of an alert that is
// not sent, of those that the chat wants and was left out of.
func (n *Notifier) instead(ctx context.Context, ack outbox.Ack, chat *subscriptions.Chat) (*outbox.Ack, error) {
	j, ok := n.Archive.(Joiner)
	if !ok || ack.Delivery.Kind != outbox.Alert {
		return &ack, nil
	}
	group, err := n.read(ctx, append([]int64{ack.Delivery.Story}, j.Later(ack.Delivery.Story)...))
	if err != nil || len(group) == 0 || group[0].Seq != ack.Delivery.Story {
		return &ack, err
	}
	for _, s := range group[1:] {
		if chat.LeftOut(s.Found, group[0].document, group[0].Found) && len(chat.Matches(s.document)) > 0 {
			ack.Outcome, ack.Due, ack.Retry, ack.Story = outbox.Later, time.Now(), outbox.Retry{Why: "in place of another"}, s.Seq
			break
		}
	}
	return &ack, nil
}

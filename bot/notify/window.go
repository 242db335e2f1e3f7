package notify

import (
	"context"
	"time"

	"newsbot/bot/outbox"
)

// refill takes deliveries from the outbox into the window, when half of it is free.
func (r *run) refill(ctx context.Context) error {
	now := time.Now()
	for _, l := range r.lineups() {
		if l.size > r.window/2 || l.drained && now.Before(l.next) {
			continue
		}
		take := r.Outbox.TakeAlerts
		switch l {
		case r.digests:
			take = r.Outbox.TakeDigests
		case r.edits:
			take = r.Outbox.TakeEdits
		}
		want := r.window - l.size
		taken, next, err := take(ctx, now, want)
		if err != nil {
			return err
		}
		l.drained, l.next = len(taken) < want, now.Add(look)
		if !next.IsZero() && next.Before(l.next) {
			l.next = next
		}
		for _, d := range taken {
			r.admit(d, l, now)
		}
	}
	return nil
}

// admit puts a delivery in line, or back in the outbox if its chat cannot take it
// soon.
func (r *run) admit(d outbox.Delivery, l *lineup, now time.Time) {
	l.size++
	it := &item{delivery: d, chat: r.Book.Current(d.Chat), lineup: l}
	if d.Interrupted {
		r.Log.Warn("part of a digest of unknown outcome passed over", "chat", d.Chat, "date", d.Date)
		r.Observe(Event{Kind: d.Kind, Outcome: outbox.Unknown, Why: "interrupted"})
		if d.Done() {
			r.outcomes = append(r.outcomes, &result{item: it, ack: &outbox.Ack{Delivery: d, Outcome: outbox.Unknown}})
			return
		}
	}
	if d.Asked { // someone waits for it
		l.size, r.alerts.size = l.size-1, r.alerts.size+1
		l, it.lineup = r.alerts, r.alerts
	}
	ahead := l.waiting(it.chat)
	if r.busy[it.chat] {
		ahead++
	}
	soon := r.Pacer.expect(it.chat, ahead)
	if l == r.edits {
		r.admitEdit(it, ahead, soon)
		return
	}
	far, many, queueing := holdOver, r.queued, r.horizon[it.chat].After(now)
	if d.Waited() { // it had its place behind others, and keeps it
		far, many, queueing = keepOver, 4*r.queued, false
	}
	if ahead >= many || queueing || soon.After(now.Add(far)) {
		r.hold(it, soon)
		return
	}
	l.push(it, r.busy[it.chat])
}

// unheld is how far apart deliveries to one chat are put off while nothing is paced.
const unheld = 50 * time.Millisecond

// hold puts a delivery back in the outbox until its chat may take it, which is at
// soon or after those that were put off before it.
func (r *run) hold(it *item, soon time.Time) {
	due := soon
	if last, ok := r.horizon[it.chat]; ok {
		due = later(due, last.Add(max(unheld, r.Pacer.interval(it.chat))))
	}
	r.forgetHorizons()
	r.horizon[it.chat] = due
	retry := it.delivery.Retry
	retry.Why = "held"
	r.outcomes = append(r.outcomes, &result{item: it,
		ack: &outbox.Ack{Delivery: it.delivery, Outcome: outbox.Later, Due: due, Retry: retry}})
}

// admitEdit puts an edit in line, or off where its chat cannot take it soon.
func (r *run) admitEdit(it *item, ahead int, soon time.Time) {
	if ahead >= r.queued || soon.After(time.Now().Add(holdOver)) {
		r.putOff(it, soon)
		return
	}
	it.lineup.push(it, r.busy[it.chat])
}

// putOff leaves an edit for the next pass over its story's alerts.
func (r *run) putOff(it *item, soon time.Time) {
	r.outcomes = append(r.outcomes, &result{item: it,
		ack: &outbox.Ack{Delivery: it.delivery, Outcome: outbox.Later, Due: soon}})
}

// forgetHorizons forgets those that have passed, when there are many.
func (r *run) forgetHorizons() {
	if n := len(r.horizon); n < 1024 || n&(n-1) != 0 {
		return
	}
	now := time.Now()
	for chat, at := range r.horizon {
		if at.Before(now) {
			delete(r.horizon, chat)
		}
	}
}

// unload puts what waits for a chat back in the outbox, if the chat is to be left
// alone for long.
func (r *run) unload(chat int64) {
	soon := r.Pacer.expect(chat, 0)
	if !soon.After(time.Now().Add(holdOver)) {
		return
	}
	for _, l := range r.lineups() {
		if q := l.chats[chat]; q != nil {
			for _, it := range l.remove(q) {
				if l == r.edits {
					r.putOff(it, soon)
					continue
				}
				r.hold(it, soon)
			}
		}
	}
}

// dispatch starts as many sends as slots and pacing allow and returns when to look
// again.
func (r *run) dispatch() time.Time {
	wake := r.nextLook()
	if now := time.Now(); r.resume.After(now) {
		return earlier(wake, r.resume)
	}
	for r.free > 0 {
		order := []*lineup{r.alerts, r.digests}
		if r.turn >= digestShare-1 {
			order[0], order[1] = order[1], order[0]
		}
		if r.editing < max(1, r.InFlight/2) {
			order = append(order, r.edits)
		}
		started := false
		for _, l := range order {
			at, ok := r.start(l)
			if ok {
				switch l {
				case r.alerts:
					r.turn++
				case r.digests:
					r.turn = 0
				case r.edits:
					r.editing++
				}
				started = true
				break
			}
			if !at.IsZero() {
				wake = earlier(wake, at)
			}
		}
		if !started {
			return wake
		}
	}
	return wake
}

// nextLook returns when the outbox is to be looked at.
func (r *run) nextLook() time.Time {
	at := time.Now().Add(look)
	for _, l := range r.lineups() {
		if l.size <= r.window/2 {
			at = earlier(at, l.next)
		}
	}
	return at
}

// start sends the first delivery of a lineup that may be sent now. Without one it
// returns when there may be, zero if never.
func (r *run) start(l *lineup) (at time.Time, ok bool) {
	now := time.Now()
	for len(l.ready) > 0 {
		q := l.ready[0]
		if q.at.After(now) {
			return q.at, false
		}
		it := q.items[0]
		chat, why := r.wanted(&it.delivery)
		if why != "" {
			res := drop(l.pop(q), why)
			r.outcomes = append(r.outcomes, &res)
			continue
		}
		if chat.ID != it.chat { // the group moved while this waited
			for _, it := range l.remove(q) {
				it.chat = chat.ID
				l.push(it, r.busy[chat.ID])
			}
			continue
		}
		switch at, hold := r.Pacer.reserve(l.priority, it.chat); hold {
		case holdAll:
			return at, false
		case holdChat:
			l.put(q, at)
			continue
		}
		l.pop(q)
		r.launch(it, func() result { return r.deliver(r.send, it, chat) })
		return now, true
	}
	return time.Time{}, false
}

// launch runs a delivery in a slot.
func (r *run) launch(it *item, deliver func() result) {
	it.slot = true
	r.free--
	r.flying++
	r.busy[it.chat] = true
	for _, l := range r.lineups() {
		l.rest(it.chat)
	}
	chat := it.chat // as the pacer knows it, wherever the group moves
	r.workers.Go(func() {
		res := deliver()
		r.Pacer.landed(chat)
		r.results <- res
	})
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

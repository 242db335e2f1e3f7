package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// measureLimits sends under Telegram's limits: to many chats at two rates, then
// many stories to few groups and private chats, which have limits of their own.
func measureLimits(ctx context.Context, b *bench) ([]figure, error) {
	var figures []figure
	for _, rate := range []int{25, 30} {
		more, err := measureRate(ctx, b, rate)
		if err != nil {
			return figures, fmt.Errorf("at %d a second: %w", rate, err)
		}
		figures = append(figures, more...)
	}
	more, err := measureChatLimits(ctx, b)
	return append(figures, more...), err
}

// measureRate sends one story to as many chats as the rate allows in 50 seconds.
func measureRate(ctx context.Context, b *bench, rate int) (figures []figure, err error) {
	size := 50 * rate
	b.say("limits: %d messages at %d a second", size, rate)
	w, err := b.openWorld(ctx, private(size, "energy"), true, setting{"TELEGRAM_MESSAGES_PER_SECOND": strconv.Itoa(rate)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	arrivals, err := w.deliverAll(ctx, 1, size)
	if err != nil {
		return nil, err
	}
	got := perSecond(len(arrivals), arrivals[0].at, arrivals[len(arrivals)-1].at)
	name := fmt.Sprintf("limits.at-%d", rate)
	return []figure{
		above(noted(name, 100*got/float64(rate), "%", fmt.Sprintf("of the allowed rate: %.2f messages/s over %d messages", got, len(arrivals))), 95),
		atMost(noted(name+".429", float64(w.telegram.Limited()), "", "answers that a limit was exceeded"), 0),
	}, nil
}

// What newsbot allows itself for one chat: a private chat may have one message a
// second, a group 18 of the 20 a minute that Telegram tolerates.
const (
	groupMinute   = 18
	groupMinutes  = 2
	storiesToFew  = groupMinute*groupMinutes + 4
	fewChats      = 6
	privateSecond = 1.0
)

// measureChatLimits publishes many stories at once for few groups and private chats.
func measureChatLimits(ctx context.Context, b *bench) (figures []figure, err error) {
	b.say("limits: %d stories to %d groups and %d private chats", storiesToFew, fewChats, fewChats)
	chats := private(fewChats, "energy")
	for i := range fewChats {
		chats = append(chats, chat{groupID(i), []string{"energy"}})
	}
	w, err := b.openWorld(ctx, chats, true, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	arrivals, err := w.deliverAll(ctx, storiesToFew, len(chats))
	if err != nil {
		return nil, err
	}
	byChat := map[int64][]time.Time{}
	for _, a := range arrivals {
		byChat[a.chat] = append(byChat[a.chat], a.at)
	}
	group, person := 1000.0, 1000.0 // the slowest of each
	for id, at := range byChat {
		if id > 0 {
			person = min(person, 100*perSecond(len(at), at[0], at[len(at)-1])/privateSecond)
			continue
		}
		end, n := at[0].Add(groupMinutes*time.Minute), 0
		for _, t := range at {
			if t.Before(end) {
				n++
			}
		}
		group = min(group, 100*float64(n)/(groupMinute*groupMinutes))
	}
	return []figure{
		above(noted("limits.group", group, "%", fmt.Sprintf("of %d messages a minute in the slowest of %d groups, over %d minutes", groupMinute, fewChats, groupMinutes)), 95),
		above(noted("limits.private", person, "%", fmt.Sprintf("of a message a second in the slowest of %d private chats, %d messages each", fewChats, storiesToFew)), 95),
		atMost(noted("limits.few-chats.429", float64(w.telegram.Limited()), "", "answers that a limit was exceeded"), 0),
	}, nil
}

// deliverAll runs newsbot until stories for all of the chats have arrived.
func (w *world) deliverAll(ctx context.Context, stories, chats int) ([]arrival, error) {
	p, err := w.ready(ctx)
	if err != nil {
		return nil, err
	}
	for range stories {
		w.publish("energy")
	}
	want := stories * chats
	if err := p.until(ctx, "all messages", func() bool { _, n := w.journal.count(); return n == want }); err != nil {
		return nil, err
	}
	if _, err := p.stop(ctx); err != nil {
		return nil, err
	}
	arrivals, err := w.journal.all()
	if err == nil && len(arrivals) != want {
		err = fmt.Errorf("%d messages instead of %d", len(arrivals), want)
	}
	return arrivals, err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"newsbot/bot/notify"
)

// A spell is a number of kills under the same conditions.
type spell struct {
	rate    int // messages a second; 0: no pacing
	faults  bool
	kills   int
	chats   int
	backlog int // deliveries there are to do at least, whenever newsbot starts
}

// measureKills kills newsbot at 100 random moments while it delivers, half of
// them with few slots and half with many, half of each while Telegram misbehaves.
func measureKills(ctx context.Context, b *bench) (figures []figure, err error) {
	var all toll
	byRate := map[int]*toll{30: {}, 0: {}}
	for _, s := range []spell{
		{rate: 30, kills: 25, chats: 200, backlog: 400},
		{rate: 30, faults: true, kills: 25, chats: 200, backlog: 400},
		{rate: 0, kills: 25, chats: 2000, backlog: 6000},
		{rate: 0, faults: true, kills: 25, chats: 2000, backlog: 6000},
	} {
		t, err := s.run(ctx, b)
		if err != nil {
			return nil, fmt.Errorf("kills at %d a second, faults %v: %w", s.rate, s.faults, err)
		}
		byRate[s.rate].add(t)
		all.add(t)
	}
	detail := fmt.Sprintf("%d kills, %d deliveries, %d requests failed on purpose", len(all.repeats), all.deliveries, all.faults)
	figures = []figure{
		atMost(noted("kills.lost", float64(all.lost), "", detail), 0),
		atMost(noted("kills.unexplained", float64(all.unexplained), "", "repeats without a kill or a lost answer"), 0),
		noted("kills.repeats.by-faults", float64(all.byFaults), "", fmt.Sprintf("at most once for each of %d answers that got lost", all.lostAnswers)),
	}
	for _, rate := range []int{30, 0} {
		slots, t := notify.Slots(rate), byRate[rate]
		name := fmt.Sprintf("kills.repeats.W=%d", slots)
		detail := fmt.Sprintf("messages_per_second %d, %d kills, answers after %v", rate, len(t.repeats), answerTime)
		figures = append(figures,
			atMost(noted(name+".max", float64(t.most()), "a kill", detail), float64(slots)),
			noted(name+".mean", t.mean(), "a kill", detail))
	}
	return figures, nil
}

// run does the spell on a store of its own.
func (s spell) run(ctx context.Context, b *bench) (t toll, err error) {
	b.say("kills: %d at %d messages a second, faults %v", s.kills, s.rate, s.faults)
	w, err := b.openWorld(ctx, private(s.chats, "energy"), false, setting{"TELEGRAM_MESSAGES_PER_SECOND": strconv.Itoa(s.rate)})
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	trouble := misbehave(w.telegram, s.faults)
	p, err := w.ready(ctx)
	if err != nil {
		return t, err
	}
	var lives lives
	for n := range s.kills {
		_, came := w.journal.count()
		for w.stories*s.chats-came < s.backlog {
			w.publish("energy")
		}
		if p == nil {
			lives.begin(time.Now())
			if p, err = w.run(ctx); err != nil {
				return t, err
			}
		}
		if err := s.killWhileDelivering(ctx, w, p); err != nil {
			return t, fmt.Errorf("kill %d: %w", n+1, err)
		}
		p = nil
	}
	b.say("kills: letting newsbot finish")
	trouble.stop()
	lives.begin(time.Now())
	lost, err := w.drain(ctx, w.stories*s.chats)
	if err != nil {
		return t, err
	}
	arrivals, err := w.journal.all()
	if err != nil {
		return t, err
	}
	t = count(arrivals, lives, trouble.answers())
	t.lost, t.faults = lost, trouble.hits()
	b.say("kills: %d deliveries, %d lost, %.2f repeats a kill, %d at most", t.deliveries, t.lost, t.mean(), t.most())
	return t, nil
}

// killWhileDelivering kills newsbot at a random moment of the second after its
// first message, and waits until what it had sent by then has arrived.
func (s spell) killWhileDelivering(ctx context.Context, w *world, p *process) error {
	before, _ := w.journal.count()
	if err := p.until(ctx, "the first message", func() bool { n, _ := w.journal.count(); return n > before }); err != nil {
		return err
	}
	if err := pause(ctx, rand.N(time.Second)); err != nil {
		return err
	}
	if err := p.kill(); err != nil {
		return err
	}
	// Requests that are in the server's sockets still arrive.
	for {
		n, _ := w.journal.count()
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		if now, _ := w.journal.count(); now == n {
			return nil
		}
	}
}

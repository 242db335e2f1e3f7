package main

import (
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// trouble is what Telegram does to newsbot's messages while it is killed. Every
// answer takes its time, so that messages are under way at every moment.
type trouble struct {
	planned []*telegramtest.Planned // the faults, without the slowness

	mu    sync.Mutex
	lost  map[delivery]time.Time // whose request or answer was lost, and when
	acted map[delivery]bool      // of them, those that were carried out
}

// How often a message meets each fault, and how long an answer takes.
const (
	shareOfFaults = 0.01
	answerTime    = 100 * time.Millisecond
)

// misbehave makes a server slow and, where asked to, faulty.
func misbehave(s *telegramtest.Server, faulty bool) *trouble {
	t := &trouble{lost: map[delivery]time.Time{}, acted: map[delivery]bool{}}
	if faulty {
		for _, f := range []telegramtest.Fault{
			{Kind: telegramtest.TooManyRequests, RetryAfter: 1, Chance: shareOfFaults},
			{Kind: telegramtest.BadGateway, Chance: shareOfFaults},
			{Kind: telegramtest.Cut, Done: true, Match: t.loses(true)},
			{Kind: telegramtest.Cut, Match: t.loses(false)},
		} {
			f.Method, f.Times = "sendMessage", -1
			t.planned = append(t.planned, s.Fail(f))
		}
	}
	s.Fail(telegramtest.Fault{Kind: telegramtest.Slow, Method: "sendMessage", Delay: answerTime, Done: true, Times: -1})
	return t
}

// loses chooses the messages whose connection is cut, with or without having
// been carried out. It happens to a delivery once: when it happens twice newsbot
// gives the delivery up, as it promises, rather than repeat it for ever.
func (t *trouble) loses(carriedOut bool) func(method string, params map[string]string) bool {
	return func(_ string, params map[string]string) bool {
		chat, err := strconv.ParseInt(params["chat_id"], 10, 64)
		story, ok := storyIn(params["text"])
		if err != nil || !ok || rand.Float64() >= shareOfFaults/2 {
			return false
		}
		d := delivery{chat, story}
		t.mu.Lock()
		defer t.mu.Unlock()
		if _, before := t.lost[d]; before {
			return false
		}
		t.lost[d], t.acted[d] = time.Now(), carriedOut
		return true
	}
}

// stop ends the faults. Answers go on taking their time.
func (t *trouble) stop() {
	for _, p := range t.planned {
		p.Stop()
	}
}

// hits is how many requests failed.
func (t *trouble) hits() int {
	n := 0
	for _, p := range t.planned {
		n += p.Hits()
	}
	return n
}

// answers are the deliveries that were carried out and not answered.
func (t *trouble) answers() map[delivery]time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	lost := map[delivery]time.Time{}
	for d, at := range t.lost {
		if t.acted[d] {
			lost[d] = at
		}
	}
	return lost
}

package notify

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Priority says what goes first when there is more to send than may be sent.
type Priority int

// The priorities, the highest first.
const (
	Reply  Priority = iota // to someone who waits for it
	Alert                  // background
	Digest                 // background
	Edit                   // background: of an alert that was sent
	priorities
)

// What Telegram asks for (core.telegram.org/bots/faq, "My bot is hitting limits"):
// no more than one message a second to one chat, short bursts aside, 20 a minute to
// one group, about 30 a second in all. Channels count as groups do.
const (
	privateInterval = time.Second
	privateBurst    = 3
	groupInterval   = 3 * time.Second
	groupBurst      = 5
	groupWindow     = time.Minute
	groupMost       = 18 // in any groupWindow
	commonMost      = 30 // in any second, to all chats
	paidMost        = 1000
)

// overdue is when a message without an answer counts no more. It is in Telegram's
// count for long then, or never will be; its answer may take the client's patience,
// and who has nothing to do with it is not to wait for that.
const overdue = 5 * time.Second

// How a flood that is not one chat's own is met. A 429 does not say whom it is
// about; two chats parked within parkWindow are taken to mean everybody.
const (
	parkWindow   = 10 * time.Second
	longestPause = 10 * time.Minute // then a few requests ask whether it is over
	slowest      = 1.0 / 8
	recovery     = 10 * time.Minute // from nothing to the full rate
)

// A Pacer is the one owner of pacing: all messages, replies included, pass it. It
// keeps to the configured rate over all chats, to Telegram's limits for each chat,
// and away from chats that are parked. When two chats are parked within ten seconds
// of each other, all but replies pause for the longer of the two, at most ten
// minutes, and the rate is halved; it recovers by a tenth of the full rate a minute.
type Pacer struct {
	mu      sync.Mutex
	rate    int // messages a second; 0: no pacing
	all     bucket
	flying  []flight // allowed, and not answered yet nor overdue; the oldest first
	second  window   // of the answers, see common
	chats   map[int64]*lane
	sweepAt int             // sweep chats when there are so many
	waiting [priorities]int // that wait for the common budget alone

	parked parking   // the latest
	paused time.Time // the background lanes, until then
	factor float64   // of the rate, as of slowed
	slowed time.Time
}

type flight struct {
	chat int64
	at   time.Time // it was allowed

	reserved bool // by the Notifier, not by Wait
}

type parking struct {
	chat      int64
	at, until time.Time
}

// NewPacer returns a Pacer for perSecond messages a second to all chats together.
// 0 switches pacing off, for a Bot API server of one's own: then only chats that the
// server itself asked to leave alone are waited for.
func NewPacer(perSecond int) *Pacer {
	p := &Pacer{rate: max(0, perSecond), chats: map[int64]*lane{}, sweepAt: 1024, factor: 1}
	// A burst makes up for a timer that is late; over the short term the window holds.
	p.all.burst = max(1, min(5, p.rate/5), p.rate/20)
	p.second = window{span: time.Second, most: commonMost}
	if p.rate > commonMost {
		p.second.most = paidMost
	}
	return p
}

// Wait returns nil when a message of that priority may be sent to the chat, and
// counts it as sent; or ctx's error. After nil, Answered must be called.
func (p *Pacer) Wait(ctx context.Context, priority Priority, chat int64) error {
	queued := false
	defer func() {
		if queued {
			p.mu.Lock()
			p.waiting[priority]--
			p.mu.Unlock()
		}
	}()
	for {
		p.mu.Lock()
		at, hold := p.take(priority, chat)
		if common := hold == holdAll; common != queued {
			queued = common
			if common {
				p.waiting[priority]++
			} else {
				p.waiting[priority]--
			}
		}
		p.mu.Unlock()
		if hold == holdNone {
			if ctx.Err() != nil {
				p.Answered(chat)
			}
			return ctx.Err()
		}
		timer := time.NewTimer(time.Until(at))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// A hold says why a message may not be sent yet.
type hold int

const (
	holdNone hold = iota // it may be, and counts as sent
	holdChat             // its chat is not ready
	holdAll              // no message of its priority may be
)

// reserve is Wait without waiting: at is when to ask again. After holdNone, landed
// must be called.
func (p *Pacer) reserve(priority Priority, chat int64) (at time.Time, why hold) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, why = p.take(priority, chat)
	if n := len(p.flying); why == holdNone && n > 0 {
		p.flying[n-1].reserved = true
	}
	return at, why
}

// yield is how long a lower priority leaves the common budget to a higher one
// that is about to wake for it.
const yield = 2 * time.Millisecond

func (p *Pacer) take(priority Priority, chat int64) (time.Time, hold) {
	now := time.Now()
	if p.rate == 0 {
		if l := p.chats[chat]; l != nil && l.parked.After(now) {
			return l.parked, holdChat
		}
		return now, holdNone
	}
	l := p.lane(chat, now)
	at := l.ready()
	if priority == Edit {
		at = l.quiet()
	}
	if at.After(now) {
		return at, holdChat
	}
	if priority != Reply && p.paused.After(now) {
		return p.paused, holdAll
	}
	for higher := range priority {
		if p.waiting[higher] > 0 {
			return later(p.common(now), now.Add(yield)), holdAll
		}
	}
	if at := p.common(now); at.After(now) {
		return at, holdAll
	}
	p.all.take(now)
	p.flying = append(p.flying, flight{chat: chat, at: now})
	l.take(now)
	return now, holdNone
}

// Answered says that a message that Wait allowed has been answered, has failed or
// was not sent after all. Of a caller that does not say to which chat it was, it is
// taken to be the oldest that counts: that errs on the side of fewer messages.
func (p *Pacer) Answered(chat ...int64) {
	p.answered(func(f flight) bool { return !f.reserved && (len(chat) == 0 || slices.Contains(chat, f.chat)) })
}

// landed is Answered for a message that reserve allowed.
func (p *Pacer) landed(chat int64) {
	p.answered(func(f flight) bool { return f.reserved && f.chat == chat })
}

func (p *Pacer) answered(which func(flight) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.forgetOverdue(now)
	if i := slices.IndexFunc(p.flying, which); i >= 0 {
		p.flying = slices.Delete(p.flying, i, i+1)
		p.second.take(now)
	}
}

func (p *Pacer) forgetOverdue(now time.Time) {
	n := 0
	for n < len(p.flying) && now.Sub(p.flying[n].at) >= overdue {
		n++
	}
	p.flying = slices.Delete(p.flying, 0, n)
}

// common returns when the common budget allows the next message: when the rate
// does, and when Telegram can count no more than it allows in any second. Messages
// arrive some time after they were allowed, and not evenly so, but before they are
// answered: a second after the answers, they are out of Telegram's count for certain.
func (p *Pacer) common(now time.Time) time.Time {
	p.all.interval = time.Duration(float64(time.Second) / (float64(p.rate) * p.speed(now)))
	p.forgetOverdue(now)
	if len(p.flying) >= p.second.most {
		return earlier(now.Add(yield), p.flying[0].at.Add(overdue)) // or an answer helps
	}
	at := p.all.ready()
	if oldest := p.second.latest(p.second.most - len(p.flying)); !oldest.IsZero() {
		at = later(at, oldest.Add(p.second.span))
	}
	return at
}

// speed is the part of the rate that is used at the time.
func (p *Pacer) speed(now time.Time) float64 {
	if p.factor == 1 {
		return 1
	}
	return min(1, p.factor+now.Sub(p.slowed).Seconds()/recovery.Seconds())
}

// Park leaves the chat alone for d, as a 429 asked for.
func (p *Pacer) Park(chat int64, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	until := now.Add(d)
	p.rest(chat, now, until)
	before := p.parked
	p.parked = parking{chat, now, until}
	if before.at.IsZero() || before.chat == chat || now.Sub(before.at) > parkWindow {
		return
	}
	if !p.paused.After(now) {
		p.factor, p.slowed = max(slowest, p.speed(now)/2), now
	}
	pause := min(later(before.until, until).Sub(now), longestPause)
	p.paused = later(p.paused, now.Add(pause))
}

// Rest leaves the chat alone for d for a reason of its own.
func (p *Pacer) Rest(chat int64, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.rest(chat, now, now.Add(d))
}

func (p *Pacer) rest(chat int64, now, until time.Time) {
	l := p.lane(chat, now)
	l.parked = later(l.parked, until)
}

// expect returns about when a message to the chat may be sent that comes after
// ahead others, as far as the chat's own limits decide.
func (p *Pacer) expect(chat int64, ahead int) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if l := p.chats[chat]; l != nil {
		return later(now, l.expect(now, ahead))
	}
	return later(now, newLane(chat, p.rate > 0).expect(now, ahead))
}

// unpaced reports whether pacing is off.
func (p *Pacer) unpaced() bool { return p.rate == 0 }

// interval returns the least time between two messages to the chat in the long run.
func (p *Pacer) interval(chat int64) time.Duration {
	switch {
	case p.rate == 0:
		return 0
	case chat < 0:
		return groupWindow / groupMost
	default:
		return privateInterval
	}
}

// lane returns the state of a chat. Chats that have rested long enough to be as
// good as new are forgotten now and then, which bounds the memory.
func (p *Pacer) lane(chat int64, now time.Time) *lane {
	if l := p.chats[chat]; l != nil {
		return l
	}
	if len(p.chats) >= p.sweepAt {
		for id, l := range p.chats {
			if l.rested(now) {
				delete(p.chats, id)
			}
		}
		p.sweepAt = max(1024, 2*len(p.chats))
	}
	l := newLane(chat, p.rate > 0)
	p.chats[chat] = l
	return l
}

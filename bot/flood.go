package bot

import (
	"sync"
	"time"
)

// Limits of what one person may ask in one chat.
const (
	floodMinute  = time.Minute
	floodAsk     = 20 // messages to the bot in a minute, in private
	floodShared  = 6  // the same elsewhere: all of a group share 18 answers a minute
	floodTaps    = 60 // taps in a minute: picking countries is quick
	floodSilence = 2 * time.Minute
	floodPeople  = 10_000 // remembered; a minute later they are forgotten
)

// A verdict says what to do with a request.
type verdict int

const (
	answer verdict = iota
	warn           // say that it is too much; the person's next messages are ignored
	ignore         // a message gets no answer, a tap the same one again
)

// A flood keeps a person from making the bot work for them alone. What others
// ask in the same chat is counted for them.
type flood struct {
	mu     sync.Mutex
	people map[person]*asked
}

// A person is somebody in a chat. User 0 is the chat itself: who writes in its
// name, and what it asks in excess (see telegram.Update).
type person struct{ chat, user int64 }

// mayAsk is how many messages somebody may write to the bot in a minute. Only
// private chats have positive ids.
func (p person) mayAsk() int {
	if p.chat > 0 {
		return floodAsk
	}
	return floodShared
}

type asked struct {
	since          time.Time
	messages, taps int
	silentUntil    time.Time
	excess         time.Time // when that was last told
}

func newFlood() *flood { return &flood{people: map[person]*asked{}} }

// judge counts a request.
func (f *flood) judge(who person, tap bool, now time.Time) verdict {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.of(who, now)
	if now.Before(a.silentUntil) {
		return ignore
	}
	if now.Sub(a.since) >= floodMinute {
		*a = asked{since: now, excess: a.excess}
	}
	if tap {
		a.taps++
	} else {
		a.messages++
	}
	if a.messages > who.mayAsk() || a.taps > floodTaps {
		*a = asked{since: now, silentUntil: now.Add(floodSilence), excess: a.excess}
		return warn
	}
	return answer
}

// tellExcess says whether a chat is to be told that it asked in excess: once in
// a while.
func (f *flood) tellExcess(chat int64, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.of(person{chat: chat}, now)
	if !a.excess.IsZero() && now.Sub(a.excess) < floodSilence {
		return false
	}
	a.excess = now
	return true
}

func (f *flood) of(who person, now time.Time) *asked {
	a := f.people[who]
	if a == nil {
		f.makeRoom(now)
		a = &asked{since: now}
		f.people[who] = a
	}
	return a
}

// makeRoom forgets who has not asked for a minute, and anybody if need be.
func (f *flood) makeRoom(now time.Time) {
	if len(f.people) < floodPeople {
		return
	}
	for who, a := range f.people {
		if now.Sub(a.since) >= floodMinute && now.After(a.silentUntil) && now.Sub(a.excess) >= floodSilence {
			delete(f.people, who)
		}
	}
	for who := range f.people { // in no order, and some at once, as this takes a while
		if len(f.people) < floodPeople*9/10 {
			return
		}
		delete(f.people, who)
	}
}

package bot

import (
	"sync"
	"time"
)

// Limits of what one chat may ask.
const (
	floodMinute  = time.Minute
	floodAsk     = 20 // messages to the bot in a minute
	floodTaps    = 60 // taps in a minute: picking countries is quick
	floodSilence = 2 * time.Minute
	floodChats   = 10_000 // chats remembered; a minute later they are forgotten
)

// A verdict says what to do with a request.
type verdict int

const (
	answer verdict = iota
	warn           // say that it is too much; the chat's next requests are ignored
	ignore
)

// A flood keeps a chat from making the bot work for it alone.
type flood struct {
	mu    sync.Mutex
	chats map[int64]*asked
}

type asked struct {
	since          time.Time
	messages, taps int
	silentUntil    time.Time
}

func newFlood() *flood { return &flood{chats: map[int64]*asked{}} }

// judge counts a request of the chat.
func (f *flood) judge(chat int64, tap bool, now time.Time) verdict {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.chats[chat]
	if a == nil {
		f.makeRoom(now)
		a = &asked{since: now}
		f.chats[chat] = a
	}
	if now.Before(a.silentUntil) {
		return ignore
	}
	if now.Sub(a.since) >= floodMinute {
		*a = asked{since: now}
	}
	if tap {
		a.taps++
	} else {
		a.messages++
	}
	if a.messages > floodAsk || a.taps > floodTaps {
		*a = asked{since: now, silentUntil: now.Add(floodSilence)}
		return warn
	}
	return answer
}

// makeRoom forgets who has not asked for a minute, and anybody if need be.
func (f *flood) makeRoom(now time.Time) {
	if len(f.chats) < floodChats {
		return
	}
	for chat, a := range f.chats {
		if now.Sub(a.since) >= floodMinute && now.After(a.silentUntil) {
			delete(f.chats, chat)
		}
	}
	for chat := range f.chats { // in no order, and some at once, as this takes a while
		if len(f.chats) < floodChats*9/10 {
			return
		}
		delete(f.chats, chat)
	}
}

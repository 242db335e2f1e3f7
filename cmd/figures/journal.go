package main

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// A delivery is one story in one chat: what must come once.
type delivery struct {
	chat  int64
	story int
}

// An arrival is a message in a chat, whatever newsbot was answered.
type arrival struct {
	delivery
	at time.Time
}

// A journal keeps every story that arrives in a chat.
type journal struct {
	end  func()
	done chan struct{}

	mu       sync.Mutex
	arrivals []arrival // in their order
	seen     map[delivery]int
	torn     bool // an arrival was missed: what is counted is not true
}

// buffer is how many arrivals may wait to be written down.
const buffer = 1 << 15

// follow keeps a journal of what a server delivers.
func follow(s *telegramtest.Server) *journal {
	events, end := s.Subscribe(buffer)
	j := &journal{end: end, done: make(chan struct{}), seen: map[delivery]int{}}
	go func() {
		defer close(j.done)
		for e := range events {
			j.note(e)
		}
	}()
	return j
}

func (j *journal) note(e telegramtest.Event) {
	if e.Kind != telegramtest.MessageSent && e.Kind != telegramtest.Resync {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if e.Kind == telegramtest.Resync {
		j.torn = true
		return
	}
	story, ok := storyIn(e.Message.Text)
	if !ok {
		return
	}
	d := delivery{e.ChatID, story}
	j.seen[d]++
	j.arrivals = append(j.arrivals, arrival{d, e.Message.At})
}

var storyNumber = regexp.MustCompile(`Story (\d+):`)

// storyIn returns the number of the story that a message is about.
func storyIn(text string) (int, bool) {
	found := storyNumber.FindStringSubmatch(text)
	if found == nil {
		return 0, false
	}
	n, err := strconv.Atoi(found[1])
	return n, err == nil
}

// count returns how many messages came, and how many different deliveries.
func (j *journal) count() (messages, deliveries int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.arrivals), len(j.seen)
}

// all returns what arrived so far, or an error when some of it was missed.
func (j *journal) all() ([]arrival, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.torn {
		return nil, errors.New("the journal did not keep up with the messages: nothing can be said")
	}
	return slices.Clone(j.arrivals), nil
}

// last returns when the last message came; zero: none has.
func (j *journal) last() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.arrivals) == 0 {
		return time.Time{}
	}
	return j.arrivals[len(j.arrivals)-1].at
}

func (j *journal) close() {
	j.end()
	<-j.done
}

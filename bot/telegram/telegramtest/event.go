package telegramtest

// An EventKind is a kind of Event.
type EventKind string

// The kinds of event.
const (
	MessageSent    EventKind = "sent"     // by the bot
	MessageEdited  EventKind = "edited"   // by the bot
	MessageDeleted EventKind = "deleted"  // only Message.ID and ChatID are set
	Typing         EventKind = "typing"   // Text is the action
	TapAnswered    EventKind = "answered" // to User, with Text, as a dialogue where Alert
	PersonSaid     EventKind = "said"     // by User
	// Resync says that events were left out because the subscriber did not keep
	// up: read History again. The next event comes after it was received.
	Resync EventKind = "resync"
)

// An Event is something that happened in a chat.
type Event struct {
	Kind    EventKind
	ChatID  int64 // 0 with Resync
	Message Sent
	User    User
	Text    string
	Alert   bool
}

// subscriber gets events; its channel has one place more than its buffer, for
// Resync.
type subscriber struct {
	events chan Event
	lost   bool
}

// Subscribe returns the events from now on, and how to end it, which closes the
// channel. At most buffer events (at least 1) wait to be received; who is slower
// never holds up the server and gets Resync in place of what was lost.
func (s *Server) Subscribe(buffer int) (<-chan Event, func()) {
	sub := &subscriber{events: make(chan Event, max(buffer, 1)+1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subscribers[sub] = true
	return sub.events, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.subscribers[sub] {
			delete(s.subscribers, sub)
			close(sub.events)
		}
	}
}

// emit tells the subscribers and those who await something. s.mu is held.
func (s *Server) emit(e Event) {
	s.wake()
	for sub := range s.subscribers {
		sub.emit(e)
	}
}

// emit is called with the server locked, so nobody else sends.
func (sub *subscriber) emit(e Event) {
	if sub.lost && len(sub.events) > 0 {
		return // Resync is still to be received, and covers this
	}
	sub.lost = false
	if len(sub.events) < cap(sub.events)-1 {
		sub.events <- e
		return
	}
	sub.lost = true
	sub.events <- Event{Kind: Resync}
}

package outbox

import "time"

// A Kind says what a delivery carries.
type Kind uint8

// The kinds of delivery.
const (
	Alert  Kind = iota + 1 // one story
	Digest                 // a ranked list of stories, sent in one or more parts
	Edit                   // of an alert that was sent, which lists less than there is now
)

func (k Kind) String() string {
	switch k {
	case Alert:
		return "alert"
	case Digest:
		return "digest"
	case Edit:
		return "edit"
	}
	return "unknown kind"
}

// A Delivery is something to send to one chat.
type Delivery struct {
	Kind     Kind
	Chat     int64 // as enqueued: a group that moved since is here under its old id
	Enqueued time.Time
	Retry    Retry

	Story int64 // of an Alert, and of the one to Edit

	Message int   // of an Edit: which message of the chat
	Listed  int64 // likewise: the newest story that it lists, or Story

	Date    string  // of a Digest: the local date
	Asked   bool    // for with "/digest now", beside that date's own
	Stories []int64 // ranked; empty: a digest that says there was nothing
	Sent    int     // of Stories, those dealt with in earlier parts
	Total   int     // stories that matched, those beyond Stories included
	// Interrupted says that the outcome of the part before this one is unknown
	// because the process ended; its stories are counted in Sent.
	Interrupted bool

	place place
}

// slot is what a chat has one digest for.
func (d *Delivery) slot() string { return slot(d.Date, d.Asked) }

func slot(date string, asked bool) string {
	if asked {
		return "now"
	}
	return date
}

// Done reports whether nothing of a digest is left to send.
func (d *Delivery) Done() bool {
	if len(d.Stories) == 0 {
		return d.Interrupted
	}
	return d.Sent >= len(d.Stories)
}

// A place is where the delivery is stored: due is the time of its own record in
// unix milliseconds, or 0 for one that is still in a job's chunk. An Edit has its
// message at index of a record of its story's.
type place struct {
	due          int64
	chunk, index int
	record       int64
}

// A Retry is what is remembered of earlier tries.
type Retry struct {
	Attempt int       // failed tries
	Since   time.Time // of the first failure; zero: none yet
	Why     string    // why it waits, for whoever reads the store
	Unknown bool      // it was sent once with unknown outcome
}

// An Outcome is what became of a delivery, or of one part of a digest. The
// numbers are stored.
type Outcome uint8

// The outcomes. The zero Outcome is a delivery that waits in its chunk.
const (
	Sent    Outcome = 1
	Unknown Outcome = 2 // may have been sent, not to be tried again
	Dropped Outcome = 3 // no longer wanted, or refused for good
	GaveUp  Outcome = 4 // failed for too long
	Later   Outcome = 5 // to be tried at Ack.Due
)

func (o Outcome) String() string {
	switch o {
	case Sent:
		return "sent"
	case Unknown:
		return "unknown"
	case Dropped:
		return "dropped"
	case GaveUp:
		return "given up"
	case Later:
		return "later"
	}
	return "waiting"
}

// An Ack is what became of a delivery.
type Ack struct {
	Delivery Delivery
	Outcome  Outcome
	Used     int       // stories that this part of a digest dealt with, with Sent or Unknown
	Due      time.Time // with Later
	Retry    Retry     // with Later
	Story    int64     // with Later: the story to alert of in place of the Delivery's; 0: the same
	Message  int       // of an Alert that was Sent: the message, which may be edited; 0: it never is
	Listed   int64     // of an Alert or Edit that was Sent: the newest story that it lists; 0: none but its own
}

// Waited reports whether the delivery was put off to a time that has come.
func (d *Delivery) Waited() bool { return d.Kind == Alert && d.place.due != 0 }

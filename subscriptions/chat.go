package subscriptions

import (
	"time"

	"newsbot/subscriptions/query"
)

// Limits of what one chat may store.
const (
	MaxSubscriptions = 100             // a chat
	MaxQuery         = query.MaxLength // characters a query, as a person writes it
)

// A Kind is a kind of chat, as Telegram names it.
type Kind string

// The kinds of chat.
const (
	Private    Kind = "private"
	Group      Kind = "group"
	Supergroup Kind = "supergroup"
	Channel    Kind = "channel"
)

// A Chat is everything kept about one Telegram chat. Values handed out by Book
// are shared: they are never changed in place, only through Book.Update.
type Chat struct {
	ID       int64
	Kind     Kind
	Thread   int    // message_thread_id of the topic that alerts go to; 0: none
	Language string // of the texts, as "en"; empty: not chosen, Telegram's language code decides
	TimeZone string // IANA name or offset as "+05:00"; empty: the configured default

	Subscriptions []Subscription // in the order they were made
	NextID        int            // the ID of the next subscription; IDs are never used again

	Pause  Pause
	Digest Digest
	// DigestOnly saves matching stories for the digest instead of alerting.
	DigestOnly bool
	// Each alerts of a story once for each source that tells it, instead of once.
	Each bool
	// Since is the last time that something began to reach the chat that was kept
	// from it before: stories found earlier may never have come, see Had. The Book
	// sets it where a change of the chat shows that.
	Since time.Time
	// Narrowed is the last time that the chat began to ask for less. The Book sets it.
	Narrowed time.Time

	Created time.Time
	// Misses counts "chat not found" answers in a row; any delivery resets it.
	Misses int
}

// A Subscription asks for the stories that its query matches.
type Subscription struct {
	ID      int
	Query   string // canonical form, see package query
	Muted   bool   // kept, but neither alerts nor digests
	Created time.Time

	parsed *parsed // what helps to read Query, or nil
}

// A Pause says whether and why a chat receives nothing. Subscriptions stay.
type Pause string

// Why a chat is paused. The empty Pause is a chat that is served.
const (
	Active      Pause = ""
	ByUser      Pause = "user"        // /pause; ended by /resume
	Blocked     Pause = "blocked"     // the person blocked the bot or is gone; ended by unblocking or /start
	Removed     Pause = "removed"     // the bot left the group or channel; ended by adding it again
	NotAllowed  Pause = "not allowed" // the bot may not write there; ended by rights or /resume
	Unreachable Pause = "unreachable" // "chat not found", three times
)

// A Digest says when a chat's daily digest is due.
type Digest struct {
	On        bool
	Minute    int    // of the local day, 0 to 1439
	SkipEmpty bool   // say nothing on a day without stories
	LastDate  string // local date of the last one, as "2026-11-25"; empty: none yet
	LastSeq   int64  // the last story of the archive that it covered
}

// Subscription returns the subscription with the id.
func (c *Chat) Subscription(id int) (Subscription, bool) {
	for _, s := range c.Subscriptions {
		if s.ID == id {
			return s, true
		}
	}
	return Subscription{}, false
}

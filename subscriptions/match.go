package subscriptions

import (
	"newsbot/feed"
	"newsbot/subscriptions/index"
)

// A Match is a chat that wants a story.
type Match struct {
	Chat          int64
	Subscriptions []int // ids of those that match, ascending, not muted
	DigestOnly    bool  // the chat wants it in its digest, not as an alert
}

// Match returns the chats that want the story, in order of ids. Paused chats and
// muted subscriptions are left out.
func (b *Book) Match(s *feed.Story) []Match {
	var found []index.Subscriber
	b.index.Match(s, func(subscribers []index.Subscriber) { found = append(found, subscribers...) })
	return grouped(found)
}

// grouped returns one Match a chat.
func grouped(found []index.Subscriber) []Match {
	if len(found) == 0 {
		return nil
	}
	found = sortSubscribers(found)
	chats := 1
	for i := 1; i < len(found); i++ {
		if found[i].Chat != found[i-1].Chat {
			chats++
		}
	}
	ids := make([]int, len(found))
	out := make([]Match, 0, chats)
	for i := 0; i < len(found); {
		j := i
		for ; j < len(found) && found[j].Chat == found[i].Chat; j++ {
			ids[j] = int(found[j].ID)
		}
		out = append(out, Match{found[i].Chat, ids[i:j:j], found[i].DigestOnly})
		i = j
	}
	return out
}

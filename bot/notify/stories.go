package notify

import (
	"context"
	"fmt"
	"sync"

	"newsbot/feed"
	"newsbot/subscriptions/query"
)

// keptStories bounds the stories kept in memory with their documents.
const keptStories = 256

// stories reads stories through a memory of the latest, as one goes to many chats.
type stories struct {
	archive Archive

	mu    sync.Mutex
	kept  map[int64]*story
	order []int64 // a ring: the next to be replaced is at next
	next  int
}

type story struct {
	feed.Story
	document *query.Document
}

func newStories(a Archive) *stories { return &stories{archive: a, kept: map[int64]*story{}} }

// get returns the story with that number, or store.ErrNotFound.
func (s *stories) get(ctx context.Context, seq int64) (*story, error) {
	s.mu.Lock()
	found := s.kept[seq]
	s.mu.Unlock()
	if found != nil {
		return found, nil
	}
	read, err := s.archive.Story(ctx, seq)
	if err != nil {
		return nil, fmt.Errorf("story %d: %w", seq, err)
	}
	found = &story{Story: read}
	found.document = query.NewDocument(&found.Story)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, again := s.kept[seq]; again {
		return found, nil
	}
	if len(s.order) < keptStories {
		s.order = append(s.order, seq)
	} else {
		delete(s.kept, s.order[s.next])
		s.order[s.next] = seq
		s.next = (s.next + 1) % keptStories
	}
	s.kept[seq] = found
	return found, nil
}

package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// A Grouper finds which stories tell the same; package group has one. Its methods
// may be called from any goroutine.
type Grouper interface {
	// Join sets Earlier and Join of a story that is about to be stored. It may be
	// called for a story that then is not, and for several of one source before any
	// of them is: those are never joined with each other.
	Join(s *feed.Story)
	// Add remembers a story that was stored, in the order of numbers.
	Add(s *feed.Story)
	// Later returns the numbers of the stories that were joined with one after it.
	Later(seq int64) []int64
	// Reach returns how old a story may be, against the newest, and how many there
	// may be after it, for anything to be joined with it.
	Reach() (age time.Duration, stories int)
}

// Later returns the numbers of the stories that were joined with one after it,
// ascending, as far as the Grouper's memory reaches. Those before it are in the
// story.
func (a *Archive) Later(seq int64) []int64 {
	if a.group == nil {
		return nil
	}
	return a.group.Later(seq)
}

func (a *Archive) grouped(stories []*feed.Story) {
	if a.group == nil {
		return
	}
	for _, s := range stories {
		a.group.Add(s)
	}
}

// regroup tells the Grouper the stories that others may be joined with.
func (a *Archive) regroup(ctx context.Context) error {
	head := a.head.Load()
	if a.group == nil || head == 0 {
		return nil
	}
	seq, err := a.reach(ctx, head)
	for seq <= head && err == nil {
		var page []feed.Story
		if page, err = a.After(ctx, seq-1, maxPage); len(page) == 0 {
			break
		}
		for i := range page {
			a.group.Add(&page[i])
		}
		seq = page[len(page)-1].Seq + 1
	}
	if err != nil {
		return fmt.Errorf("group the latest stories: %w", err)
	}
	return nil
}

// reach finds the first story that the Grouper may still need: stories were found in
// the order of their numbers.
func (a *Archive) reach(ctx context.Context, head int64) (int64, error) {
	age, stories := a.group.Reach()
	newest, err := a.Story(ctx, head)
	if errors.Is(err, store.ErrNotFound) { // pruned, as all before it
		return head + 1, nil
	}
	if err != nil {
		return 0, err
	}
	low, high := max(a.first.Load(), head-int64(stories)), head
	for low < high {
		middle := low + (high-low)/2
		s, err := a.Story(ctx, middle)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return 0, err
		}
		if err != nil || newest.Found.Sub(s.Found) > age {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

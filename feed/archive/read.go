package archive

import (
	"context"
	"fmt"
	"slices"

	"newsbot/feed"
)

// maxPage bounds what one read of the store holds in memory.
const maxPage = 100

// Story returns the story with the number, or store.ErrNotFound: there never was
// one, or it was pruned.
func (a *Archive) Story(ctx context.Context, seq int64) (feed.Story, error) {
	value, err := a.store.Get(ctx, storyKey(seq))
	if err != nil {
		return feed.Story{}, fmt.Errorf("story %d: %w", seq, err)
	}
	return decodeStory(seq, value)
}

// After returns up to limit stories with numbers above seq, ascending. Fewer
// than limit: the log goes no further.
func (a *Archive) After(ctx context.Context, seq int64, limit int) ([]feed.Story, error) {
	var stories []feed.Story
	for len(stories) < limit {
		want := min(limit-len(stories), maxPage)
		page, err := a.store.Scan(ctx, storyPrefix(), storyKey(seq), want)
		if err != nil {
			return nil, fmt.Errorf("stories after %d: %w", seq, err)
		}
		for _, e := range page {
			if seq, err = storySeq(e.Key); err != nil {
				return nil, err
			}
			s, err := decodeStory(seq, e.Value)
			if err != nil {
				return nil, err
			}
			stories = append(stories, s)
		}
		if len(page) < want {
			break
		}
	}
	return stories, nil
}

// Before returns up to limit stories with numbers below seq, descending; seq 0
// stands for a number above all. Fewer than limit: there are none before them.
func (a *Archive) Before(ctx context.Context, seq int64, limit int) ([]feed.Story, error) {
	if end := a.Head() + 1; seq <= 0 || seq > end {
		seq = end
	}
	// The log has no gaps, so that a page is found by counting back; should one
	// be missing all the same, the page is shorter and the next one follows.
	var stories []feed.Story
	for len(stories) < limit && seq > a.first.Load() {
		want := int64(min(limit-len(stories), maxPage))
		page, err := a.After(ctx, seq-want-1, int(want))
		if err != nil {
			return nil, err
		}
		page = slices.DeleteFunc(page, func(s feed.Story) bool { return s.Seq >= seq })
		slices.Reverse(page)
		stories = append(stories, page...)
		seq -= want
	}
	return stories, nil
}

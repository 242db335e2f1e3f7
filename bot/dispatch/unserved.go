package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"newsbot/feed"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
)

// unserved returns those of the chats, which want the story, that were not alerted of
// an earlier one that tells the same. An alert of such a one may still be on its way:
// should it come to nothing, package notify sends this story in its place.
func (d *Dispatcher) unserved(ctx context.Context, s *feed.Story, chats []int64) ([]int64, error) {
	for _, seq := range s.Earlier {
		if len(chats) == 0 {
			break
		}
		earlier, err := d.Archive.Story(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("story %d, which tells what %d does: %w", seq, s.Seq, err)
		}
		document := query.NewDocument(&earlier)
		chats = slices.DeleteFunc(chats, func(id int64) bool {
			c, known := d.Index.Get(id)
			return known && c.Had(document, earlier.Found)
		})
	}
	return chats, nil
}

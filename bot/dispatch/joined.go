package dispatch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// editAfter is how long after a story was joined the alerts of the others are edited
// where Options do not say. Several that come together are one edit then, and a send
// that was under way, which may take a minute, has its outcome.
const editAfter = 2 * time.Minute

// joined has the alerts that went out of earlier stories list s, which tells the same.
// That comes before the cursor is stored: to do it again changes nothing.
func (d *Dispatcher) joined(ctx context.Context, s *feed.Story) error {
	if len(s.Earlier) == 0 {
		return nil
	}
	// A page that the others lead to is not named once more, see package render.
	page := feed.LinkKey(s.Link)
	for _, seq := range s.Earlier {
		earlier, err := d.Archive.Story(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("story %d, which tells what %d does: %w", seq, s.Seq, err)
		}
		if page != (feed.Key{}) && feed.LinkKey(earlier.Link) == page {
			return nil
		}
	}
	return d.Outbox.EnqueueEdits(ctx, s.Seq, s.Earlier, time.Now().Add(d.EditAfter))
}

package bot

import (
	"context"
	"errors"
	"slices"

	"newsbot/feed"
	"newsbot/subscriptions/store"
)

// report returns the story with the others that tell the same, as far as they are
// still there.
func (b *Bot) report(ctx context.Context, s *feed.Story) (*feed.Report, error) {
	r := &feed.Report{Story: *s}
	seqs := slices.Clone(s.Earlier)
	if j, ok := b.archive.(Joiner); ok {
		seqs = append(seqs, j.Later(s.Seq)...)
	}
	for _, seq := range seqs {
		other, err := b.archive.Story(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r.Also = append(r.Also, other)
	}
	return r, nil
}

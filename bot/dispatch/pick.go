package dispatch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
)

// How far back a digest looks, and how much it holds.
const (
	day         = 24 * time.Hour
	lookBack    = 7 * day // at most
	lookStories = 5000    // at most
	mostStories = 50      // in one digest; the others are counted
	readAtOnce  = 500
	// direct is up to how many chats are matched one by one; the index answers for
	// all chats at once, those that are not due included.
	direct = 64
)

// A pick is the stories chosen for one chat's digest.
type pick struct {
	chat      int64
	date      string
	since     int64     // stories after this number
	from      time.Time // and found not before
	paused    bool
	skipEmpty bool
	each      bool // what several sources tell is several entries

	best  []candidate // the best so far, and some more
	total int         // entries that matched
	told  int64       // the newest story of the group that the last entry is of
}

// newPick is for a digest since the chat's last one, or of the last day if that
// was never.
func newPick(c *subscriptions.Chat, date string, now time.Time) *pick {
	p := &pick{chat: c.ID, date: date, since: c.Digest.LastSeq, from: now.Add(-lookBack),
		paused: c.Pause != subscriptions.Active, skipEmpty: c.Digest.SkipEmpty, each: c.Each}
	if p.since == 0 {
		p.from = now.Add(-day)
	}
	return p
}

// A candidate is a story that matched, with what it is ranked by.
type candidate struct {
	seq           int64
	subscriptions int  // that it matched
	inTitle       bool // at least one of them by its title alone
	when          time.Time
}

// better orders candidates: first what more subscriptions ask for, then what matches
// by its title, then what is newer.
func better(a, b candidate) int {
	switch {
	case a.subscriptions != b.subscriptions:
		return cmp.Compare(b.subscriptions, a.subscriptions)
	case a.inTitle != b.inTitle:
		if a.inTitle {
			return -1
		}
		return 1
	}
	return cmp.Or(b.when.Compare(a.when), cmp.Compare(b.seq, a.seq))
}

func (p *pick) add(c candidate) {
	p.total++
	if p.best = append(p.best, c); len(p.best) == 2*mostStories {
		p.cut()
	}
}

func (p *pick) cut() {
	slices.SortFunc(p.best, better)
	p.best = p.best[:min(mostStories, len(p.best))]
}

// ranked returns the numbers of the stories, the best first.
func (p *pick) ranked() []int64 {
	p.cut()
	out := make([]int64, len(p.best))
	for i, c := range p.best {
		out[i] = c.seq
	}
	return out
}

// wants reports whether the story is new enough for the digest. What a source had
// when it was first looked at counts if it was published in the last day.
func (p *pick) wants(s *feed.Story, now time.Time) bool {
	if s.Baseline && (s.Published.IsZero() || s.Published.Before(now.Add(-day))) {
		return false
	}
	return s.Seq > p.since && !s.Found.Before(p.from)
}

// gather picks the stories of all picks in one pass over the archive, back from
// head.
func (d *Digests) gather(ctx context.Context, picks []*pick, head int64, now time.Time) error {
	chats := map[int64]*pick{}
	oldest, from := head, now
	for _, p := range picks {
		if !p.paused {
			chats[p.chat] = p
			oldest = min(oldest, p.since)
			if p.from.Before(from) {
				from = p.from
			}
		}
	}
	left, seen := lookStories, map[int64]bool{}
	for at := head + 1; len(chats) > 0 && left > 0 && at > oldest+1; {
		stories, err := d.Archive.Before(ctx, at, min(readAtOnce, left))
		if err != nil {
			return fmt.Errorf("stories before %d: %w", at, err)
		}
		for i := range stories {
			s := &stories[i]
			if s.Seq <= oldest || s.Found.Before(from) {
				return nil
			}
			if seen[s.Seq] {
				continue // offered with the newest of its group
			}
			group, err := d.group(ctx, s)
			if err != nil {
				return err
			}
			for j := range group {
				seen[group[j].Seq] = true
				d.offer(&group[j], s.Seq, chats, now)
			}
		}
		if len(stories) == 0 {
			return nil
		}
		left, at = left-len(stories), stories[len(stories)-1].Seq
	}
	return nil
}

// group returns the story with the earlier ones that tell the same, the newest first.
func (d *Digests) group(ctx context.Context, s *feed.Story) ([]feed.Story, error) {
	group := []feed.Story{*s}
	for _, seq := range slices.Backward(s.Earlier) {
		e, err := d.Archive.Story(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		group = append(group, e)
	}
	return group, nil
}

// offer adds the story to the picks of the chats that ask for it, unless they have
// a newer one of the same group, whose entry shows this one as well.
func (d *Digests) offer(s *feed.Story, group int64, chats map[int64]*pick, now time.Time) {
	matches := d.matches(s, chats)
	var titled map[int64]bool
	for _, m := range matches {
		p := chats[m.Chat]
		if p == nil || !p.wants(s, now) || p.told == group && !p.each {
			continue
		}
		if titled == nil {
			titled = d.titled(s, chats)
		}
		p.told = group
		p.add(candidate{s.Seq, len(m.Subscriptions), titled[m.Chat], s.When()})
	}
}

// titled returns the chats that the story matches by its title alone.
func (d *Digests) titled(s *feed.Story, chats map[int64]*pick) map[int64]bool {
	title := *s
	title.Summary, title.Text = "", ""
	out := map[int64]bool{}
	for _, m := range d.matches(&title, chats) {
		out[m.Chat] = true
	}
	return out
}

// matches returns who wants the story, those in chats among them.
func (d *Digests) matches(s *feed.Story, chats map[int64]*pick) []subscriptions.Match {
	if len(chats) > direct {
		return d.Book.Match(s)
	}
	document := query.NewDocument(s)
	var out []subscriptions.Match
	for id := range chats {
		c, ok := d.Book.Get(id)
		if !ok {
			continue
		}
		if matched := c.Matches(document); len(matched) > 0 {
			m := subscriptions.Match{Chat: id}
			for _, s := range matched {
				m.Subscriptions = append(m.Subscriptions, s.ID)
			}
			out = append(out, m)
		}
	}
	return out
}

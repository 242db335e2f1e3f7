package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/outbox"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

// defaultDigest is when the digest comes for who only says that they want one.
const defaultDigest = 8 * 60

// digest shows when the daily digest comes, or sets it: a time, off, or now.
func (b *Bot) digest(ctx context.Context, r *request) ([]Reply, error) {
	word := strings.ToLower(r.argument)
	switch minute, ok := readTime(word); {
	case word == "":
		return []Reply{b.digestMenu(r, Message, "")}, nil
	case ok:
		return b.setDigest(ctx, r, minute, Message)
	case r.isWord(word, "word.off"):
		return b.stopDigest(ctx, r, Message)
	case r.isWord(word, "word.now"):
		return b.digestNow(ctx, r)
	case r.isWord(word, "word.on"):
		minute := defaultDigest
		if r.record.Digest.On {
			minute = r.record.Digest.Minute
		}
		return b.setDigest(ctx, r, minute, Message)
	}
	return []Reply{b.digestMenu(r, Message, r.HTML("digest.unreadable", locale.Data{"What": markup.Cut(markup.Line(r.argument), 60)}))}, nil
}

// isWord says whether word is one of those of the id, which are apart by "|", in
// the person's language or in English.
func (r *request) isWord(word, id string) bool {
	for known := range strings.SplitSeq(r.Text(id, nil)+"|"+strings.TrimPrefix(id, "word."), "|") {
		if strings.EqualFold(word, known) {
			return true
		}
	}
	return false
}

// digestMenu says when the digest comes, after a sentence about what was done.
func (b *Bot) digestMenu(r *request, kind Kind, said markup.HTML) Reply {
	d := r.record.Digest
	state := r.HTML("digest.off", nil)
	if d.On {
		state = r.HTML("digest.on", locale.Data{"Time": r.clock(d.Minute), "Zone": b.zoneName(r.record), "Now": r.Clock(b.localNow(r.record))})
	}
	var times []telegram.Button
	for _, minute := range []int{7 * 60, 8 * 60, 9 * 60, 12 * 60, 18 * 60, 21 * 60} {
		label := r.clock(minute)
		if d.On && d.Minute == minute {
			label = "✅ " + label
		}
		times = append(times, telegram.Button{Label: label, Data: taps.Data(taps.DigestAt, minute)})
	}
	last := row(r.button("digest_now", nil, taps.DigestNow))
	if d.On {
		last = append(last, r.button("digest_off", nil, taps.DigestAt, -1))
	}
	reply := say(paragraphs(said, state, b.silent(r), r.HTML("digest.how", nil)), append(grid(times, 3), last)...)
	reply.Kind = kind
	return reply
}

func (b *Bot) digestAt(ctx context.Context, r *request) ([]Reply, error) {
	minute, err := r.tap.Int(0)
	switch {
	case err != nil || minute < -1 || minute >= 24*60:
		return nil, taps.ErrStale
	case minute == -1:
		return b.stopDigest(ctx, r, Edit)
	}
	return b.setDigest(ctx, r, minute, Edit)
}

// setDigest has the digest come at a minute of the day: today, if that is still
// ahead and none came today.
func (b *Bot) setDigest(ctx context.Context, r *request, minute int, kind Kind) ([]Reply, error) {
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		b.turnOnDigest(c, minute)
		return nil
	})
	if err != nil {
		return nil, err
	}
	id := "digest.set_today"
	if r.record.Digest.LastDate == b.localNow(r.record).Format(time.DateOnly) {
		id = "digest.set_tomorrow"
	}
	return []Reply{b.digestMenu(r, kind, r.HTML(id, locale.Data{"Time": r.clock(minute)}))}, nil
}

// turnOnDigest sets the time. The first digest after a while without any is of the
// last day, not of all that time.
func (b *Bot) turnOnDigest(c *subscriptions.Chat, minute int) {
	if !c.Digest.On {
		c.Digest.LastSeq = 0
	}
	c.Digest.Set(minute, b.now(), c.Location(b.zone))
}

// stopDigest turns the digest off. Who had chosen it instead of alerts gets
// alerts again, or nothing would come.
func (b *Bot) stopDigest(ctx context.Context, r *request, kind Kind) ([]Reply, error) {
	wasOnly := false
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		wasOnly = c.DigestOnly
		if !c.Digest.On && !c.DigestOnly {
			return errUnchanged
		}
		c.Digest.On, c.DigestOnly = false, false
		return nil
	})
	if err != nil {
		return nil, err
	}
	said := markup.HTML("")
	if wasOnly {
		said = r.HTML("digest.alerts_again", nil)
	}
	return []Reply{b.digestMenu(r, kind, said)}, nil
}

// digestNow sends what a digest would hold at this moment, after it said that it
// does: the digest goes out by another way, and would overtake the answer.
func (b *Bot) digestNow(_ context.Context, r *request) ([]Reply, error) {
	if len(interests(r.record)) == 0 {
		return []Reply{b.listMenu(r, 0, Message)}, nil
	}
	r.then = func(ctx context.Context) ([]Reply, error) {
		n, err := b.digester.Now(ctx, r.chat.ID)
		switch {
		case errors.Is(err, outbox.ErrWaiting):
			return []Reply{say(r.HTML("digest.now_waiting", nil))}, nil
		case err == nil && n == 0:
			return []Reply{say(r.HTML("digest.now_empty", nil), row(r.button("latest", nil, taps.LatestHere, int64(0))))}, nil
		}
		return nil, err
	}
	return []Reply{say(r.HTML("digest.now", nil))}, nil
}

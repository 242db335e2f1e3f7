package notify

import (
	"errors"
	"math/rand/v2"
	"time"

	"newsbot/bot/outbox"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
)

const (
	firstBackOff = 3 * time.Second
	longBackOff  = time.Hour
	// giveUpAfter is how long a delivery may go on failing.
	giveUpAfter = 24 * time.Hour
	// unknownDelay is how long an alert whose outcome is unknown waits for its one
	// repetition.
	unknownDelay = 30 * time.Second
	// maxMoves bounds how often one delivery follows a group or leaves a topic.
	maxMoves = 5
	// maxMisses is how many times in a row a chat may be unknown to Telegram.
	maxMisses = 3
)

// A verdict is what a failed send means.
type verdict struct {
	ack    outbox.Ack
	why    string
	park   time.Duration       // leave the chat alone: Telegram asked for it
	rest   time.Duration       // leave the chat alone
	pause  subscriptions.Pause // pause the chat
	miss   bool                // count that the chat was not found
	moveTo int64               // the group is there now
	thread bool                // the topic is gone
	outage bool                // the failure is not this chat's
	bug    bool                // ours: the operator should know
	fatal  bool                // nothing can be sent any more
}

// judge decides what a failure of d means, which has used stories if it is a digest.
func judge(d outbox.Delivery, used int, failure error, now time.Time) verdict {
	e := &telegram.Error{Reason: telegram.Unknown}
	errors.As(failure, &e)
	v := verdict{ack: outbox.Ack{Delivery: d, Outcome: outbox.Dropped}, why: string(e.Reason)}
	if d.Kind == outbox.Edit {
		v.edit(e, now)
		return v
	}
	switch e.Reason {
	case telegram.TooMany:
		v.park = e.RetryAfter
		v.later(now, e.RetryAfter+jitter(e.RetryAfter/20+time.Second), d.Retry)
	case telegram.NotSent, telegram.Server:
		v.backOff(d, now)
		v.outage = true
	case telegram.Unknown:
		if d.Kind == outbox.Digest || d.Retry.Unknown {
			v.ack.Outcome, v.ack.Used = outbox.Unknown, used
			break
		}
		retry := d.Retry
		retry.Unknown = true
		v.later(now, unknownDelay, retry)
	case telegram.Blocked:
		v.pause = subscriptions.Blocked
	case telegram.Removed:
		v.pause = subscriptions.Removed
	case telegram.NotAllowed:
		v.pause = subscriptions.NotAllowed
	case telegram.NotFound:
		v.miss = true
	case telegram.Migrated:
		if e.MigrateTo != 0 && d.Retry.Attempt < maxMoves {
			v.moveTo = e.MigrateTo
			v.later(now, 0, failed(d.Retry, now))
		}
	case telegram.TopicGone:
		if d.Retry.Attempt < maxMoves {
			v.thread = true
			v.later(now, 0, failed(d.Retry, now))
		}
	case telegram.Unauthorized:
		v.fatal = true
	default: // BadMarkup and BadText are ours, Refused is for good, the rest is not about sending
		v.bug = true
	}
	return v
}

// edit decides what a failure of an edit means. An edit that is dropped costs little,
// and one that is repeated nothing: so only what holds for any message changes the
// chat. Where Telegram does not let us write, or does not find the chat, the next
// message will tell.
func (v *verdict) edit(e *telegram.Error, now time.Time) {
	d := v.ack.Delivery
	switch e.Reason {
	case telegram.TooMany:
		v.park = e.RetryAfter
		v.later(now, e.RetryAfter, d.Retry)
	case telegram.NotSent, telegram.Server:
		v.backOff(d, now)
		v.outage = true
	case telegram.Unknown:
		v.later(now, unknownDelay, d.Retry)
	case telegram.NotModified: // as good as done
		v.ack.Outcome = outbox.Sent
	case telegram.Blocked:
		v.pause = subscriptions.Blocked
	case telegram.Removed:
		v.pause = subscriptions.Removed
	case telegram.Migrated: // the messages stay behind
		v.moveTo = e.MigrateTo
	case telegram.Unauthorized:
		v.fatal = true
	case telegram.BadMarkup, telegram.BadText:
		v.bug = true
	}
}

func (v *verdict) later(now time.Time, after time.Duration, retry outbox.Retry) {
	retry.Why = v.why
	v.ack.Outcome, v.ack.Due, v.ack.Retry = outbox.Later, now.Add(after), retry
}

// backOff puts d off for 3 s, doubling to an hour, or gives it up.
func (v *verdict) backOff(d outbox.Delivery, now time.Time) {
	retry := failed(d.Retry, now)
	if now.Sub(retry.Since) > giveUpAfter {
		v.ack.Outcome = outbox.GaveUp
		return
	}
	wait := longBackOff
	if n := retry.Attempt - 1; n < 12 {
		wait = min(longBackOff, firstBackOff<<n)
	}
	v.later(now, wait+jitter(wait/5), retry)
}

// missed puts d off after its chat was not found for the misses-th time in a row:
// it may be passing.
func (v *verdict) missed(misses int, now time.Time) {
	if misses >= maxMisses {
		v.ack.Outcome = outbox.Dropped
		return
	}
	v.rest = time.Minute
	if misses > 1 {
		v.rest = 10 * time.Minute
	}
	v.later(now, v.rest, failed(v.ack.Delivery.Retry, now))
}

func failed(r outbox.Retry, now time.Time) outbox.Retry {
	r.Attempt++
	if r.Since.IsZero() {
		r.Since = now.UTC()
	}
	return r
}

// jitter keeps what failed together from coming back together.
func jitter(most time.Duration) time.Duration { return rand.N(most + 1) }

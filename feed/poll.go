package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// A poll is one question to one source and what becomes of the answer.
type poll struct {
	*Poller
	source   *followed
	src      Source
	id       string
	state    State
	problems uint64
	owed     []Key
	machine  string
	leased   time.Time // until when a hub pushes the changes
	shown    []Glimpse // by the document before

	outcome    Outcome
	alerts     int
	failure    error
	crawlDelay time.Duration
}

// run asks the source. The error is of the archive or of ctx; what went wrong
// with the source is in the state.
func (p *poll) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// Before the request: a crash loop must not hammer the origin.
	now := p.opts.Now()
	wait := p.patience(&p.state, now)
	jitter := withJitter
	if isOverdue(p.state.NextCheck, now, wait) {
		jitter = spread
	}
	p.state.Asked, p.state.NextCheck = now, now.Add(jitter(wait))
	if err := p.save(ctx, p.state); err != nil {
		return err
	}
	next, err := p.answer(ctx)
	if ctx.Err() != nil {
		return ctx.Err() // asked to stop, which is nobody's failure
	}
	var failed *archiveError
	switch {
	case errors.As(err, &failed):
		return failed.err
	case err != nil:
		next = p.failed(err)
	default:
		next.Failures, next.LastError, next.FailingSince, next.Gone = 0, "", time.Time{}, false
		p.judgeHub(&next)
		again := p.patience(&next, now)
		if again != wait {
			next.NextCheck = now.Add(jitter(again))
		}
	}
	// After the stories: validators that were stored before them would hide
	// them for ever if a crash came in between. Where the answer says nothing
	// new, what was saved before it stands.
	if next != p.state {
		if err := p.save(ctx, next); err != nil {
			return err
		}
	}
	p.state = next
	if err == nil {
		p.state.LastSuccess = p.opts.Now() // is saved with the next request
	}
	return nil
}

// An archiveError is none of the source's doing.
type archiveError struct{ err error }

func (e *archiveError) Error() string { return e.err.Error() }

func (p *poll) save(ctx context.Context, s State) error {
	if err := p.opts.Archive.SetState(ctx, p.id, s); err != nil {
		return fmt.Errorf("save the state of %s: %w", ShownURL(p.id), err)
	}
	return nil
}

func (p *poll) failed(err error) State {
	s, now := p.state, p.opts.Now()
	s.Stretched = false
	p.outcome, p.failure = Failed, err
	var answer *FetchError
	errors.As(err, &answer)
	ours := isSilence(p.id, err) && p.silence(p.source, now)
	if !ours {
		if s.Failures++; s.FailingSince.IsZero() {
			s.FailingSince = now
		}
		s.LastError = firstRunes(p.said(err), 300)
	}
	wait := afterFailure(p.id, every(&p.src, &s, now), s.Failures, err)
	if isDead(&s, now) && !isFile(p.id) {
		wait = max(wait, maxBackoff)
	}
	s.NextCheck = now.Add(withJitter(wait))
	if ours {
		p.opts.Log.Info("source not reached", "source", ShownURL(p.id), "next", s.NextCheck, "error", p.said(err))
		return s
	}
	if answer != nil {
		if reach(err) == Answered {
			p.heard(p.source, answer.Host, now)
		}
		p.machine = cmp.Or(answer.Host, p.machine)
		if answer.Status == http.StatusTooManyRequests && !answer.Private {
			s.HostUntil = now.Add(wait)
		}
	}
	gone := answer != nil && answer.Gone
	switch {
	case s.Address != "" && (gone || s.Failures%returnAfter == 0):
		p.turnBack(&s)
		s.NextCheck = now.Add(withJitter(every(&p.src, &s, now)))
	case gone:
		s.Gone = true
		p.opts.Log.Error("the source is gone for good, its origin says, and is not asked any more; take it out of the configuration",
			"source", ShownURL(p.id))
		return s
	}
	p.opts.Log.Warn("source failed", "source", ShownURL(p.id), "failures", s.Failures, "next", s.NextCheck, "error", p.said(err))
	return s
}

// said is what an error says without the secrets of the source's addresses, which
// an origin may repeat in what it sends.
func (p *poll) said(err error) string {
	return Hide(err.Error(), p.src.URL, p.state.Address, p.state.Moving)
}

// answer asks the source, stores its stories and returns the state after that.
func (p *poll) answer(ctx context.Context) (State, error) {
	s, now := p.state, p.opts.Now()
	current := s.Parser == p.opts.ParserVersion && s.Baseline
	req := Request{URL: p.address(), Robots: p.src.Format == HTML}
	if current && now.Sub(s.BodyAt) < fullEvery {
		req.ETag, req.LastModified = s.ETag, s.LastModified
	}
	resp, err := p.opts.Fetcher.Fetch(ctx, req)
	if err != nil {
		return s, err
	}
	p.heard(p.source, resp.Host, now)
	p.machine, p.crawlDelay = cmp.Or(resp.Host, p.machine), resp.CrawlDelay
	s.Fresh = min(resp.MaxAge, maxFresh)
	if resp.NotModified {
		if req.ETag == "" && req.LastModified == "" {
			return s, errors.New("the origin says that nothing has changed, and was not asked whether")
		}
		p.outcome = NotModified
		s.offered(resp, nil)
		s.ETag, s.LastModified = cmp.Or(resp.ETag, s.ETag), cmp.Or(resp.LastModified, s.LastModified)
		p.follow(&s, resp.Moved)
		return s, nil
	}

	body := bodyHash(resp.Body)
	unchanged := current && body == s.BodyHash
	s.ETag, s.LastModified = resp.ETag, resp.LastModified
	if !unchanged || now.Sub(s.BodyAt) > day {
		s.BodyAt = now
	}
	s.BodyHash, s.Parser = body, p.opts.ParserVersion
	if unchanged {
		p.outcome = Unchanged
		s.offered(resp, nil)
		p.follow(&s, resp.Moved)
		return s, nil
	}
	doc, err := p.opts.Parser.Parse(p.src, resp)
	if err != nil {
		return s, err
	}
	if p.isReadElsewhere(resp.Moved) {
		// What is in it alerts there.
		p.outcome = Elsewhere
		s = p.state
		p.follow(&s, resp.Moved)
		return s, nil
	}
	if err := p.read(ctx, doc, &s); err != nil {
		return s, &archiveError{err}
	}
	p.outcome = Read
	s.offered(resp, doc)
	p.report(doc.Problems)
	p.follow(&s, resp.Moved)
	return s, nil
}

func (p *poll) isReadElsewhere(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reader(p.source, address) != p.source
}

func bodyHash(body []byte) uint64 {
	sum := sha256.Sum256(body)
	return binary.BigEndian.Uint64(sum[:])
}

package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
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
	machine  string

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
	wait := afterSuccess(every(&p.src, &p.state, now), &Response{MaxAge: p.state.Fresh})
	jitter := withJitter
	if isOverdue(p.state.NextCheck, now, wait) {
		jitter = spread
	}
	p.state.NextCheck = now.Add(jitter(wait))
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
		again := afterSuccess(every(&p.src, &next, now), &Response{MaxAge: next.Fresh, CrawlDelay: p.crawlDelay})
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
		return fmt.Errorf("save the state of %s: %w", p.id, err)
	}
	return nil
}

func (p *poll) failed(err error) State {
	s, now := p.state, p.opts.Now()
	p.outcome, p.failure = Failed, err
	if s.Failures++; s.FailingSince.IsZero() {
		s.FailingSince = now
	}
	s.LastError = firstRunes(err.Error(), 300)
	wait := afterFailure(every(&p.src, &s, now), s.Failures, err)
	if isDead(&s, now) {
		wait = max(wait, maxBackoff)
	}
	s.NextCheck = now.Add(withJitter(wait))
	var answer *FetchError
	if errors.As(err, &answer) {
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
			"source", p.id)
		return s
	}
	p.opts.Log.Warn("source failed", "source", p.id, "failures", s.Failures, "next", s.NextCheck, "error", err)
	return s
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
	p.machine, p.crawlDelay = cmp.Or(resp.Host, p.machine), resp.CrawlDelay
	s.Fresh = min(resp.MaxAge, maxFresh)
	if resp.NotModified {
		if req.ETag == "" && req.LastModified == "" {
			return s, errors.New("the origin says that nothing has changed, and was not asked whether")
		}
		p.outcome = NotModified
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

// read stores what is new in doc and brings s up to date with it.
func (p *poll) read(ctx context.Context, doc *Document, s *State) error {
	now := p.opts.Now()
	found, err := p.judge(ctx, doc, s, now)
	if err != nil {
		return err
	}
	slid := found.slidPast(s)
	if slid {
		if found, err = p.closeGap(ctx, doc, s, found, now); err != nil {
			return err
		}
	}
	s.Title, s.Pace = doc.Title, doc.Pace
	entries := p.entries(doc, found, s, now)
	if err := p.opts.Archive.Commit(ctx, p.id, entries); err != nil {
		return fmt.Errorf("store the items of %s: %w", p.id, err)
	}
	for _, e := range entries {
		if e.Story != nil && !e.Story.Baseline {
			p.alerts++
		}
	}
	p.remark(found, s)
	p.learn(s, slid, now)
	if len(doc.Items) > 0 {
		s.ItemsAt = now
	}
	if !found.oldest.IsZero() {
		s.Oldest = found.oldest
	}
	// A first look at which nothing could be read was none.
	if !s.Baseline && (len(doc.Items) > 0 || len(doc.Problems) == 0) {
		s.Baseline, s.Since, s.NewsAt = true, now, now
	}
	return nil
}

// judge tells what in doc is new.
func (p *poll) judge(ctx context.Context, doc *Document, s *State, now time.Time) (judgement, error) {
	items := collect(doc, &p.src)
	marks, err := p.opts.Archive.Marks(ctx, p.id, items.keys)
	if err != nil {
		return judgement{}, fmt.Errorf("look up the items of %s: %w", p.id, err)
	}
	for i, k := range items.keys {
		items.marks[k] = marks[i]
	}
	return items.judge(s, now), nil
}

// learn notes how the stories come, for every.
func (p *poll) learn(s *State, slid bool, now time.Time) {
	if p.alerts == 0 {
		return
	}
	usual := every(&p.src, s, now)
	if !s.NewsAt.IsZero() {
		// A longer gap makes no difference, but for how soon it is forgotten.
		gap := min(now.Sub(s.NewsAt)/time.Duration(p.alerts), looks*LongestEvery)
		if s.Gap > 0 {
			gap = (s.Gap + gap) / 2
		}
		s.Gap = gap
	}
	s.NewsAt = now
	switch {
	case slid:
		s.Hurry = max(usual/2, hurriedEvery)
	case s.Hurry > 0:
		if s.Hurry *= 2; s.Hurry > LongestEvery {
			s.Hurry = 0
		}
	}
}

// entries returns what to store: first which keys identify nothing, then the
// new stories, oldest first, then the keys of what was known.
func (p *poll) entries(doc *Document, found judgement, s *State, now time.Time) []Entry {
	var shared, stories, known []Entry
	for _, m := range found.shared {
		shared = append(shared, Entry{Marks: []Marked{m}})
	}
	for _, v := range found.verdicts {
		switch {
		case v.known && len(v.marks) > 0:
			known = append(known, Entry{Marks: v.marks})
		case !v.known:
			story := p.story(doc, v, now)
			story.Baseline = !s.Baseline || v.old
			stories = append(stories, Entry{Story: story, Marks: v.marks})
		}
	}
	// Documents begin with what is newest, as a rule; dates decide where there are any.
	slices.Reverse(stories)
	slices.SortStableFunc(stories, func(a, b Entry) int { return a.Story.When().Compare(b.Story.When()) })
	return slices.Concat(shared, stories, known)
}

func (p *poll) story(doc *Document, v verdict, now time.Time) *Story {
	it := *v.item
	it.Language = cmp.Or(it.Language, doc.Language, p.src.Language)
	text := it.Text
	if !strings.HasPrefix(text, it.Summary) {
		text = it.Summary + "\n" + text
	}
	s := &Story{
		Item:      it,
		ID:        storyID(p.id, v.id),
		SourceURL: p.id,
		Source:    cmp.Or(p.src.Name, doc.Title, hostOf(p.id)),
		Found:     now,
	}
	tags := p.opts.Tagger.TagAt(s.When(), it.Title, text)
	s.About, s.Mentioned = tags.About, tags.Mentioned
	return s
}

// hostOf returns the host in a source's identity, or the name of the file.
func hostOf(id string) string {
	u, err := url.Parse(id)
	if err != nil || u.Host == "" {
		return id[strings.LastIndexByte(id, '/')+1:]
	}
	return u.Host
}

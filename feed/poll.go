package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A poll is one question to one source and what becomes of the answer.
type poll struct {
	*Poller
	src      Source
	id       string
	state    State
	problems uint64

	outcome Outcome
	alerts  int
	failure error
}

// run asks the source. The error is of the archive or of ctx; what went wrong
// with the source is in the state.
func (p *poll) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// Before the request: a crash loop must not hammer the origin.
	p.state.NextCheck = p.opts.Now().Add(afterSuccess(p.src.Every, 0))
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
		next.Failures, next.LastError, next.LastSuccess = 0, "", p.opts.Now()
	}
	// After the stories: validators that were stored before them would hide
	// them for ever if a crash came in between.
	if err := p.save(ctx, next); err != nil {
		return err
	}
	p.state = next
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
	s := p.state
	p.outcome, p.failure = Failed, err
	s.Failures++
	s.LastError = firstRunes(err.Error(), 300)
	s.NextCheck = p.opts.Now().Add(afterFailure(p.src.Every, s.Failures, err))
	p.opts.Log.Warn("source failed", "source", p.id, "failures", s.Failures, "next", s.NextCheck, "error", err)
	return s
}

// answer asks the source, stores its stories and returns the state after that.
func (p *poll) answer(ctx context.Context) (State, error) {
	s := p.state
	current := s.Parser == p.opts.ParserVersion && s.Baseline
	req := Request{URL: p.src.URL}
	if current && p.opts.Now().Sub(s.BodyAt) < fullEvery {
		req.ETag, req.LastModified = s.ETag, s.LastModified
	}
	resp, err := p.opts.Fetcher.Fetch(ctx, req)
	if err != nil {
		return s, err
	}
	s.NextCheck = p.opts.Now().Add(afterSuccess(p.src.Every, resp.MaxAge))
	if resp.NotModified {
		if req.ETag == "" && req.LastModified == "" {
			return s, errors.New("the origin says that nothing has changed, and was not asked whether")
		}
		p.outcome = NotModified
		s.ETag, s.LastModified = cmp.Or(resp.ETag, s.ETag), cmp.Or(resp.LastModified, s.LastModified)
		return s, nil
	}

	body := bodyHash(resp.Body)
	unchanged := current && body == s.BodyHash
	s.ETag, s.LastModified = resp.ETag, resp.LastModified
	s.BodyHash, s.BodyAt, s.Parser = body, p.opts.Now(), p.opts.ParserVersion
	if unchanged {
		p.outcome = Unchanged
		return s, nil
	}
	doc, err := p.opts.Parser.Parse(p.src, resp)
	if err != nil {
		return s, err
	}
	if err := p.read(ctx, doc, &s); err != nil {
		return s, &archiveError{err}
	}
	p.outcome = Read
	p.report(doc.Problems)
	return s, nil
}

func bodyHash(body []byte) uint64 {
	sum := sha256.Sum256(body)
	return binary.BigEndian.Uint64(sum[:])
}

// read stores what is new in doc and brings s up to date with it.
func (p *poll) read(ctx context.Context, doc *Document, s *State) error {
	now := p.opts.Now()
	items := collect(doc, &p.src)
	marks, err := p.opts.Archive.Marks(ctx, p.id, items.keys)
	if err != nil {
		return fmt.Errorf("look up the items of %s: %w", p.id, err)
	}
	for i, k := range items.keys {
		items.marks[k] = marks[i]
	}
	found := items.judge(s, now)
	s.Title = doc.Title
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
	if len(doc.Items) > 0 {
		s.ItemsAt = now
	}
	if !found.oldest.IsZero() {
		s.Oldest = found.oldest
	}
	// A first look at which nothing could be read was none.
	if !s.Baseline && (len(doc.Items) > 0 || len(doc.Problems) == 0) {
		s.Baseline, s.Since = true, now
	}
	return nil
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
	tags := p.opts.Tagger.Tag(it.Title, text)
	return &Story{
		Item:      it,
		ID:        storyID(p.id, v.id),
		SourceURL: p.id,
		Source:    cmp.Or(p.src.Name, doc.Title, hostOf(p.id)),
		Found:     now,
		About:     tags.About,
		Mentioned: tags.Mentioned,
	}
}

// hostOf returns the host in a source's identity, or the name of the file.
func hostOf(id string) string {
	u, err := url.Parse(id)
	if err != nil || u.Host == "" {
		return id[strings.LastIndexByte(id, '/')+1:]
	}
	return u.Host
}

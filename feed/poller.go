package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"newsbot/feed/country"
)

// A Tagger finds the countries in a story. *country.Tagger is one.
type Tagger interface {
	Tag(title, text string) country.Tags
}

// Options are what a Poller is made of.
type Options struct {
	Sources []Source
	Fetcher Fetcher
	Parser  Parser
	Tagger  Tagger
	Archive Archive

	// ParserVersion is raised when the parser finds more than it did: what an
	// older one read is then asked for and read again.
	ParserVersion int
	Concurrency   int              // requests at once; 0: 8
	Log           *slog.Logger     // nil: slog.Default
	Now           func() time.Time // nil: time.Now
	Observe       func(Poll)       // called after each poll, from many goroutines; may be nil
}

// A Poll is what happened when a source was asked, for metrics.
type Poll struct {
	Source  string // its identity
	Outcome Outcome
	New     int // stories that alert
	Took    time.Duration
	Err     error // why the Outcome is Failed
}

// An Outcome is how a poll ended.
type Outcome string

// How a poll may end.
const (
	Read        Outcome = "read"         // a document was read, new stories in it or none
	NotModified Outcome = "not modified" // the origin said so
	Unchanged   Outcome = "unchanged"    // the origin sent the same bytes again
	Failed      Outcome = "failed"
)

// DefaultEvery is how often a Source is asked that does not say.
const DefaultEvery = 5 * time.Minute

// A Poller asks sources when they are due. Its methods may be called from any
// goroutine.
type Poller struct {
	opts    Options
	slots   chan struct{} // one is taken for each request
	running sync.WaitGroup

	mu       sync.Mutex
	followed []*followed
	loaded   bool
	pruned   time.Time // when the last pruning began
	lastPoll time.Time
	failure  error // of the archive, for the next Tick to return
}

// followed is a source and what is known of it; guarded by Poller.mu, but for
// the source itself, which never changes.
type followed struct {
	src      Source
	id       string // its address, folded
	state    State
	busy     bool
	problems uint64 // a hash of those of the document last read
}

// New returns a Poller. Nothing is asked before Tick. A source whose address is
// no address and two sources with one identity are errors.
func New(o Options) (*Poller, error) {
	if o.Concurrency == 0 {
		o.Concurrency = 8
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Poller{opts: o, slots: make(chan struct{}, o.Concurrency)}
	position := make(map[string]int)
	for i, src := range o.Sources {
		id, err := FoldURL(src.URL)
		if err != nil {
			return nil, fmt.Errorf("source %d: %w", i+1, err)
		}
		if first, ok := position[id]; ok {
			return nil, fmt.Errorf("sources %d and %d have the same address, %s", first+1, i+1, id)
		}
		position[id] = i
		if src.Every == 0 {
			src.Every = DefaultEvery
		}
		if src.Every < 0 {
			return nil, fmt.Errorf("source %s: polled every %v, want a time above 0", id, src.Every)
		}
		p.followed = append(p.followed, &followed{src: src, id: id})
	}
	return p, nil
}

// Tick starts a poll of each source that is due and is not being polled. It does
// not wait for them, so that a slow origin holds up nobody: Wait does. The polls
// end early when ctx does. What a source does wrong is logged and kept in its
// Status; the error is of the Archive, in this Tick or in a poll before it.
func (p *Poller) Tick(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.load(ctx); err != nil {
		return err
	}
	now := p.opts.Now()
	for _, f := range p.followed {
		if f.busy || !isDue(f.state.NextCheck, now, f.src.Every) {
			continue
		}
		f.busy = true
		p.running.Go(func() { p.ask(ctx, f) })
	}
	if now.Sub(p.pruned) >= pruneEvery {
		p.pruned = now
		p.running.Go(func() { p.keep(p.opts.Archive.Prune(ctx, now)) })
	}
	err := p.failure
	p.failure = nil
	return err
}

// Wait waits for the polls that Tick started.
func (p *Poller) Wait() { p.running.Wait() }

// load reads once where the sources stand.
func (p *Poller) load(ctx context.Context) error {
	if p.loaded {
		return nil
	}
	for _, f := range p.followed {
		s, err := p.opts.Archive.State(ctx, f.id)
		if err != nil {
			return fmt.Errorf("load the state of %s: %w", f.id, err)
		}
		f.state = s
	}
	p.loaded = true
	return nil
}

// ask polls one source when its turn has come.
func (p *Poller) ask(ctx context.Context, f *followed) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
	}
	p.mu.Lock()
	s := poll{Poller: p, src: f.src, id: f.id, state: f.state, problems: f.problems}
	p.mu.Unlock()

	start := p.opts.Now()
	err := s.run(ctx)

	p.mu.Lock()
	f.state, f.problems, f.busy = s.state, s.problems, false
	if ctx.Err() == nil {
		p.lastPoll = p.opts.Now()
	}
	p.mu.Unlock()
	p.keep(err)
	if p.opts.Observe != nil && s.outcome != "" {
		p.opts.Observe(Poll{Source: f.id, Outcome: s.outcome, New: s.alerts, Took: p.opts.Now().Sub(start), Err: s.failure})
	}
}

// keep remembers an error of the archive until the next Tick.
func (p *Poller) keep(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failure == nil {
		p.failure = err
	}
}

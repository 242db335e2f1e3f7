package feed

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"newsbot/feed/country"
)

// A Tagger finds the countries in a story written at that time. *country.Tagger
// is one.
type Tagger interface {
	TagAt(at time.Time, title, text string) country.Tags
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
	Concurrency   int              // requests at once; 0: 128. At one host there are two at most
	Spacing       time.Duration    // between two requests to one host; 0: a second
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
	Elsewhere   Outcome = "elsewhere"    // it moved to the address of another source, which reads it
	Failed      Outcome = "failed"
)

// A Poller asks sources when they are due. Its methods may be called from any
// goroutine.
type Poller struct {
	opts    Options
	line    lineup
	running sync.WaitGroup

	mu       sync.Mutex
	network  network
	followed []*followed
	byID     map[string]*followed
	paused   map[string]time.Time // until when the hosts of that name asked to be left alone
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
	stopped  bool   // it is gone, and this process has made sure
	machine  string // what answers for its host; empty: unknown
	problems uint64 // a hash of those of the document last read
	owed     []Key  // of the stories that alert in a Commit that failed: the archive may store them yet
	struck   bool   // it was well until no host gave an answer any more
	retried  bool   // it was asked at once after an outage, and has not answered yet

	leased       time.Time // until when a hub pushes its changes
	pushed       time.Time // when a hub said so last, and that was not followed yet; zero: none did
	looked       int       // times that it was asked because of that
	lastFollowed time.Time // when it was last asked because of a push
	idle         int       // times in a row, of all pushes, that that brought nothing
}

// hostname returns the name of the host that the source is asked at.
func (f *followed) hostname() string {
	u, err := url.Parse(cmp.Or(f.state.Address, f.id))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// place returns what the source's requests are counted by: the machine, by
// whatever name. A file is a place of its own.
func (f *followed) place() string { return cmp.Or(f.machine, f.hostname(), f.id) }

// New returns a Poller. Nothing is asked before Tick. A source whose address is
// no address and two sources with one identity are errors.
func New(o Options) (*Poller, error) {
	if o.Concurrency == 0 {
		o.Concurrency = 128
	}
	if o.Spacing == 0 {
		o.Spacing = time.Second
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Poller{opts: o, byID: make(map[string]*followed), paused: make(map[string]time.Time)}
	p.line = lineup{
		limit: o.Concurrency, spacing: o.Spacing, workers: &p.running,
		hosts: make(map[string]*host), wake: make(chan struct{}, 1),
	}
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
		if src.Every < 0 {
			return nil, fmt.Errorf("source %s: polled every %v, want a time above 0", id, src.Every)
		}
		p.byID[id] = &followed{src: src, id: id}
		p.followed = append(p.followed, p.byID[id])
	}
	p.network = newNetwork(p.followed)
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
	p.line.tidy()
	for _, f := range p.followed {
		p.begin(ctx, f, now)
	}
	if now.Sub(p.pruned) >= pruneEvery {
		p.pruned = now
		p.running.Go(func() { p.keep(p.opts.Archive.Prune(ctx, now)) })
	}
	err := p.failure
	p.failure = nil
	return err
}

// begin starts a poll of a source if it is due. The caller holds mu.
func (p *Poller) begin(ctx context.Context, f *followed, now time.Time) {
	if f.busy || !p.isDue(f, now) {
		return
	}
	f.busy = true
	p.line.add(ctx, errand{host: f.place(), spaced: !isOwn(every(&f.src, &f.state, now)), run: func() { p.ask(ctx, f) }})
}

// Wait waits for the polls that Tick and Pushed started. Neither is to be called
// meanwhile.
func (p *Poller) Wait() { p.running.Wait() }

// load reads once where the sources stand.
func (p *Poller) load(ctx context.Context) error {
	if p.loaded {
		return nil
	}
	for _, f := range p.followed {
		s, err := p.opts.Archive.State(ctx, f.id)
		if err != nil {
			return fmt.Errorf("load the state of %s: %w", ShownURL(f.id), err)
		}
		if s.Stretched { // what was pushed while we were away is nowhere
			s.NextCheck, s.Stretched = earlier(s.NextCheck, s.unstretched(&f.src, p.opts.Now())), false
		}
		f.state = s
		p.pause(f, s.HostUntil)
	}
	p.loaded = true
	return nil
}

// isDue says whether a source is to be asked now. The caller holds mu.
func (p *Poller) isDue(f *followed, now time.Time) bool {
	if f.stopped || f.state.Pace.Skips(now) || !isDue(p.nextCheck(f, now), now, f.src.Every) {
		return false
	}
	return isDue(p.paused[f.hostname()], now, 0) && p.reader(f, f.state.Address) == f
}

// pause has the host of a source left alone until a time. The caller holds mu.
func (p *Poller) pause(f *followed, until time.Time) {
	if name := f.hostname(); name != "" && until.After(p.paused[name]) {
		p.paused[name] = until
	}
}

// ask polls one source when its turn has come.
func (p *Poller) ask(ctx context.Context, f *followed) {
	start := p.opts.Now()
	p.mu.Lock()
	if !isDue(p.paused[f.hostname()], start, 0) { // another was told so meanwhile
		f.busy = false
		p.mu.Unlock()
		return
	}
	if !f.pushed.IsZero() {
		f.lastFollowed = start
	}
	s := poll{Poller: p, source: f, src: f.src, id: f.id, state: f.state, problems: f.problems, owed: f.owed, machine: f.machine, leased: f.leased}
	p.mu.Unlock()

	err := s.run(ctx)

	p.mu.Lock()
	f.state, f.problems, f.owed, f.machine, f.busy = s.state, s.problems, s.owed, s.machine, false
	f.stopped = f.state.Gone
	f.followUp(start, s.alerts > 0, s.failure != nil || ctx.Err() != nil)
	p.acquit(f, start)
	p.pause(f, f.state.HostUntil)
	if ctx.Err() == nil {
		p.lastPoll = p.opts.Now()
	}
	place := f.place()
	p.mu.Unlock()
	if s.crawlDelay > 0 {
		p.line.hold(place, s.crawlDelay)
	}
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

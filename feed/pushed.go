package feed

import (
	"context"
	"slices"
	"strings"
	"time"
)

const (
	// MaxHubs is how many hubs of a feed are known.
	MaxHubs = 3

	// What is pushed is asked for at once, but so long after the last request and,
	// since a hub must not make us hammer an origin, after the last one because of a
	// push. The latter wait doubles with each look that brings nothing, up to the
	// ordinary one.
	askedSpacing  = 5 * time.Second
	pushedSpacing = time.Minute
	// The first look after a push may come before the origin's own caches know. So
	// many looks are had until one brings a story.
	looksAfterPush = 2

	// A source whose hub is relied on is asked so many times more rarely, and still
	// as often as this.
	reliedFactor = 16
	reliedEvery  = 6 * time.Hour
)

// An Offer is what a source says of the hubs that push its changes.
type Offer struct {
	Source string   // its identity
	Topic  string   // the address under which the hubs know it
	Hubs   []string // one at least; the first is to be preferred
}

// Offers returns the offers of the sources that are asked.
func (p *Poller) Offers(ctx context.Context) ([]Offer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.load(ctx); err != nil {
		return nil, err
	}
	var all []Offer
	for _, f := range p.followed {
		if f.state.Topic == "" || f.stopped || isFile(f.id) || p.reader(f, f.state.Address) != f {
			continue
		}
		o := Offer{Source: f.id, Topic: f.state.Topic}
		for _, hub := range f.state.Hubs {
			if hub != "" {
				o.Hubs = append(o.Hubs, hub)
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// Leased says until when a hub has promised to push the changes of a source: from
// then on, and with the zero time at once, it is asked as if there were no hub.
func (p *Poller) Leased(source string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.byID[source]; f != nil {
		f.leased = until
	}
}

// Pushed has a source asked that a hub says has changed: at once, or as soon as it
// may be asked. A back-off, a host that asked to be left alone and hours to skip
// hold for it, too. Like those of Tick the poll ends early when ctx does.
//
// What the hub sends is not read. So there is one way for a story to come in, the
// hub needs not be trusted with what it says, nor with being whole, and all that it
// can do is to have the origin asked once more.
func (p *Poller) Pushed(ctx context.Context, source string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.byID[source]
	if f == nil {
		return nil
	}
	if err := p.load(ctx); err != nil {
		return err
	}
	now := p.opts.Now()
	f.pushed, f.looked = now, 0
	p.begin(ctx, f, now)
	return nil
}

// nextCheck returns when a source may be asked next. The caller holds mu.
func (p *Poller) nextCheck(f *followed, now time.Time) time.Time {
	next := f.state.NextCheck
	if f.state.Stretched && !f.leased.After(now) {
		next = earlier(next, f.state.unstretched(&f.src, now))
	}
	if !f.pushed.IsZero() && f.state.Failures == 0 {
		next = earlier(next, f.mayFollow(now))
	}
	return next
}

// mayFollow returns when a push may be followed.
func (f *followed) mayFollow(now time.Time) time.Time {
	usual := every(&f.src, &f.state, now)
	next := later(f.pushed, f.state.Asked.Add(min(askedSpacing, usual)))
	return later(next, f.lastFollowed.Add(min(pushedSpacing<<min(f.idle, 10), usual)))
}

// unstretched returns when the source would be asked if no hub were relied on.
func (s *State) unstretched(src *Source, now time.Time) time.Time {
	return s.Asked.Add(afterSuccess(every(src, s, now), &Response{MaxAge: s.Fresh}))
}

// followUp notes what came of a poll that began at start. The caller holds mu.
func (f *followed) followUp(start time.Time, found, failed bool) {
	if f.pushed.IsZero() || f.pushed.After(start) || failed {
		return // there was no push, or it is still to be followed
	}
	f.looked++
	f.idle++
	if found {
		f.idle = 0
	}
	if found || f.looked >= looksAfterPush {
		f.pushed, f.looked = time.Time{}, 0
	}
}

// patience returns how long to leave the source alone while all is well, jitter
// aside.
func (p *poll) patience(s *State, now time.Time) time.Duration {
	usual := every(&p.src, s, now)
	s.Relied = s.Relied && p.leased.After(now)
	s.Stretched = s.Relied
	if s.Stretched {
		usual = max(usual, min(usual*reliedFactor, reliedEvery))
	}
	return afterSuccess(usual, &Response{MaxAge: s.Fresh, CrawlDelay: p.crawlDelay})
}

// judgeHub notes whether the hub told of the stories that a poll found. One that
// promised to and is silent would otherwise cost hours; so it is relied on when it
// has told of a story, and until it fails to.
func (p *poll) judgeHub(s *State) {
	if p.alerts == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s.Relied = !p.source.pushed.IsZero()
}

// offered notes which hubs an answer names. Those in its headers go before those in
// the document; doc is nil where it was not read, which says nothing of the latter.
func (s *State) offered(resp *Response, doc *Document) {
	hubs, topic := resp.Hubs, resp.Self
	if doc != nil {
		if len(hubs) == 0 {
			hubs = doc.Hubs
		}
		if topic == "" {
			topic = doc.Self
		}
	} else if len(hubs) == 0 || topic == "" {
		return
	}
	hubsBefore, topicBefore := s.Hubs, s.Topic
	s.Hubs, s.Topic = [MaxHubs]string{}, ""
	// Without the address that the hubs know the feed by, ours would have to be
	// told to them, and it may hold a key that is for the origin alone.
	if len(hubs) > 0 && topic != "" {
		s.Topic = topic
		copy(s.Hubs[:], preferred(hubs))
	}
	if s.Hubs != hubsBefore || s.Topic != topicBefore {
		s.Relied = false // another hub has to prove itself
	}
}

// preferred returns each hub once, those of https first.
func preferred(hubs []string) []string {
	var secure, plain []string
	for _, hub := range hubs {
		switch {
		case slices.Contains(secure, hub) || slices.Contains(plain, hub):
		case strings.HasPrefix(hub, "https:"):
			secure = append(secure, hub)
		default:
			plain = append(plain, hub)
		}
	}
	return append(secure, plain...)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

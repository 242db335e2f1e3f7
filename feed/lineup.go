package feed

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// perHost is how many requests may be on their way to one host.
const perHost = 2

// A lineup carries out errands, at most so many at once, at most perHost of
// them at one host and those of a host apart in time. An errand that must wait
// for its host takes no place from others: there are workers only for those that
// can be begun, and one that sleeps until the next can. Time here is the machine's
// own, which goes on evenly when its clock is set.
type lineup struct {
	limit   int           // errands at once
	spacing time.Duration // between the beginnings of two at one host
	workers *sync.WaitGroup

	mu     sync.Mutex
	hosts  map[string]*host
	ready  hosts // those with an errand that may be begun when they are free
	turns  int
	active int
	asleep bool          // one of the active sleeps
	wake   chan struct{} // tells it that another host is free sooner
}

// An errand is something to do at a host.
type errand struct {
	host   string
	spaced bool // apart in time from the one before
	run    func()
}

// A host is where errands are done.
type host struct {
	waiting []errand
	running int
	free    time.Time // before it nothing is begun there
	turn    int       // of those free at one moment the lowest goes first
	index   int       // in ready; -1: not there
}

// add puts an errand last in the line of its host.
func (l *lineup) add(ctx context.Context, e errand) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.at(e.host)
	h.waiting = append(h.waiting, e)
	l.offer(h)
	l.hire(ctx)
}

// hold has nothing begin at a host for a while.
func (l *lineup) hold(name string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.at(name)
	if until := time.Now().Add(d); until.After(h.free) {
		h.free = until
		l.offer(h)
	}
}

// tidy forgets the hosts at which nothing is to be done.
func (l *lineup) tidy() {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for name, h := range l.hosts {
		if len(h.waiting) == 0 && h.running == 0 && !h.free.After(now) {
			delete(l.hosts, name)
		}
	}
}

func (l *lineup) at(name string) *host {
	h := l.hosts[name]
	if h == nil {
		h = &host{index: -1}
		l.hosts[name] = h
	}
	return h
}

// offer puts a host where it belongs in ready. The caller holds mu.
func (l *lineup) offer(h *host) {
	switch {
	case h.index >= 0:
		heap.Fix(&l.ready, h.index)
	case len(h.waiting) > 0 && h.running < perHost:
		l.turns++
		h.turn = l.turns
		heap.Push(&l.ready, h)
	}
	if h.index == 0 && l.asleep {
		select {
		case l.wake <- struct{}{}:
		default: // it has been told
		}
	}
}

// hire starts a worker if there is something to do for one more. The caller
// holds mu.
func (l *lineup) hire(ctx context.Context) {
	if len(l.ready) > 0 && l.active < l.limit && (!l.asleep || !l.ready[0].free.After(time.Now())) {
		l.active++
		l.workers.Go(func() { l.work(ctx) })
	}
}

func (l *lineup) work(ctx context.Context) {
	for {
		h, e := l.take(ctx)
		if h == nil {
			return
		}
		e.run()
		l.mu.Lock()
		h.running--
		l.offer(h)
		l.mu.Unlock()
	}
}

// take returns the next errand when it may be begun; nil: another worker, or
// none, is needed for what is left. When ctx is done errands no longer wait: they
// find out themselves.
func (l *lineup) take(ctx context.Context) (*host, errand) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.ready) > 0 {
		h := l.ready[0]
		wait := time.Until(h.free)
		if wait <= 0 || ctx.Err() != nil {
			return h, l.begin(ctx, h)
		}
		if l.asleep {
			break
		}
		l.asleep = true
		l.mu.Unlock()
		l.sleep(ctx, wait)
		l.mu.Lock()
		l.asleep = false
	}
	l.active--
	return nil, errand{}
}

func (l *lineup) sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.wake:
	case <-ctx.Done():
	}
}

func (l *lineup) begin(ctx context.Context, h *host) errand {
	heap.Pop(&l.ready)
	e := h.waiting[0]
	h.waiting = h.waiting[1:]
	h.running++
	if e.spaced {
		h.free = time.Now().Add(l.spacing)
	}
	l.offer(h)
	l.hire(ctx)
	return e
}

// hosts is a heap, those free soonest at the top.
type hosts []*host

func (q hosts) Len() int { return len(q) }

func (q hosts) Less(i, j int) bool {
	if !q[i].free.Equal(q[j].free) {
		return q[i].free.Before(q[j].free)
	}
	return q[i].turn < q[j].turn
}

func (q hosts) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

func (q *hosts) Push(x any) {
	h := x.(*host)
	h.index = len(*q)
	*q = append(*q, h)
}

func (q *hosts) Pop() any {
	h := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	h.index = -1
	return h
}

package notify

import "time"

// A bucket allows burst events at once and one for every interval in the long
// run. It keeps the time at which it will be full again (the "generic cell rate
// algorithm"). The zero interval allows everything.
type bucket struct {
	interval time.Duration
	burst    int
	full     time.Time
}

// ready returns when the next event is allowed.
func (b *bucket) ready() time.Time {
	return b.full.Add(-time.Duration(b.burst-1) * b.interval)
}

func (b *bucket) take(now time.Time) { b.full = later(b.full, now).Add(b.interval) }

// A window allows most events in any span; a most of 0 allows everything.
type window struct {
	span   time.Duration
	most   int
	recent []time.Time // a ring of the last most events
	oldest int
}

func (w *window) ready() time.Time {
	if w.most == 0 || len(w.recent) < w.most {
		return time.Time{}
	}
	return w.recent[w.oldest].Add(w.span)
}

func (w *window) take(now time.Time) {
	switch {
	case w.most == 0:
	case len(w.recent) < w.most:
		w.recent = append(w.recent, now)
	default:
		w.recent[w.oldest] = now
		w.oldest = (w.oldest + 1) % w.most
	}
}

// latest returns the time of the nth latest event, 1 the last; zero: there was none.
func (w *window) latest(n int) time.Time {
	if len(w.recent) < n {
		return time.Time{}
	}
	return w.recent[(w.oldest+len(w.recent)-n)%len(w.recent)]
}

// A lane is what may be sent to one chat.
type lane struct {
	bucket
	minute window
	parked time.Time
}

func newLane(chat int64, paced bool) *lane {
	switch {
	case !paced:
		return &lane{bucket: bucket{burst: 1}}
	case chat < 0:
		return &lane{bucket: bucket{interval: groupInterval, burst: groupBurst},
			minute: window{span: groupWindow, most: groupMost}}
	default:
		return &lane{bucket: bucket{interval: privateInterval, burst: privateBurst}}
	}
}

func (l *lane) ready() time.Time {
	return later(l.parked, later(l.bucket.ready(), l.minute.ready()))
}

// quiet returns when the chat has had so little lately that an event nobody waits for
// leaves the next its place.
func (l *lane) quiet() time.Time {
	at := later(l.parked, l.full)
	if recent := l.minute.latest(max(1, l.minute.most/2)); !recent.IsZero() {
		at = later(at, recent.Add(l.minute.span))
	}
	return at
}

func (l *lane) take(now time.Time) {
	l.bucket.take(now)
	l.minute.take(now)
}

// expect returns about when an event is allowed that comes after ahead others.
func (l *lane) expect(now time.Time, ahead int) time.Time {
	b := l.bucket
	b.full = later(b.full, now).Add(time.Duration(ahead) * b.interval)
	return later(b.ready(), l.ready())
}

// rested reports whether nothing of the lane's past matters any more.
func (l *lane) rested(now time.Time) bool {
	return !l.full.After(now) && !l.parked.After(now) && !l.minute.latest(1).Add(l.minute.span).After(now)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

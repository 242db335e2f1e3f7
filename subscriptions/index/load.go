package index

import "newsbot/subscriptions/query"

// A Loader adds to an Index what was stored: many subscriptions of fewer queries, of
// which it reads each once. While there is one, nothing is removed from the Index. Its
// methods may be called from any goroutine.
type Loader struct {
	x     *Index
	texts map[string]loaded
}

type loaded struct {
	text string
	id   queryID
	err  error
}

// Loader returns a Loader of x.
func (x *Index) Loader() *Loader { return &Loader{x, map[string]loaded{}} }

// Add adds what Index.Add would of the query that query.Restore reads, or returns the
// error of the latter. same is a string equal to text, the same one for equal texts, so
// that they need not all be kept.
func (l *Loader) Add(text string, s Subscriber) (same string, err error) {
	if known, ok := l.again(text, s); ok {
		return known.text, known.err
	}
	q, err := query.Restore(text)
	l.x.mu.Lock()
	defer l.x.mu.Unlock()
	now := loaded{text: text, err: err}
	if err == nil {
		e := q.Expr()
		now.id = l.x.add(&e, s)
	}
	l.texts[text] = now
	return text, err
}

// again adds s where the text was read before.
func (l *Loader) again(text string, s Subscriber) (loaded, bool) {
	l.x.mu.Lock()
	defer l.x.mu.Unlock()
	known, ok := l.texts[text]
	if ok && known.err == nil {
		l.x.sets.add(l.x.set(known.id), s)
	}
	return known, ok
}

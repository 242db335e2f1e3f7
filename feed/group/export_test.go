package group

import "newsbot/feed"

// Alike returns how alike the stories of the window are told to s, by number, and
// which of them are kept apart from it whatever they say.
func (g *Grouper) Alike(s *feed.Story) (scores map[int64]float32, apart map[int64]bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	scores, apart = map[int64]float32{}, map[int64]bool{}
	e := g.entry(s)
	for _, w := range e.vector {
		w.term.wanted = w.w
	}
	for _, t := range g.stories {
		if t.index == e.index {
			scores[t.seq], apart[t.seq] = t.likeness(), differs(t, e)
		}
	}
	for _, w := range e.vector {
		w.term.wanted = 0
	}
	return scores, apart
}

// Size returns how many stories, stems, links and headlines are held.
func (g *Grouper) Size() (stories, stems, keys int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, x := range g.indexes {
		stems += len(x.terms)
	}
	return len(g.stories), stems, len(g.links) + len(g.titles)
}

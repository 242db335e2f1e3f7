package feed

import (
	"cmp"
	"slices"
	"time"
)

// How alike two items must be for one to be the other edited, see editions.like.
const (
	likeTitle   = 0.5
	sameTitle   = 0.6  // where little else speaks for it
	likeText    = 0.5  // that much of the shorter is in the other
	sameText    = 0.8  // where little else speaks for it
	otherText   = 0.2  // no more than that: it tells something else
	telling     = 0.15 // so much more alike than to any other item
	crowd       = 5    // items under one minute: the minute says little
	fewToBeTold = 3    // items that show what text they all share
)

// editions finds which unknown items of a document are edited versions of items
// that were in the one before and are not in this one. An item is that where
// all its keys changed at once: its headline, and with it its address, or in a
// listing, where there is no other identity.
type editions struct {
	before, now []Glimpse
	minutes     map[int64]int // how many items of a document have it, at most
	zone        *time.Location
}

// pair is an item that vanished and one that is unknown, by their indexes.
type pair struct {
	vanished, unknown int
	score             float64
}

// find returns the indexes, in now, of those among unknown that are edited
// versions. Each item that vanished has one at most, the likest.
func (e *editions) find(vanished, unknown []int) []int {
	if len(vanished) == 0 || len(unknown) == 0 {
		return nil
	}
	e.minutes = make(map[int64]int)
	for _, document := range [][]Glimpse{e.before, e.now} {
		count := make(map[int64]int)
		for _, g := range document {
			count[g.Minute]++
			e.minutes[g.Minute] = max(e.minutes[g.Minute], count[g.Minute])
		}
	}
	var pairs []pair
	for _, v := range vanished {
		for _, u := range unknown {
			if score := e.like(v, u); score > 0 {
				pairs = append(pairs, pair{v, u, score})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	taken, found := make(map[int]bool), []int(nil)
	for _, p := range pairs {
		if !taken[p.vanished] && !slices.Contains(found, p.unknown) {
			taken[p.vanished] = true
			found = append(found, p.unknown)
		}
	}
	return found
}

// like returns how likely the item u of this document is the item v of the last
// one edited; 0: it is another. A minute that both have to themselves speaks for
// it, as does a text that no other item has: then the other needs only be alike.
// Otherwise headline and text must both be, and of one day: the next of a series
// ("Exchange rates for 25 November") looks like an edited one, but for its number.
func (e *editions) like(v, u int) float64 {
	a, b := &e.before[v], &e.now[u]
	sameMinute := a.Minute != 0 && a.Minute == b.Minute
	if !sameMinute && e.day(a) != e.day(b) {
		return 0
	}
	titles := likeTitles(a, b)
	if sameMinute && !e.isCrowded(a.Minute) {
		switch texts, ok := likeTexts(a, b); {
		case ok && texts <= otherText:
			return 0
		case ok && texts >= likeText && e.tells(v, u, texts):
			return 1 + texts + titles
		case titles >= likeTitle:
			return titles
		}
		return 0
	}
	if titles < likeTitle || a.Numbers != b.Numbers {
		return 0
	}
	texts, ok := likeTexts(a, b)
	switch {
	case sameMinute && len(a.Text) == 0 && len(b.Text) == 0 && titles >= sameTitle:
		return titles
	case ok && texts >= sameText && min(len(e.before), len(e.now)) >= fewToBeTold && e.tells(v, u, texts):
		return (titles + texts) / 2
	}
	return 0
}

// day returns the local day of an item; 0: it has no date.
func (e *editions) day(g *Glimpse) int64 {
	if g.Minute == 0 {
		return 0
	}
	y, m, d := time.Unix(g.Minute*60, 0).In(e.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
}

// isCrowded says whether a minute is that of many items, or the midnight that
// stands for a date without a time.
func (e *editions) isCrowded(minute int64) bool {
	local := time.Unix(minute*60, 0).In(e.zone)
	return e.minutes[minute] >= crowd || minute%(24*60) == 0 || local.Hour() == 0 && local.Minute() == 0
}

// tells says whether the two are so alike in their texts as neither is to
// another item: what all items of a feed say is not what tells one.
func (e *editions) tells(v, u int, like float64) bool {
	alike := func(a, b *Glimpse) bool {
		texts, ok := likeTexts(a, b)
		return ok && texts > like-telling
	}
	for i := range e.before {
		if i != v && alike(&e.before[v], &e.before[i]) {
			return false
		}
	}
	for i := range e.now {
		if i != u && alike(&e.now[u], &e.now[i]) {
			return false
		}
	}
	return true
}

// isTwice says whether two items of one document with one address and identity
// are two versions of one: then they are of one minute, their headlines are alike
// and their texts tell nothing else.
func isTwice(a, b *Item) bool {
	x, y := glimpse(a, Key{}, nil, nil), glimpse(b, Key{}, nil, nil)
	texts, ok := likeTexts(&x, &y)
	return x.Minute != 0 && x.Minute == y.Minute && likeTitles(&x, &y) >= likeTitle && (!ok || texts > otherText)
}

// knowEdited finds among the items that seem new those that are edited versions
// of what was in the document before, and notes what this one shows.
func (c *collection) knowEdited(j *judgement, before []Glimpse) {
	latest := c.latest()
	present := make(map[uint32]bool)
	for _, set := range c.sets {
		for _, k := range c.deciding(set) {
			present[shortKey(k)] = true
		}
	}
	var vanished, unknown []int
	for v := range before {
		if !slices.ContainsFunc(before[v].Keys, func(k uint32) bool { return present[k] }) {
			vanished = append(vanished, v)
		}
	}
	seen := make(map[uint32]*Glimpse)
	for v := range before {
		seen[before[v].Whole] = &before[v]
	}
	for n, i := range latest {
		j.shown = append(j.shown, glimpse(c.items[i], c.sets[i].Exact, c.deciding(c.sets[i]), seen))
		if !j.verdicts[i].known {
			unknown = append(unknown, n)
		}
	}
	e := editions{before: before, now: j.shown, zone: c.zone}
	for _, n := range e.find(vanished, unknown) {
		j.verdicts[latest[n]].known = true
		j.edited++
	}
}

// latest returns the indexes of the items dated last, in the document's order.
func (c *collection) latest() []int {
	all := make([]int, len(c.items))
	for i := range all {
		all[i] = i
	}
	if len(all) > MaxGlimpses {
		slices.SortStableFunc(all, func(a, b int) int { return c.items[b].Published.Compare(c.items[a].Published) })
		all = all[:MaxGlimpses]
		slices.Sort(all)
	}
	return all
}

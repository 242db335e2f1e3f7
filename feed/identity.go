package feed

import (
	"slices"
	"time"
)

// A verdict says what an item of a document is, and what to remember of it.
type verdict struct {
	item  *Item
	known bool
	old   bool // not known, but no news either: see isOld
	id    Key  // the strongest key
	marks []Marked
}

// A judgement is what a document holds beyond what is known of its source.
type judgement struct {
	verdicts []verdict // in the document's order
	shared   []Marked  // to be remembered: keys that identify nothing
	rekeyed  int       // items known by their words alone
	edited   int       // items known by what they are an edited version of
	shown    []Glimpse // of the document
	oldest   time.Time // of the dated items
}

// A collection is the items of a document with their keys and what is known of
// those.
type collection struct {
	zone  *time.Location
	items []*Item
	sets  []KeySet
	keys  []Key        // of all items, each once
	count map[Key]int  // how many items have it
	marks map[Key]Mark // as the archive has them
}

// collect computes the keys of a document's items. An entry that is in the
// document twice counts once, and so do two versions of it.
func collect(doc *Document, src *Source) *collection {
	c := &collection{zone: src.zone(), count: make(map[Key]int), marks: make(map[Key]Mark)}
	first := make(map[[2]Key]*Item) // of those with one identity and address
	for i := range doc.Items {
		it := &doc.Items[i]
		set := Keys(it, src)
		if c.count[set.Exact] > 0 {
			continue
		}
		if set.GUID != (Key{}) && LinkKey(it.Link) != (Key{}) {
			both := [2]Key{set.GUID, set.Link}
			if other := first[both]; other == nil {
				first[both] = it
			} else if isTwice(other, it) {
				continue
			}
		}
		c.items, c.sets = append(c.items, it), append(c.sets, set)
		for _, k := range set.all() {
			if c.count[k]++; c.count[k] == 1 {
				c.keys = append(c.keys, k)
			}
		}
	}
	return c
}

// trusted says whether the key belongs to one item and always has.
func (c *collection) trusted(k Key) bool {
	return k != (Key{}) && c.count[k] == 1 && !c.marks[k].Shared
}

// deciding returns the keys of which one is enough to know an item again. Its
// own identity and its headline of the day are; the content only of an item
// whose identity is absent or shared, since different stories may have one text
// ("Read more on our site …") but not one address.
func (c *collection) deciding(set KeySet) []Key {
	candidates := []Key{set.GUID, set.Link, set.Headline}
	anonymous := !c.trusted(set.GUID) && !c.trusted(set.Link)
	if anonymous {
		candidates = append(candidates, set.Words, set.Text)
	}
	var keys []Key
	for _, k := range candidates {
		if c.trusted(k) {
			keys = append(keys, k)
		}
	}
	if anonymous {
		keys = append(keys, set.Exact)
	}
	return keys
}

// judge tells the new items from the known. An item is new only if no key that
// decides is known. All keys are remembered at every look, so that an item
// edited in one respect today may be edited in another tomorrow. Before is what
// the last document showed: an item edited in all respects is known by that.
func (c *collection) judge(s *State, before []Glimpse, now time.Time) judgement {
	var j judgement
	for _, k := range c.keys {
		if mark := c.marks[k]; c.count[k] > 1 && !mark.Shared || mark.Shared && stale(mark, now) {
			j.shared = append(j.shared, Marked{k, Mark{Day: Day(now), Shared: true}})
		}
	}
	unknown, byWords := 0, make([]bool, len(c.items))
	for i, it := range c.items {
		keys := c.deciding(c.sets[i])
		v := verdict{item: it, id: keys[0]}
		for _, k := range keys {
			v.known = v.known || c.marks[k].identifies()
			v.marks = c.remember(v.marks, k, now)
		}
		if words := c.sets[i].Words; c.trusted(words) {
			byWords[i] = !v.known && c.marks[words].identifies()
			v.marks = c.remember(v.marks, words, now)
		}
		if !v.known {
			unknown++
		}
		j.verdicts = append(j.verdicts, v)
		if p := it.Published; !p.IsZero() && (j.oldest.IsZero() || p.Before(j.oldest)) {
			j.oldest = p
		}
	}
	if c.rebuilt(s, unknown, byWords) {
		for i := range j.verdicts {
			if byWords[i] {
				j.verdicts[i].known = true
				j.rekeyed++
			}
		}
	}
	c.knowEdited(&j, before)
	for i := range j.verdicts {
		v := &j.verdicts[i]
		v.old = !v.known && isOld(v.item, s, now)
	}
	return j
}

// remember appends what is to be stored of the key, if that is not stored yet.
func (c *collection) remember(marks []Marked, k Key, now time.Time) []Marked {
	if !stale(c.marks[k], now) || slices.ContainsFunc(marks, func(m Marked) bool { return m.Key == k }) {
		return marks
	}
	return append(marks, Marked{k, Mark{Day: Day(now)}})
}

func stale(m Mark, now time.Time) bool {
	return Day(now)-m.Day >= int(RefreshKeys.Hours()/24)
}

// A feed of fewer items is never taken for rebuilt: one that renews its single
// "Exchange rates" every day looks just like it.
const rebuiltItems = 5

// rebuilt says whether a known feed was given new identities: most of its items
// seem new at once, and most of it are words seen before.
func (c *collection) rebuilt(s *State, unknown int, byWords []bool) bool {
	matches := 0
	for _, match := range byWords {
		if match {
			matches++
		}
	}
	n := len(c.items)
	return s.Baseline && n >= rebuiltItems && unknown*2 > n && matches*2 > n
}

// isOld says whether an unknown item slid into the document from behind, because
// another was removed or the document became longer. It is then dated well
// before all that the document held last time, and either before our first look
// or so long ago that it may have been known and forgotten. An item without a
// date is never old, nor is one in a document without dates: rather one alert
// too many than one lost.
func isOld(it *Item, s *State, now time.Time) bool {
	const well = 48 * time.Hour // time zones, and dates without a time, err by a day
	if it.Published.IsZero() || s.Oldest.IsZero() || !it.Published.Before(s.Oldest.Add(-well)) {
		return false
	}
	return it.Published.Before(s.Since.Add(-well)) || it.Published.Before(now.Add(-KeepKeys))
}

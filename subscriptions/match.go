package subscriptions

import (
	"slices"

	"newsbot/subscriptions/query"
)

// A Match is a chat that wants a story.
type Match struct {
	Chat          int64
	Subscriptions []int // ids of those that match, ascending, not muted
	DigestOnly    bool  // the chat wants it in its digest, not as an alert
}

// Match returns the chats that want the story, in order of ids. Paused chats and
// muted subscriptions are left out.
func (b *Book) Match(d *query.Document) []Match {
	b.mu.RLock()
	found := b.index.find(d)
	b.mu.RUnlock()
	return grouped(found)
}

// find returns the subscribers of the queries that match.
func (x *index) find(d *query.Document) []subscriber {
	f := finder{index: x, story: d}
	for _, stem := range d.Stems() {
		f.look(query.TermStem, stem)
	}
	for _, c := range d.About() {
		f.look(query.TermAbout, string(c))
	}
	for _, c := range d.Mentioned() {
		f.look(query.TermMentioned, string(c))
	}
	for _, name := range d.Sources() {
		for _, word := range name {
			f.look(query.TermSource, word)
		}
	}
	if len(x.prefixes) > 0 {
		for _, form := range d.Forms() {
			x.prefixes.each(form, func(prefix string) { f.look(query.TermPrefix, prefix) })
		}
	}
	return f.found
}

// A finder collects the subscribers that want one story.
type finder struct {
	*index
	story *query.Document
	seen  map[*entry]bool // of those that repeat
	found []subscriber
}

func (f *finder) look(kind query.TermKind, text string) {
	for _, e := range f.lists[kind][text] {
		if e.repeats && f.again(e) {
			continue
		}
		if e.sure || e.query.Match(f.story) {
			f.found = append(f.found, e.subscribers...)
		}
	}
}

// again reports whether the entry was looked at before.
func (f *finder) again(e *entry) bool {
	if f.seen[e] {
		return true
	}
	if f.seen == nil {
		f.seen = map[*entry]bool{}
	}
	f.seen[e] = true
	return false
}

// grouped returns one Match a chat.
func grouped(found []subscriber) []Match {
	if len(found) == 0 {
		return nil
	}
	slices.SortFunc(found, compare)
	chats := 1
	for i := 1; i < len(found); i++ {
		if found[i].chat != found[i-1].chat {
			chats++
		}
	}
	ids := make([]int, len(found))
	out := make([]Match, 0, chats)
	for i := 0; i < len(found); {
		j := i
		for ; j < len(found) && found[j].chat == found[i].chat; j++ {
			ids[j] = int(found[j].id)
		}
		out = append(out, Match{found[i].chat, ids[i:j:j], found[i].digestOnly})
		i = j
	}
	return out
}

// compare orders subscribers by chat and id; it is most of the work of a story
// that many want.
func compare(a, b subscriber) int {
	switch {
	case a.chat < b.chat:
		return -1
	case a.chat > b.chat:
		return 1
	}
	return int(a.id - b.id)
}

package feed

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
)

// read stores what is new in doc and brings s up to date with it.
func (p *poll) read(ctx context.Context, doc *Document, s *State) error {
	now := p.opts.Now()
	before, err := p.opts.Archive.Shown(ctx, p.id)
	if err != nil {
		return fmt.Errorf("look up what %s showed: %w", ShownURL(p.id), err)
	}
	p.shown = before
	found, err := p.judge(ctx, doc, s, now)
	if err != nil {
		return err
	}
	slid := found.slidPast(s)
	if slid {
		if found, err = p.closeGap(ctx, doc, s, found, now); err != nil {
			return err
		}
	}
	s.Title, s.Pace = doc.Title, doc.Pace
	late, err := p.storedLate(ctx)
	if err != nil {
		return err
	}
	entries := p.entries(doc, found, s, now)
	news := append(late, alerting(entries)...)
	if err := p.opts.Archive.Commit(ctx, p.id, entries); err != nil {
		p.owed = news
		return fmt.Errorf("store the items of %s: %w", ShownURL(p.id), err)
	}
	p.alerts, p.owed = len(news), nil
	p.remark(found, s)
	p.learn(s, slid, now)
	if len(doc.Items) > 0 {
		s.ItemsAt = now
	}
	if !found.oldest.IsZero() {
		s.Oldest = found.oldest
	}
	// A first look at which nothing could be read was none.
	if !s.Baseline && (len(doc.Items) > 0 || len(doc.Problems) == 0) {
		s.Baseline, s.Since, s.NewsAt = true, now, now
	}
	return nil
}

// storedLate returns the keys of those stories that the archive stored after the Commit
// with them had failed: nobody has told of them.
func (p *poll) storedLate(ctx context.Context) (late []Key, err error) {
	if len(p.owed) == 0 {
		return nil, nil
	}
	marks, err := p.opts.Archive.Marks(ctx, p.id, p.owed)
	if err != nil {
		return nil, fmt.Errorf("look up the items of %s: %w", ShownURL(p.id), err)
	}
	for i, mark := range marks {
		if mark.identifies() {
			late = append(late, p.owed[i])
		}
	}
	return late, nil
}

// alerting returns a key of each story that alerts; before, none of them was known.
func alerting(entries []Entry) (keys []Key) {
	for _, e := range entries {
		if e.Story != nil && !e.Story.Baseline {
			var k Key
			if len(e.Marks) > 0 {
				k = e.Marks[0].Key
			}
			keys = append(keys, k)
		}
	}
	return keys
}

// judge tells what in doc is new.
func (p *poll) judge(ctx context.Context, doc *Document, s *State, now time.Time) (judgement, error) {
	items := collect(doc, &p.src)
	marks, err := p.opts.Archive.Marks(ctx, p.id, items.keys)
	if err != nil {
		return judgement{}, fmt.Errorf("look up the items of %s: %w", ShownURL(p.id), err)
	}
	for i, k := range items.keys {
		items.marks[k] = marks[i]
	}
	return items.judge(s, p.shown, now), nil
}

// learn notes how the stories come, for every.
func (p *poll) learn(s *State, slid bool, now time.Time) {
	if p.alerts == 0 {
		return
	}
	usual := every(&p.src, s, now)
	if !s.NewsAt.IsZero() {
		// A longer gap makes no difference, but for how soon it is forgotten.
		gap := min(now.Sub(s.NewsAt)/time.Duration(p.alerts), looks*LongestEvery)
		if s.Gap > 0 {
			gap = (s.Gap + gap) / 2
		}
		s.Gap = gap
	}
	s.NewsAt = now
	switch {
	case slid:
		s.Hurry = max(usual/2, hurriedEvery)
	case s.Hurry > 0:
		if s.Hurry *= 2; s.Hurry > LongestEvery {
			s.Hurry = 0
		}
	}
}

// entries returns what to store: first which keys identify nothing, then the
// new stories, oldest first, then the keys of what was known, and last what the
// document shows: until all is stored, the next is compared with what it showed.
func (p *poll) entries(doc *Document, found judgement, s *State, now time.Time) []Entry {
	var shared, stories, known []Entry
	for _, m := range found.shared {
		shared = append(shared, Entry{Marks: []Marked{m}})
	}
	for _, v := range found.verdicts {
		switch {
		case v.known && len(v.marks) > 0:
			known = append(known, Entry{Marks: v.marks})
		case !v.known:
			story := p.story(doc, v, now)
			story.Baseline = !s.Baseline || v.old
			stories = append(stories, Entry{Story: story, Marks: v.marks})
		}
	}
	// Documents begin with what is newest, as a rule; dates decide where there are any.
	slices.Reverse(stories)
	slices.SortStableFunc(stories, func(a, b Entry) int { return a.Story.When().Compare(b.Story.When()) })
	if len(found.shown) > 0 && !reflect.DeepEqual(found.shown, p.shown) {
		known = append(known, Entry{Shown: found.shown})
	}
	return slices.Concat(shared, stories, known)
}

func (p *poll) story(doc *Document, v verdict, now time.Time) *Story {
	it := *v.item
	it.Language = cmp.Or(it.Language, doc.Language, p.src.Language)
	s := &Story{
		Item:      it,
		ID:        storyID(p.id, v.id),
		SourceURL: p.id,
		Source:    cmp.Or(p.src.Name, doc.Title, hostOf(p.id)),
		Found:     now,
	}
	tags := p.opts.Tagger.TagAt(s.When(), it.Title, it.Body())
	s.About, s.Mentioned = tags.About, tags.Mentioned
	return s
}

// hostOf returns the host in a source's identity, or the name of the file.
func hostOf(id string) string {
	u, err := url.Parse(id)
	if err != nil || u.Host == "" {
		return id[strings.LastIndexByte(id, '/')+1:]
	}
	return u.Host
}

package group

import (
	"cmp"
	"math"
	"slices"
)

// An index is the stories of one language by their stems.
type index struct {
	window    *window
	common    map[string]float64
	threshold float32
	terms     map[string]*term
	stories   int
}

// A term is a stem and the stories that have it, the oldest first.
type term struct {
	stem     string
	postings []posting
	wanted   float32 // its weight in what is looked for; else 0
}

type posting struct {
	story uint32 // its number in the window
	w     float32
}

// A weight is a term's share in a vector of length 1.
type weight struct {
	term *term // one that no story has is not in the index
	w    float32
	kind kind
}

// background is how many stories common.txt counts as, so that words are rare or
// common before many stories came. unseen is how many of them have a word that it
// does not know.
const (
	background = 300
	unseen     = 0.5
)

// vector weighs stems by how rare each is by now: the inverse document frequency.
func (x *index) vector(stems []stem) []weight {
	out := make([]weight, len(stems))
	sum := 0.0
	for i, s := range stems {
		n := unseen
		if share, ok := x.common[s.text]; ok {
			n = share * background
		}
		t := x.terms[s.text]
		if t == nil {
			t = &term{stem: s.text}
		}
		n += float64(len(t.postings))
		w := math.Log((background + 1 + float64(x.stories)) / n)
		out[i] = weight{t, float32(w), s.kind}
		sum += w * w
	}
	if sum > 0 {
		norm := float32(1 / math.Sqrt(sum))
		for i := range out {
			out[i].w *= norm
		}
	}
	return out
}

// add enters a story under its stems, which were weighed just now.
func (x *index) add(e *entry) {
	x.stories++
	for _, w := range e.vector {
		x.terms[w.term.stem] = w.term
		w.term.postings = append(w.term.postings, posting{e.number, w.w})
	}
}

// remove takes out the oldest story, which is the first under each of its stems.
func (x *index) remove(e *entry) {
	x.stories--
	for _, w := range e.vector {
		w.term.postings[0] = posting{}
		if w.term.postings = w.term.postings[1:]; len(w.term.postings) == 0 {
			delete(x.terms, w.term.stem)
		}
	}
}

// alike returns the groups with a story that is as alike as the threshold says at
// least, in no order.
//
// Stems are looked up from the rarest on. As soon as those that are left could not
// reach the threshold by themselves, a story without any so far is out; so the long
// lists of common words are hardly ever read.
func (x *index) alike(vector []weight) []*group {
	known := slices.DeleteFunc(slices.Clone(vector), func(w weight) bool { return len(w.term.postings) == 0 })
	slices.SortFunc(known, func(a, b weight) int { return cmp.Compare(len(a.term.postings), len(b.term.postings)) })
	left := float32(0) // of the squared length, what was not looked up
	for _, w := range known {
		left += w.w * w.w
		w.term.wanted = w.w
	}
	defer func() {
		for _, w := range known {
			w.term.wanted = 0
		}
	}()
	var found []*entry
	for _, w := range known {
		if left < x.threshold*x.threshold {
			break
		}
		for _, p := range w.term.postings {
			e := x.window.at(p.story)
			if e.score == 0 {
				found = append(found, e)
			}
			e.score += w.w * p.w
		}
		left -= w.w * w.w
	}
	most := float32(math.Sqrt(float64(max(left, 0)))) // that what was not looked up can add
	var groups []*group
	for _, e := range found {
		if e.score+most >= x.threshold && !e.group.found && e.likeness() >= x.threshold {
			e.group.found = true
			groups = append(groups, e.group)
		}
		e.score = 0
	}
	for _, gr := range groups {
		gr.found, gr.mean = false, 0
		for _, m := range gr.members {
			gr.mean += m.likeness() / float32(len(gr.members))
		}
	}
	return groups
}

// minShared is how many stems two stories share at least that are alike: of "The
// main news of the hour" one cannot tell.
const minShared = 4

// likeness is the cosine of a story with what is looked for.
func (e *entry) likeness() float32 {
	cosine, shared := float32(0), 0
	for _, w := range e.vector {
		if w.term.wanted > 0 {
			cosine += w.w * w.term.wanted
			shared++
		}
	}
	if shared < minShared {
		return 0
	}
	return cosine
}

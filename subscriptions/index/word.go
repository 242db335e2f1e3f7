package index

import (
	"slices"

	"newsbot/feed/words"
	"newsbot/subscriptions/query"
)

// readPart reads a part in three rounds, as what one word waits for does not depend on
// what another does.
func (x *Index) readPart(part string, heading bool) {
	x.text = append(append(x.text[:0], part...), make([]byte, shortSurface)...)
	x.words = words.NewScanner(part).Append(x.words[:0])
	x.met = slices.Grow(x.met[:0], len(x.words))[:len(x.words)]
	for i := range x.words {
		x.met[i] = x.surface(x.words[i].Span)
	}
	x.open = x.open[:0]
	plain := !heading && x.counts[beginning] == 0 && !x.counting()
	chain := 0 // parts of a hyphenated word so far
	for i := range x.words {
		if !x.words[i].Linked {
			if chain > 1 {
				x.join(x.words[i-chain:i], heading)
			}
			chain = 0
		}
		chain++
		s := &x.met[i]
		role := x.posts[s.stem] & roles
		if role|post(s.more) == 0 && plain { // as most words
			x.sightNext(s.stem)
			x.open = x.open[:0]
		} else {
			x.word(s, x.words[i].Span, x.place, heading)
			x.grow(s, heading)
		}
		x.place++
	}
	if chain > 1 {
		x.join(x.words[len(x.words)-chain:], heading)
	}
}

// join reads the parts of a hyphenated word, which ends before the next place, as one.
func (x *Index) join(parts []words.Word, heading bool) {
	n := len(parts)
	if n > query.MaxCompound {
		return
	}
	at := words.Span{Start: parts[0].Start, End: parts[n-1].End}
	s := x.compound(at)
	x.word(&s, at, x.place-int32(n), heading)
}

// word notes the word at a span of the part, which stands from the place first on: one
// word at the next place, or a hyphenated one that ends before it.
func (x *Index) word(s *surface, at words.Span, first int32, heading bool) {
	last := max(first, x.place-1)
	x.mark(s.stem, first, last, heading)
	if s.more != 0 {
		if s.kazakhOnly() && (x.posts[s.plain()] == 0 || !x.isKazakh()) {
			s.more = 0
		} else {
			x.mark(s.plain(), first, last, heading)
		}
	}
	if x.counts[beginning] == 0 {
		return
	}
	if a, b := s.heads(); len(x.heads[a]) == 0 && len(x.heads[b]) == 0 {
		return
	}
	form := x.fold(x.text[at.Start:at.End], first != last)
	x.eachBeginning(form, func(id termID) { x.mark(id, first, last, heading) })
	if spelt, ok := words.AppendPlain(nil, form); ok {
		x.eachBeginning(string(spelt), func(id termID) { x.mark(id, first, last, heading) })
	}
}

// isKazakh reports whether the story is in Kazakh.
func (x *Index) isKazakh() bool {
	if !x.judged {
		x.kazakh, x.judged = query.IsKazakh(x.at), true
	}
	return x.kazakh
}

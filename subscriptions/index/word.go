package index

import (
	"newsbot/feed/words"
	"newsbot/subscriptions/query"
)

// A token is a word of the story at hand.
type token struct {
	start, end int32 // in the part, in bytes
	linked     bool  // to the word before
	surface
}

// readPart reads a part in three rounds, as what one word waits for does not depend on
// what another does.
func (x *Index) readPart(part string, heading bool) {
	x.text = append(append(x.text[:0], part...), make([]byte, shortSurface)...)
	x.tokens = x.tokens[:0]
	for scan := words.NewScanner(part); ; {
		s, linked, ok := scan.Next()
		if !ok {
			break
		}
		x.tokens = append(x.tokens, token{start: s.Start, end: s.End, linked: linked})
	}
	for i := range x.tokens {
		t := &x.tokens[i]
		t.surface = *x.surface(x.text, t.start, t.end, false)
	}
	x.open = x.open[:0]
	chain := 0 // parts of a hyphenated word so far
	for i := range x.tokens {
		t := &x.tokens[i]
		if !t.linked {
			if chain > 1 {
				x.join(x.tokens[i-chain:i], heading)
			}
			chain = 0
		}
		chain++
		role := x.posts[t.stem] & roles
		if role|post(t.more) == 0 && !heading && x.counts[beginning] == 0 { // as most words
			x.sight(t.stem)
			x.open = x.open[:0]
		} else {
			x.word(t, x.place, x.place, heading)
			x.grow(t, heading)
		}
		x.place++
	}
	if chain > 1 {
		x.join(x.tokens[len(x.tokens)-chain:], heading)
	}
}

// join reads the parts of a hyphenated word, which ends before the next place, as one.
func (x *Index) join(parts []token, heading bool) {
	n := len(parts)
	if n > query.MaxCompound {
		return
	}
	t := token{start: parts[0].start, end: parts[n-1].end}
	t.surface = *x.surface(x.text, t.start, t.end, true)
	x.word(&t, x.place-int32(n), x.place-1, heading)
}

// word notes a word that stands at places first to last.
func (x *Index) word(t *token, first, last int32, heading bool) {
	x.mark(t.stem, first, last, heading)
	if t.more != 0 {
		if t.kazakhOnly() && (x.posts[t.plain()] == 0 || !x.isKazakh()) {
			t.more = 0
		} else {
			x.mark(t.plain(), first, last, heading)
		}
	}
	if x.counts[beginning] > 0 {
		if a, b := t.heads(); len(x.heads[a]) > 0 || len(x.heads[b]) > 0 {
			x.begin(t, first, last, heading)
		}
	}
}

// begin notes the beginnings of a word that queries ask for.
func (x *Index) begin(t *token, first, last int32, heading bool) {
	form := x.fold(x.text[t.start:t.end], first != last)
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

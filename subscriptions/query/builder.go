package query

import "newsbot/feed/words"

// longestCompound is the most parts of a hyphenated word that are also read as
// one word.
const longestCompound = 4

// A builder fills a Document with words.
type builder struct {
	*Document
	stemmer words.Stemmer
	byForm  map[string]form
	tails   []int32 // by stem: its last place in at
	buf     []byte
}

// A form is a folded word: its number, and that of its stem.
type form struct{ id, stem int32 }

// add reads one part of the story; what is in different parts is not adjacent.
func (b *builder) add(text string) {
	if len(b.at) > 0 {
		b.place(-1, words.Span{})
	}
	base := int32(len(b.text))
	if b.text == "" {
		b.text = text
	} else {
		b.text += text
	}
	w := words.NewScanner(text)
	chain := 0 // parts of a hyphenated word so far
	for {
		s, linked, ok := w.Next()
		if !linked {
			b.compound(chain)
			chain = 0
		}
		if !ok {
			return
		}
		b.buf = words.AppendFolded(b.buf[:0], text[s.Start:s.End])
		s = words.Span{Start: base + s.Start, End: base + s.End}
		b.place(b.intern(place{int32(len(b.at)), s}).stem, s)
		chain++
	}
}

// place puts a stem at the next place.
func (b *builder) place(stem int32, s words.Span) {
	at := int32(len(b.at))
	b.at, b.next, b.spans = append(b.at, stem), append(b.next, -1), append(b.spans, s)
	if stem < 0 {
		return
	}
	if b.heads[stem] < 0 {
		b.heads[stem] = at
	} else {
		b.next[b.tails[stem]] = at
	}
	b.tails[stem] = at
}

// compound reads the last parts, if two or more, as one word that stands where
// the first of them does.
func (b *builder) compound(parts int) {
	if parts < 2 || parts > longestCompound {
		return
	}
	b.buf = b.buf[:0]
	begin := len(b.at) - parts
	for _, s := range b.spans[begin:] {
		b.buf = words.AppendFolded(b.buf, b.text[s.Start:s.End])
	}
	b.intern(place{int32(begin), words.Span{Start: b.spans[begin].Start, End: b.spans[len(b.spans)-1].End}})
}

// intern returns the form in b.buf, which stands at p.
func (b *builder) intern(p place) form {
	if f, ok := b.byForm[string(b.buf)]; ok {
		return f
	}
	text := string(b.buf)
	stem := b.stemmer.Stem(text)
	id, ok := b.byStem[stem]
	if !ok {
		id = int32(len(b.stems))
		b.byStem[stem] = id
		b.stems, b.first = append(b.stems, stem), append(b.first, p)
		b.heads, b.tails = append(b.heads, -1), append(b.tails, -1)
	}
	f := form{int32(len(b.forms)), id}
	b.byForm[text] = f
	b.forms, b.formFirst = append(b.forms, text), append(b.formFirst, p)
	return f
}

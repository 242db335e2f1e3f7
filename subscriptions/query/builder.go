package query

import "newsbot/feed/words"

// MaxCompound is the most parts of a hyphenated word that are also read as
// one word.
const MaxCompound = 4

// A builder fills a Document with words.
type builder struct {
	*Document
	stemmer words.Stemmer
	byForm  map[string]int32
	tails   []int32 // by stem: its last link
	buf     []byte
}

// add reads one part of the story; what is in different parts is not adjacent.
func (b *builder) add(text string) {
	if len(b.at) > 0 {
		b.at, b.spans = append(b.at, -1), append(b.spans, words.Span{})
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
		b.place(words.Span{Start: base + s.Start, End: base + s.End})
		chain++
	}
}

// place puts the word in b.buf at the next place.
func (b *builder) place(s words.Span) {
	at := int32(len(b.at))
	form := b.form(place{at, s})
	b.at, b.spans = append(b.at, form), append(b.spans, s)
	b.link(b.forms[form].stem, at)
	b.link(b.forms[form].plain, at)
}

// link puts a stem, if it is one, at a place.
func (b *builder) link(stem, at int32) {
	if stem < 0 {
		return
	}
	n := int32(len(b.links))
	b.links = append(b.links, link{at, -1})
	if b.heads[stem] < 0 {
		b.heads[stem] = n
	} else {
		b.links[b.tails[stem]].next = n
	}
	b.tails[stem] = n
}

// compound reads the last parts, if two or more, as one word that stands where
// the first of them does.
func (b *builder) compound(parts int) {
	if parts < 2 || parts > MaxCompound {
		return
	}
	b.buf = b.buf[:0]
	begin, end := len(b.at)-parts, len(b.at)-1
	for _, s := range b.spans[begin:] {
		b.buf = words.AppendFolded(b.buf, b.text[s.Start:s.End])
	}
	form := b.form(place{int32(begin), words.Span{Start: b.spans[begin].Start, End: b.spans[end].End}})
	b.compounds = append(b.compounds, compound{form, stretch{int32(begin), int32(end)}})
}

// form returns the number of the word in b.buf, which stands at p.
func (b *builder) form(p place) int32 {
	id := b.spelling(p)
	f := &b.forms[id]
	if f.stem >= 0 {
		return id
	}
	text := f.text
	f.stem = b.stem(b.stemmer.Stem(text), p)
	if stem, always := b.stemmer.Plain(text); stem != "" && (always || b.language == kazakh) {
		f.plain = b.stem(stem, p)
	}
	if out, ok := words.AppendPlain(b.buf[:0], text); ok {
		b.buf = out
		spelt := b.spelling(p)
		b.forms[id].spelt = spelt
	}
	return id
}

// spelling returns the number of the text in b.buf as a form, new or not.
func (b *builder) spelling(p place) int32 {
	if id, ok := b.byForm[string(b.buf)]; ok {
		return id
	}
	id := int32(len(b.forms))
	text := string(b.buf)
	b.byForm[text] = id
	b.forms = append(b.forms, form{text, -1, -1, -1, p})
	return id
}

// stem returns the number of a stem, which stands at p.
func (b *builder) stem(text string, p place) int32 {
	id, ok := b.byStem[text]
	if !ok {
		id = int32(len(b.stems))
		b.byStem[text] = id
		b.stems, b.first = append(b.stems, text), append(b.first, p)
		b.heads, b.tails = append(b.heads, -1), append(b.tails, -1)
	}
	return id
}

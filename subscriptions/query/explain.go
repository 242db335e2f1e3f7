package query

import (
	"cmp"
	"slices"

	"newsbot/feed/words"
)

// Explain says why the story matches the query, or why it does not. Its verdict is
// that of Match.
func (q *Query) Explain(d *Document) Explanation {
	if !q.root.match(d) {
		unmet := q.root.unmet(d)
		return Explanation{Unmet: &unmet}
	}
	return Explanation{Matched: true, Found: q.root.found(d, nil)}
}

func (n *node) part() Part { return Part{Text: canonical(n), At: n.pos} }

// found appends what in the story fulfils n, which matches.
func (n *node) found(d *Document, out []Found) []Found {
	switch n.kind {
	case all, some:
		for i := range n.kids {
			if kid := &n.kids[i]; kid.match(d) {
				out = kid.found(d, out)
			}
		}
		return out
	case not:
		return out
	}
	f := Found{Part: n.part()}
	switch n.kind {
	case about:
		f.Kind, f.Country = FoundCountry, n.code
	case mentions:
		f.Kind, f.Country = FoundMention, n.code
	case source:
		f.Kind, f.Source = FoundSource, oneLine(d.named[d.sourceOf(n.terms)])
	case lang:
		f.Kind = FoundLang
	default:
		span, _ := n.find(d)
		place := d.placeOf(span)
		f.Kind, f.Place = textKind(n.kind), &place
	}
	return append(out, f)
}

func textKind(k kind) Kind {
	switch k {
	case phrase:
		return FoundPhrase
	case prefix:
		return FoundPrefix
	case near:
		return FoundNear
	}
	return FoundWord
}

// unmet returns the first condition of n that does not hold; n does not match.
func (n *node) unmet(d *Document) Unmet {
	switch n.kind {
	case all:
		for i := range n.kids {
			if !n.kids[i].match(d) {
				return n.kids[i].unmet(d)
			}
		}
	case some:
		u := Unmet{Part: n.part(), Reason: NoBranch}
		for i := range n.kids {
			u.Branches = append(u.Branches, n.kids[i].unmet(d))
		}
		return u
	case not:
		return n.kids[0].refused(d, n)
	case about:
		if slices.Contains(d.mentioned, n.code) {
			return Unmet{Part: n.part(), Reason: OnlyMentioned}
		}
		return Unmet{Part: n.part(), Reason: MissingCountry}
	case mentions:
		return Unmet{Part: n.part(), Reason: MissingCountry}
	case source:
		return Unmet{Part: n.part(), Reason: OtherSource, Has: d.names()}
	case lang:
		u := Unmet{Part: n.part(), Reason: OtherLanguage}
		if d.language != "" {
			u.Has = []string{d.language}
		}
		return u
	}
	return n.unmetText(d)
}

// refused says what in n, which matches, must not be there by by, a not. Where n
// holds only because something is missing, that is the condition.
func (n *node) refused(d *Document, by *node) Unmet {
	switch n.kind {
	case some:
		for i := range n.kids {
			if n.kids[i].match(d) {
				return n.kids[i].refused(d, by)
			}
		}
	case not:
		return n.kids[0].unmet(d)
	}
	u := Unmet{Part: by.part(), Reason: Excluded, Found: n.found(d, nil)}
	if len(u.Found) > 0 {
		return u
	}
	u.Reason = NoBranch
	for i := range n.kids {
		u.Branches = append(u.Branches, n.kids[i].refused(d, by))
	}
	return u
}

// unmetText says how words, phrases and prefixes fail.
func (n *node) unmetText(d *Document) Unmet {
	u := Unmet{Part: n.part(), Reason: MissingWord}
	if anywhere := n.inTitle(false); n.title && anywhere.match(d) {
		u.Reason, u.Found = NotInTitle, anywhere.found(d, nil)
		return u
	}
	if n.kind == prefix {
		u.Reason = MissingPrefix
		return u
	}
	if n.kind == near {
		return n.unmetNear(d)
	}
	parts := n.parts()
	if len(parts) < 2 {
		return u
	}
	for i := range parts {
		if !parts[i].match(d) {
			u.Word = parts[i].text
			return u
		}
	}
	u.Reason = NotAdjacent
	for i := range parts {
		part := parts[i].inTitle(n.title)
		if !part.match(d) {
			u.Reason, u.Word, u.Found = NotInTitle, part.text, parts[i].found(d, nil)
			return u
		}
		u.Found = part.found(d, u.Found)
	}
	return u
}

// unmetNear says how a near fails that is not just outside of the title.
func (n *node) unmetNear(d *Document) Unmet {
	u := Unmet{Part: n.part(), Reason: NotNear}
	for i := range n.kids {
		if kid := &n.kids[i]; !kid.match(d) {
			return kid.unmet(d)
		}
		u.Found = n.kids[i].found(d, u.Found)
	}
	u.Apart = n.apart(d)
	return u
}

// apart returns how near the operands of a near come to each other, in its own measure;
// 0: they are never in one part of the story, or only one upon the other.
func (n *node) apart(d *Document) int {
	var gaps []int32 // places between title, summary and text
	for at, form := range d.at {
		if form < 0 {
			gaps = append(gaps, int32(at))
		}
	}
	part := func(at int32) int { i, _ := slices.BinarySearch(gaps, at); return i }
	least := int32(0)
	nearest := func(earlier, later []stretch) {
		for _, e := range earlier {
			i, _ := slices.BinarySearchFunc(later, e.last+1, func(s stretch, at int32) int { return cmp.Compare(s.first, at) })
			if i == len(later) || part(e.last) != part(later[i].first) {
				continue
			}
			if apart := later[i].first - e.last; least == 0 || apart < least {
				least = apart
			}
		}
	}
	left, right := n.kids[0].stretches(d), n.kids[1].stretches(d)
	nearest(left, right)
	nearest(right, left)
	return int(least)
}

// inTitle returns n as it would be with in:title, or without.
func (n *node) inTitle(title bool) node {
	out := *n
	out.title = title
	if n.kind == near {
		out.kids = slices.Clone(n.kids)
		for i := range out.kids {
			out.kids[i] = out.kids[i].edit(func(n node) node { return n.inTitle(title) })
		}
	}
	return out
}

// parts returns the words of a word or phrase as nodes of their own, without
// in:title.
func (n *node) parts() []node {
	text := words.Normal(n.text, MaxTitle)
	scan := words.NewScanner(text)
	var out []node
	for {
		span, _, ok := scan.Next()
		if !ok {
			return out
		}
		if part, ok := textNode(word, n.pos, text[span.Start:span.End]); ok {
			out = append(out, part)
		}
	}
}

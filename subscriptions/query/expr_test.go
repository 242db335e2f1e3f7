package query_test

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"newsbot/feed/country"
	"newsbot/feed/words"
	"newsbot/subscriptions/query"
	"pgregory.net/rapid"
)

// The normal form is evaluated here by what Expr documents, and the expression that
// was drawn by its meaning.
func TestNormalFormMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawOf(t, 3, "word", "word", "phrase", "prefix", "about", "lang", "near")
		s := drawTale(t)
		q := read(t, e, e.write(t), s)
		checkNormal(t, q.Expr(), nil)
		if !requires(q.Expr()) {
			t.Fatalf("%q in normal form, %s, requires nothing", q, q.Key())
		}
		if got, want := newReading(s).holds(q.Expr(), false), e.holds(s); got != want {
			t.Fatalf("%q in normal form, %s, holds for %+v: %t, want %t", q, q.Key(), s, got, want)
		}
	})
}

func TestKeysAreEqualWhereNormalFormsAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Few words, so that some of the pairs are equal.
		draw := func() *query.Query {
			e := drawOf(t, 2, "word", "near", "lang")
			for _, kid := range append([]expr{e}, e.kids...) {
				for i := range kid.words {
					kid.words[i] %= 2
				}
			}
			return read(t, e, e.write(t), tale{})
		}
		a, b := draw(), draw()
		if keys, exprs := a.Key() == b.Key(), reflect.DeepEqual(a.Expr(), b.Expr()); keys != exprs {
			t.Fatalf("%q and %q: equal keys: %t (%s, %s), equal normal forms: %t", a, b, keys, a.Key(), b.Key(), exprs)
		}
		shuffled := a.String()
		if e := a.Expr(); e.Op == query.All && !strings.ContainsAny(shuffled, `("`) && !strings.Contains(shuffled, " OR ") {
			parts := rapid.Permutation(strings.Fields(shuffled)).Draw(t, "order")
			if again := parse(t, strings.Join(parts, " ")); again.Key() != a.Key() {
				t.Fatalf("%q has key %s, %q has %s", a, a.Key(), again, again.Key())
			}
		}
	})
}

// requires reports whether a story must have something that e names.
func requires(e query.Expr) bool {
	switch e.Op {
	case query.All:
		return slices.ContainsFunc(e.Kids, requires)
	case query.Some:
		return !slices.ContainsFunc(e.Kids, func(kid query.Expr) bool { return !requires(kid) })
	}
	return e.Op != query.Not && e.Op != query.Lang
}

// checkNormal checks what the normal form promises of e under parent.
func checkNormal(t *rapid.T, e query.Expr, parent *query.Expr) {
	switch e.Op {
	case query.All, query.Some:
		if len(e.Kids) < 2 || parent != nil && parent.Op == e.Op {
			t.Fatalf("%+v has too few kids or is under one of its kind", e)
		}
	case query.Not:
		if op := e.Kids[0].Op; op == query.Not || op == query.All || op == query.Some {
			t.Fatalf("%+v is no negated leaf", e)
		}
	case query.Near:
		if e.Distance < 1 || e.Distance > query.MaxDistance || len(e.Kids) != 2 {
			t.Fatalf("%+v is no near", e)
		}
	case query.Word, query.Prefix:
		if len(e.Terms) != 1 {
			t.Fatalf("%+v has %d terms", e, len(e.Terms))
		}
	}
	for i := range e.Kids {
		checkNormal(t, e.Kids[i], &e)
		if i > 0 && e.Op != query.Near && reflect.DeepEqual(e.Kids[i], e.Kids[i-1]) {
			t.Fatalf("%+v has a kid twice", e)
		}
		if e.Op == query.Near && e.Kids[i].Title {
			t.Fatalf("%+v has a title inside", e)
		}
	}
}

// A reading is a tale as words with their stems and folded forms.
type reading struct {
	tale
	parts [2][]readWord
}

type readWord struct{ stems, forms []string }

func newReading(s tale) reading {
	r := reading{tale: s}
	stemmer := words.NewStemmer()
	for i, part := range [][]string{s.title, s.text} {
		for _, w := range part {
			form := string(words.AppendFolded(nil, w))
			word := readWord{stems: []string{stemmer.Stem(form)}, forms: []string{form}}
			if stem, always := stemmer.Plain(form); stem != "" && (always || query.Language(s.story()) == "kk") {
				word.stems = append(word.stems, stem)
			}
			if plain, ok := words.AppendPlain(nil, form); ok {
				word.forms = append(word.forms, string(plain))
			}
			r.parts[i] = append(r.parts[i], word)
		}
	}
	return r
}

func (r reading) holds(e query.Expr, title bool) bool {
	title = title || e.Title
	holds := func(kid query.Expr) bool { return r.holds(kid, title) }
	switch e.Op {
	case query.All:
		return !slices.ContainsFunc(e.Kids, func(kid query.Expr) bool { return !holds(kid) })
	case query.Some:
		return slices.ContainsFunc(e.Kids, holds)
	case query.Not:
		return !holds(e.Kids[0])
	case query.About:
		return slices.Contains(r.about, country.Code(e.Code))
	case query.Mentions:
		return slices.Contains(r.mentioned, country.Code(e.Code))
	case query.Lang:
		return query.Language(r.story()) == e.Code
	}
	for i, part := range r.parts {
		if (i == 0 || !title) && len(spans(e, part)) > 0 {
			return true
		}
	}
	return false
}

// spans returns the first and last place of each occurrence of e in a part.
func spans(e query.Expr, part []readWord) [][2]int {
	var out [][2]int
	switch e.Op {
	case query.Some:
		for _, kid := range e.Kids {
			out = append(out, spans(kid, part)...)
		}
		return out
	case query.Near:
		for _, a := range spans(e.Kids[0], part) {
			for _, b := range spans(e.Kids[1], part) {
				if gap := max(a[0], b[0]) - min(a[1], b[1]); (a[1] < b[0] || b[1] < a[0]) && gap <= e.Distance {
					out = append(out, [2]int{min(a[0], b[0]), max(a[1], b[1])})
				}
			}
		}
		return out
	}
	for i := range part {
		ok := i+len(e.Terms) <= len(part)
		for j := 0; ok && j < len(e.Terms); j++ {
			if e.Op == query.Prefix {
				ok = slices.ContainsFunc(part[i+j].forms, func(form string) bool { return strings.HasPrefix(form, e.Terms[j]) })
			} else {
				ok = slices.Contains(part[i+j].stems, e.Terms[j])
			}
		}
		if ok {
			out = append(out, [2]int{i, i + len(e.Terms) - 1})
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

package query_test

import (
	"slices"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
	"pgregory.net/rapid"
)

// lexicon holds words, each line the forms of one.
var lexicon = [][]string{
	{"gas"}, {"oil"}, {"visit", "visits", "Visited", "VISITING"}, {"deal", "Deals"},
	{"нефть", "нефти", "Нефтью"}, {"министр", "министра"}, {"қала", "Қаланың"}, {"кала"}, {"g20"},
}

// foundIn says which row is found in which other: a word of Kazakh from the one
// written without the letters of Kazakh.
var foundIn = map[int]int{7: 6}

// An expr is a query as the test understands it.
type expr struct {
	op    string // word phrase prefix about mentions not and or
	words []int  // rows of the lexicon
	text  string // prefix
	code  country.Code
	title bool
	kids  []expr
}

func drawExpr(t *rapid.T, depth int) expr {
	ops := []string{"word", "word", "phrase", "prefix", "about", "mentions"}
	if depth > 0 {
		ops = append(ops, "not", "and", "or", "and", "or")
	}
	e := expr{op: rapid.SampledFrom(ops).Draw(t, "op"), title: rapid.IntRange(0, 3).Draw(t, "title") == 0}
	row := rapid.IntRange(0, len(lexicon)-1)
	switch e.op {
	case "word":
		e.words = []int{row.Draw(t, "word")}
	case "phrase":
		e.words = rapid.SliceOfN(row, 1, 3).Draw(t, "phrase")
	case "prefix":
		e.text = rapid.SampledFrom([]string{"ga", "vi", "visit", "de", "неф", "мини", "қа", "ка", "g2"}).Draw(t, "prefix")
	case "about", "mentions":
		e.code = rapid.SampledFrom([]country.Code{"IT", "KZ", "FR"}).Draw(t, "code")
	case "not":
		e.kids = []expr{drawExpr(t, depth-1)}
	default:
		for range rapid.IntRange(2, 3).Draw(t, "kids") {
			e.kids = append(e.kids, drawExpr(t, depth-1))
		}
	}
	return e
}

// write spells the expression out, with parentheses around every group.
func (e expr) write(t *rapid.T) string {
	var parts []string
	for _, w := range e.words {
		parts = append(parts, rapid.SampledFrom(lexicon[w]).Draw(t, "form"))
	}
	for _, kid := range e.kids {
		parts = append(parts, kid.write(t))
	}
	title := ""
	if e.title {
		title = "in:title:"
	}
	switch e.op {
	case "word":
		return title + parts[0]
	case "phrase":
		return title + `"` + strings.Join(parts, " ") + `"`
	case "prefix":
		return title + e.text + "*"
	case "about":
		return "country:" + string(e.code)
	case "mentions":
		return "mentions:" + strings.ToLower(string(e.code))
	case "not":
		kid := parts[0]
		if strings.HasPrefix(kid, "-") {
			kid = "(" + kid + ")" // "--" is one dash
		}
		return rapid.SampledFrom([]string{"-", "NOT ", "не "}).Draw(t, "not") + kid
	case "and":
		return "(" + strings.Join(parts, rapid.SampledFrom([]string{" ", " AND "}).Draw(t, "and")) + ")"
	}
	return "(" + strings.Join(parts, rapid.SampledFrom([]string{" OR ", "|"}).Draw(t, "or")) + ")"
}

// A tale is a story as the test understands it: forms of words.
type tale struct {
	title, text      []string
	about, mentioned []country.Code
}

func drawTale(t *rapid.T) tale {
	var forms []string
	for _, row := range lexicon {
		forms = append(forms, row...)
	}
	text := rapid.SliceOfN(rapid.SampledFrom(forms), 0, 6)
	var s tale
	s.title, s.text = text.Draw(t, "title"), text.Draw(t, "text")
	for _, c := range []country.Code{"FR", "IT", "KZ"} {
		switch rapid.IntRange(0, 3).Draw(t, string(c)) {
		case 0:
			s.about = append(s.about, c)
			fallthrough
		case 1:
			s.mentioned = append(s.mentioned, c)
		}
	}
	return s
}

func (s tale) document() *query.Document {
	return query.NewDocument(&feed.Story{
		Item:  feed.Item{Title: strings.Join(s.title, " "), Text: strings.Join(s.text, ", ")},
		About: s.about, Mentioned: s.mentioned,
	})
}

// holds evaluates the expression by looking at every word.
func (e expr) holds(s tale) bool {
	parts := [][]string{s.title, s.text}
	if e.title {
		parts = parts[:1]
	}
	switch e.op {
	case "about":
		return slices.Contains(s.about, e.code)
	case "mentions":
		return slices.Contains(s.mentioned, e.code)
	case "not":
		return !e.kids[0].holds(s)
	case "and":
		return !slices.ContainsFunc(e.kids, func(kid expr) bool { return !kid.holds(s) })
	case "or":
		return slices.ContainsFunc(e.kids, func(kid expr) bool { return kid.holds(s) })
	}
	for _, part := range parts {
		for i := range part {
			if e.op == "prefix" && begins(part[i], e.text) ||
				e.op != "prefix" && e.stands(part[i:]) {
				return true
			}
		}
	}
	return false
}

func (e expr) stands(words []string) bool {
	for i, w := range e.words {
		if i >= len(words) {
			return false
		}
		also, found := foundIn[w]
		if !slices.Contains(lexicon[w], words[i]) && (!found || !slices.Contains(lexicon[also], words[i])) {
			return false
		}
	}
	return true
}

func begins(word, prefix string) bool {
	word = strings.ToLower(word)
	return strings.HasPrefix(word, prefix) || strings.HasPrefix(strings.NewReplacer("қ", "к", "ң", "н").Replace(word), prefix)
}

// required says that something must be there.
func (e expr) required() bool {
	switch e.op {
	case "not":
		return e.kids[0].op == "not" && e.kids[0].kids[0].required()
	case "and":
		return slices.ContainsFunc(e.kids, expr.required)
	case "or":
		return !slices.ContainsFunc(e.kids, func(kid expr) bool { return !kid.required() })
	}
	return true
}

func TestMatchAgainstNaiveEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExpr(t, 3)
		text := e.write(t)
		if !e.required() || len([]rune(text)) > query.MaxLength {
			t.Skip()
		}
		q := parse(t, text)
		roundTrip(t, q)
		s := drawTale(t)
		d := s.document()
		if got, want := q.Match(d), e.holds(s); got != want {
			t.Fatalf("%q, read as %q, matches %+v: %t, want %t", text, q, s, got, want)
		}
		again, err := query.Restore(q.String())
		if err != nil || again.Match(d) != q.Match(d) {
			t.Fatalf("%q restored as %v, %v does not match the same", q, again, err)
		}
		anchored(t, q, d)
	})
}

// anchored checks that the anchors of q are in every story that q matches, and
// that they suffice where they are said to.
func anchored(t *rapid.T, q *query.Query, d *query.Document) {
	terms, sure := q.Anchors(func(term query.Term) int {
		return rapid.IntRange(0, 3).Draw(t, "cost")
	})
	found := slices.ContainsFunc(terms, func(term query.Term) bool { return contains(d, term) })
	if q.Match(d) && !found || !q.Match(d) && found && sure {
		t.Fatalf("%q matches: %t, anchors %v found: %t, sure: %t", q, q.Match(d), terms, found, sure)
	}
}

func contains(d *query.Document, term query.Term) bool {
	switch term.Kind {
	case query.TermStem:
		return slices.Contains(d.Stems(), term.Text)
	case query.TermPrefix:
		return slices.ContainsFunc(d.Forms(), func(form string) bool { return strings.HasPrefix(form, term.Text) })
	case query.TermAbout:
		return slices.Contains(d.About(), country.Code(term.Text))
	case query.TermMentioned:
		return slices.Contains(d.Mentioned(), country.Code(term.Text))
	}
	return slices.ContainsFunc(d.Sources(), func(name []string) bool { return slices.Contains(name, term.Text) })
}
